"""Rows of `kubectl get services` and `kubectl get endpoints`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl.lists import list_lines
from analyzer.notation.kubectl.tables import row_kind
from analyzer.tables import endpoints, service_ports, services

MEMBERS = ("object-table",)
YIELDS = (services.TABLE, service_ports.TABLE, endpoints.TABLE)

# `80/TCP`, `80:31234/TCP`; `10.1.0.1:8080`, `[fd00::1]:8080`
_PORT = re.compile(r"(?P<port>\d{1,5})(?::(?P<node>\d{1,5}))?/(?P<protocol>[A-Z]{3,4})")
_ADDRESS = re.compile(r"(?P<address>[0-9.]{7,15}|\[[0-9a-f:.]{2,45}\]):\d{1,5}")
_NOTHING = ("<none>", "<pending>", "<unknown>", "<unset>", "")


def parse(piece: Piece) -> Iterator[services.Service | service_ports.ServicePort | endpoints.Endpoint]:
    """Yield one record per Service, per port and per address; `+ 3 more...` addresses are not known."""
    for line in list_lines(piece.lines):
        if line.cells is None or not line.cells.get("NAME"):
            continue
        kind, name = row_kind(line.cells["NAME"], line.header, None)
        namespace = line.cells.get("NAMESPACE") or piece.context.get("namespace")
        if kind == "Service":
            yield from _service(line.number, namespace, name, line.cells)
        elif kind == "Endpoints":
            for address in dict.fromkeys(
                found["address"] for found in _ADDRESS.finditer(line.cells.get("ENDPOINTS") or "")
            ):
                yield endpoints.Endpoint(
                    line=line.number,
                    at="",
                    kind=kind,
                    namespace=namespace,
                    name=name,
                    service=name,
                    address=address.strip("[]"),
                    ready=True,
                )


def _service(
    number: int, namespace: str | None, name: str, cells: dict[str, str]
) -> Iterator[services.Service | service_ports.ServicePort]:
    """kubectl prints what an ExternalName Service stands for, and a load balancer's addresses, as external IP."""
    of_type, outside = cells.get("TYPE"), _given(cells.get("EXTERNAL-IP"))
    yield services.Service(
        line=number,
        at="",
        namespace=namespace,
        service=name,
        type=of_type,
        cluster_ip=None if of_type == "ExternalName" else cells.get("CLUSTER-IP"),
        external_name=outside if of_type == "ExternalName" else None,
        external_ips=outside if of_type in ("ClusterIP", "NodePort") else None,
        load_balancer=outside if of_type == "LoadBalancer" else None,
        selector=_given(cells.get("SELECTOR")),
        form="table",
    )
    for found in _PORT.finditer(cells.get("PORT(S)") or ""):
        yield service_ports.ServicePort(
            line=number,
            at="",
            namespace=namespace,
            service=name,
            port=int(found["port"]),
            protocol=found["protocol"],
            node_port=int(found["node"]) if found["node"] else None,
        )


def _given(text: str | None) -> str | None:
    return None if text is None or text.strip() in _NOTHING else text.strip()

"""Services and their ports."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, integer, mappings, names, path, selector, text
from analyzer.tables import service_ports, services

MEMBERS = ("Service",)
YIELDS = (services.TABLE, service_ports.TABLE)


def parse(piece: Piece) -> Iterator[services.Service | service_ports.ServicePort]:
    """Yield one record per Service and one per port of it."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    yield services.Service(
        line=found.line,
        at=path(found),
        namespace=namespace,
        service=name,
        type=text(body, "spec", "type"),
        cluster_ip=text(body, "spec", "clusterIP"),
        external_name=text(body, "spec", "externalName"),
        external_ips=_joined(field(body, "spec", "externalIPs")),
        load_balancer=_points(body),
        selector=selector(field(body, "spec", "selector")),
        session_affinity=text(body, "spec", "sessionAffinity"),
        external_traffic_policy=text(body, "spec", "externalTrafficPolicy"),
        internal_traffic_policy=text(body, "spec", "internalTrafficPolicy"),
        form=found.form,
    )
    for index, port in mappings(body, "spec", "ports"):
        yield service_ports.ServicePort(
            line=found.line,
            at=path(found, "spec", "ports", index),
            namespace=namespace,
            service=name,
            name=text(port, "name"),
            port=integer(port, "port"),
            protocol=text(port, "protocol"),
            target_port=text(port, "targetPort"),
            node_port=integer(port, "nodePort"),
            app_protocol=text(port, "appProtocol"),
            endpoints=text(port, "endpoints") if found.form == "describe" else None,
        )


def _points(body: dict[str, object]) -> str | None:
    points = mappings(body, "status", "loadBalancer", "ingress")
    return ",".join(text(point, "ip") or text(point, "hostname") or "" for _, point in points) or None


def _joined(value: object) -> str | None:
    return ",".join(str(part) for part in value) or None if isinstance(value, list) else None

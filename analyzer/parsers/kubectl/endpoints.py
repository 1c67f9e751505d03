"""Addresses behind Services."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.kube_object import KubeObject
from analyzer.notation.kube.fields import field, flag, mapping, mappings, names, path, text
from analyzer.tables import endpoints

MEMBERS = ("Endpoints", "EndpointSlice")
YIELDS = (endpoints.TABLE,)

_SERVICE = "kubernetes.io/service-name"
_LISTS = (("addresses", True), ("notReadyAddresses", False))


def parse(piece: Piece) -> Iterator[endpoints.Endpoint]:
    """Yield one record per address; describe names what has it for EndpointSlices only."""
    found = piece.object
    if found is None:
        return
    namespace, name = names(found, piece.context)
    rows = _of_slice(found) if found.kind == "EndpointSlice" else _of_endpoints(found)
    for row in rows:
        yield row._replace(namespace=namespace, name=name, service=row.service or name)


def _of_endpoints(found: KubeObject) -> Iterator[endpoints.Endpoint]:
    for number, subset in mappings(found.body, "subsets"):
        for key, ready in _LISTS:
            for index, address in mappings(subset, key):
                yield endpoints.Endpoint(
                    line=found.line,
                    at=path(found, "subsets", number, key, index),
                    kind=found.kind,
                    address=text(address, "ip"),
                    ready=ready,
                    target_kind=text(address, "targetRef", "kind"),
                    target_name=text(address, "targetRef", "name"),
                    target_node=text(address, "nodeName"),
                )


def _of_slice(found: KubeObject) -> Iterator[endpoints.Endpoint]:
    service = text(mapping(found.body, "metadata", "labels"), _SERVICE)
    for number, endpoint in mappings(found.body, "endpoints"):
        addresses = field(endpoint, "addresses")
        for address in addresses if isinstance(addresses, list) else ():
            yield endpoints.Endpoint(
                line=found.line,
                at=path(found, "endpoints", number),
                kind=found.kind,
                service=service,
                address=str(address),
                ready=flag(endpoint, "conditions", "ready"),
                target_kind=text(endpoint, "targetRef", "kind"),
                target_name=text(endpoint, "targetRef", "name"),
                target_node=text(endpoint, "nodeName"),
            )

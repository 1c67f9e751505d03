"""Where Ingresses send which path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import mapping, mappings, names, path, text
from analyzer.tables import ingress_paths

MEMBERS = ("Ingress",)
YIELDS = (ingress_paths.TABLE,)

_CLASS = "kubernetes.io/ingress.class"


def parse(piece: Piece) -> Iterator[ingress_paths.IngressPath]:
    """Yield one record per path of each rule, and one for a default backend."""
    found = piece.object
    if found is None:
        return
    namespace, name = names(found, piece.context)
    given = text(found.body, "spec", "ingressClassName")
    ingress_class = given or text(mapping(found.body, "metadata", "annotations"), _CLASS)
    for at, host, entry in _entries(found.body):
        service, port = _backend(mapping(entry, "backend"))
        yield ingress_paths.IngressPath(
            line=found.line,
            at=path(found, *at),
            namespace=namespace,
            ingress=name,
            ingress_class=ingress_class,
            host=host,
            path=text(entry, "path"),
            service=service,
            port=port,
        )


def _entries(body: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str | None, dict[str, Any]]]:
    for key in ("defaultBackend", "backend"):
        if backend := mapping(body, "spec", key):
            yield ("spec", key), None, {"backend": backend}
    for rule, entry in mappings(body, "spec", "rules"):
        for index, one in mappings(entry, "http", "paths"):
            yield ("spec", "rules", rule, "http", "paths", index, "backend"), text(entry, "host"), one


def _backend(backend: dict[str, Any]) -> tuple[str | None, str | None]:
    """(Service, port) as networking.k8s.io/v1 and the versions before it name them."""
    if service := mapping(backend, "service"):
        port = mapping(service, "port")
        return text(service, "name"), text(port, "number") or text(port, "name")
    return text(backend, "serviceName"), text(backend, "servicePort")

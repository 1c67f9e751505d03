"""The health checks that containers declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import (
    CONTAINER_LISTS,
    integer,
    mapping,
    mappings,
    names,
    path,
    text,
    words,
)
from analyzer.tables import probes

MEMBERS = ("Pod",)
YIELDS = (probes.TABLE,)

_KINDS = (("livenessProbe", "liveness"), ("readinessProbe", "readiness"), ("startupProbe", "startup"))


def parse(piece: Piece) -> Iterator[probes.Probe]:
    """Yield one record per probe; the API leaves out an initial delay of 0, describe prints it."""
    found = piece.object
    if found is None:
        return
    namespace, pod = names(found, piece.context)
    for key, _ in CONTAINER_LISTS:
        for index, spec in mappings(found.body, "spec", key):
            for field, kind in _KINDS:
                probe = mapping(spec, field)
                if not probe:
                    continue
                handler, target, port = _handler(probe)
                yield probes.Probe(
                    line=found.line,
                    at=path(found, "spec", key, index, field),
                    namespace=namespace,
                    pod=pod,
                    container=text(spec, "name"),
                    kind=kind,
                    handler=handler,
                    target=target,
                    port=port,
                    initial_delay_s=_seconds(probe, "initialDelaySeconds"),
                    timeout_s=_seconds(probe, "timeoutSeconds"),
                    period_s=_seconds(probe, "periodSeconds"),
                    success_threshold=integer(probe, "successThreshold"),
                    failure_threshold=integer(probe, "failureThreshold"),
                    grace_s=_seconds(probe, "terminationGracePeriodSeconds"),
                )


def _handler(probe: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    """(handler, target, port); an address without host is the pod's own."""
    if http := mapping(probe, "httpGet"):
        port = text(http, "port")
        scheme = (text(http, "scheme") or "http").lower()
        # The kubelet asks for `/healthz` where the path is `healthz`.
        target = "/" + (text(http, "path") or "").removeprefix("/")
        return "http", f"{scheme}://{_host(http)}:{port or ''}{target}", port
    if tcp := mapping(probe, "tcpSocket"):
        port = text(tcp, "port")
        return "tcp", f"{_host(tcp)}:{port or ''}", port
    if grpc := mapping(probe, "grpc"):
        port = text(grpc, "port")
        return "grpc", f":{port or ''}/{text(grpc, 'service') or ''}", port
    if "exec" in probe:
        return "exec", words(probe, "exec", "command"), None
    return None, None, None


def _seconds(probe: dict[str, Any], key: str) -> float | None:
    number = integer(probe, key)
    return None if number is None else float(number)


def _host(handler: dict[str, Any]) -> str:
    """The host as a URL has it: an IPv6 address stands in brackets."""
    host = text(handler, "host") or ""
    return f"[{host}]" if ":" in host else host

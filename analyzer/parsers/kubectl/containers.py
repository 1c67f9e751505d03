"""Containers as the spec of a pod declares them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import CONTAINER_LISTS, field, mapping, mappings, names, path, text, words
from analyzer.notation.quantities import cores, memory_bytes
from analyzer.tables import containers

MEMBERS = ("Pod",)
YIELDS = (containers.TABLE,)


def parse(piece: Piece) -> Iterator[containers.Container]:
    """Yield one record per container; an init container that is always restarted is a sidecar.

    describe does not print restart policies: there a sidecar is an init container.
    """
    found = piece.object
    if found is None:
        return
    namespace, pod = names(found, piece.context)
    for key, kind in CONTAINER_LISTS:
        for index, spec in mappings(found.body, "spec", key):
            limits, requests = field(spec, "resources", "limits"), field(spec, "resources", "requests")
            sidecar = kind == "init" and spec.get("restartPolicy") == "Always"
            yield containers.Container(
                line=found.line,
                at=path(found, "spec", key, index),
                namespace=namespace,
                pod=pod,
                container=text(spec, "name"),
                container_type="sidecar" if sidecar else kind,
                position=index,
                image=text(spec, "image"),
                command=words(spec, "command"),
                args=words(spec, "args"),
                ports=_ports(spec, "containerPort"),
                port_names=",".join(filter(None, (text(port, "name") for _, port in mappings(spec, "ports")))) or None,
                host_ports=_ports(spec, "hostPort"),
                other_requests=_others(mapping(requests)),
                memory_limit_bytes=memory_bytes(field(limits, "memory")),
                memory_limit_text=text(limits, "memory"),
                memory_request_bytes=memory_bytes(field(requests, "memory")),
                cpu_limit=cores(field(limits, "cpu")),
                cpu_request=cores(field(requests, "cpu")),
                termination_message_policy=text(spec, "terminationMessagePolicy"),
                read_only_root=_flag(field(spec, "securityContext", "readOnlyRootFilesystem")),
                dropped_capabilities=_joined(field(spec, "securityContext", "capabilities", "drop")),
            )


def _ports(spec: dict[str, Any], key: str) -> str | None:
    """What the ports have under the key; 0 is no port of a node, and no container listens on it."""
    numbers = ((text(port, key), text(port, "protocol") or "TCP") for _, port in mappings(spec, "ports"))
    return ",".join(f"{number}/{protocol}" for number, protocol in numbers if number not in (None, "0")) or None


def _others(requests: dict[str, Any]) -> str | None:
    """Resources beside CPU and memory."""
    found = ((key, text(requests, key)) for key in sorted(requests) if key not in ("cpu", "memory"))
    return ",".join(f"{key}={value}" for key, value in found if value is not None) or None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _joined(value: Any) -> str | None:
    """A list of names in one text."""
    return ",".join(str(name) for name in value) or None if isinstance(value, list) else None

"""Nodes: versions, identity, capacity and allocatable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import flag, integer, mapping, mappings, names, path, text
from analyzer.notation.kube.times import moment
from analyzer.notation.quantities import cores, memory_bytes
from analyzer.tables import nodes

MEMBERS = ("Node",)
YIELDS = (nodes.TABLE,)


def parse(piece: Piece) -> Iterator[nodes.Node]:
    """Yield one record per node."""
    found = piece.object
    if found is None:
        return
    body = found.body
    info = mapping(body, "status", "nodeInfo")
    capacity, allocatable = mapping(body, "status", "capacity"), mapping(body, "status", "allocatable")
    config = {key: text(mapping(body, "metadata", "annotations"), f"{_CONFIG}/{key}") for key in _CONFIG_KEYS}
    ready = (text(row, "status") for _, row in mappings(body, "status", "conditions") if row.get("type") == "Ready")
    yield nodes.Node(
        line=found.line,
        at=path(found),
        node=names(found, piece.context)[1],
        created=moment(text(body, "metadata", "creationTimestamp")),
        unschedulable=flag(body, "spec", "unschedulable"),
        provider_id=text(body, "spec", "providerID"),
        machine_id=text(info, "machineID"),
        system_uuid=text(info, "systemUUID"),
        boot_id=text(info, "bootID"),
        kernel_version=text(info, "kernelVersion"),
        os_image=text(info, "osImage"),
        architecture=text(info, "architecture"),
        operating_system=text(info, "operatingSystem"),
        kubelet_version=text(info, "kubeletVersion"),
        runtime_version=text(info, "containerRuntimeVersion"),
        ready=next(ready, None),
        capacity_cpu=cores(capacity.get("cpu")),
        capacity_memory_bytes=memory_bytes(capacity.get("memory")),
        capacity_pods=integer(capacity, "pods"),
        allocatable_cpu=cores(allocatable.get("cpu")),
        allocatable_memory_bytes=memory_bytes(allocatable.get("memory")),
        allocatable_pods=integer(allocatable, "pods"),
        hugepages_bytes=_hugepages(capacity),
        config_current=config["currentConfig"],
        config_desired=config["desiredConfig"],
        config_state=config["state"],
        config_reason=config["reason"],
        form=found.form,
    )


_CONFIG = "machineconfiguration.openshift.io"
_CONFIG_KEYS = ("currentConfig", "desiredConfig", "state", "reason")


def _hugepages(capacity: dict[str, Any]) -> int | None:
    sizes = [memory_bytes(value) for key, value in capacity.items() if str(key).startswith("hugepages-")]
    known = [size for size in sizes if size is not None]
    return sum(known) if known else None

"""What the kubelet was told: KubeletConfiguration, its configz endpoint, command lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.kube_object import KubeObject
from analyzer.notation.kube_fields import field, flag, integer, mapping, path, text
from analyzer.notation.quantities import memory_bytes
from analyzer.tables import kubelet_settings

MEMBERS = ("KubeletConfiguration", "kubelet-flags")
YIELDS = (kubelet_settings.TABLE,)

_FLAG = re.compile(
    r"(?:^|[\s\"'])--(kube-reserved|system-reserved|eviction-hard|enforce-node-allocatable|cgroup-driver|max-pods"
    r"|hostname-override)[= ]([^\s\"']+)"
)
_MEMORY_SIGNAL = "memory.available"


def parse(piece: Piece) -> Iterator[kubelet_settings.KubeletSettings]:
    """Yield one record per configuration document, and one per command line with a flag that is known."""
    if piece.object is not None:
        yield _configuration(piece.object, piece.context.get("node"))
        return
    for line in piece.lines:
        flags = dict(_FLAG.findall(line.text))
        if flags:
            yield _command_line(line.number, flags, piece.context.get("node"))


def _configuration(found: KubeObject, node: str | None) -> kubelet_settings.KubeletSettings:
    wrapped = mapping(found.body, "kubeletconfig")
    body = wrapped or found.body
    hard = field(body, "evictionHard")
    threshold = text(hard, _MEMORY_SIGNAL)
    return kubelet_settings.KubeletSettings(
        line=found.line,
        at=path(found, *(["kubeletconfig"] if wrapped else [])),
        node=node,
        source="configz" if wrapped else "file",
        kube_reserved_memory_bytes=memory_bytes(field(body, "kubeReserved", "memory")),
        system_reserved_memory_bytes=memory_bytes(field(body, "systemReserved", "memory")),
        eviction_hard_set=bool(hard),
        eviction_hard_memory=threshold,
        eviction_hard_memory_bytes=memory_bytes(threshold),
        merge_default_eviction=flag(body, "mergeDefaultEvictionSettings"),
        enforce_node_allocatable=_joined(field(body, "enforceNodeAllocatable")),
        cgroup_driver=text(body, "cgroupDriver"),
        max_pods=integer(body, "maxPods"),
        single_process_oom_kill=flag(body, "singleProcessOOMKill"),
    )


def _command_line(line: int, flags: dict[str, str], node: str | None) -> kubelet_settings.KubeletSettings:
    threshold = _part(flags.get("eviction-hard"), _MEMORY_SIGNAL, "<")
    return kubelet_settings.KubeletSettings(
        line=line,
        node=flags.get("hostname-override") or node,
        source="flags",
        kube_reserved_memory_bytes=memory_bytes(_part(flags.get("kube-reserved"), "memory", "=")),
        system_reserved_memory_bytes=memory_bytes(_part(flags.get("system-reserved"), "memory", "=")),
        eviction_hard_set=bool(flags["eviction-hard"]) if "eviction-hard" in flags else None,
        eviction_hard_memory=threshold,
        eviction_hard_memory_bytes=memory_bytes(threshold),
        enforce_node_allocatable=flags.get("enforce-node-allocatable"),
        cgroup_driver=flags.get("cgroup-driver"),
        max_pods=integer(flags, "max-pods"),
    )


def _part(pairs: str | None, key: str, mark: str) -> str | None:
    """`1Gi` of `cpu=500m,memory=1Gi`."""
    for pair in (pairs or "").split(","):
        name, found, value = pair.partition(mark)
        if found and name.strip() == key:
            return value.strip() or None
    return None


def _joined(value: Any) -> str | None:
    return ",".join(str(word) for word in value) or None if isinstance(value, list) else None

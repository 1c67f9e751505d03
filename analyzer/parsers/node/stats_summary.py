"""The kubelet's /stats/summary: node, system containers, pods and containers (k8s.io/kubelet stats/v1alpha1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.json_items import items
from analyzer.notation.kube.fields import field, integer, mapping, text
from analyzer.notation.kube.times import moment
from analyzer.tables import node_identities, resource_usage
from analyzer.tables.node_identities import NodeIdentity
from analyzer.tables.resource_usage import ResourceUsage

MEMBERS = ("stats-summary",)
YIELDS = (resource_usage.TABLE, node_identities.TABLE)


def parse(piece: Piece) -> Iterator[ResourceUsage | NodeIdentity | Understood]:
    """Yield one record per node, system container, pod and container; a pod's containers stand at its line."""
    source, first = piece.lines.text, piece.lines.first
    found = False
    for item in items(source, first, ()):
        found = True
        node = mapping(item.value, "node")
        if name := text(node, "nodeName"):
            yield NodeIdentity(item.line, "hostname", name)
        yield from _node(item.line, node)
    for item in items(source, first, ("pods",)):
        if item.key == "pods":
            yield from _pod(item.line, item.value)
    if found:
        yield Understood(first, first + source.rstrip("\n").count("\n"))


def _node(line: int, node: Mapping[str, Any]) -> Iterator[ResourceUsage]:
    image = mapping(mapping(node, "runtime"), "imageFs")
    yield _measured(line, "node", node, "fs")._replace(
        processes=integer(node, "rlimit", "curproc"),
        max_processes=integer(node, "rlimit", "maxpid"),
        image_fs_used_bytes=integer(image, "usedBytes"),
        image_fs_capacity_bytes=integer(image, "capacityBytes"),
        image_fs_available_bytes=integer(image, "availableBytes"),
    )
    for one in _list(node, "systemContainers"):
        yield _measured(line, "system", one, "rootfs")._replace(container=text(one, "name"))


def _pod(line: int, pod: Mapping[str, Any]) -> Iterator[ResourceUsage]:
    names: dict[str, Any] = {
        "namespace": text(pod, "podRef", "namespace"),
        "pod": text(pod, "podRef", "name"),
        "pod_uid": text(pod, "podRef", "uid"),
    }
    yield _measured(line, "pod", pod, "ephemeral-storage")._replace(
        processes=integer(pod, "process_stats", "process_count"), **names
    )
    for one in _list(pod, "containers"):
        yield _measured(line, "container", one, "rootfs")._replace(container=text(one, "name"), **names)


def _list(of: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = of.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _measured(line: int, subject: str, of: Mapping[str, Any], disk: str) -> ResourceUsage:
    memory, space = mapping(of, "memory"), mapping(of, disk)
    nano = integer(of, "cpu", "usageNanoCores")
    return ResourceUsage(
        line,
        "summary",
        subject,
        measured=moment(field(memory, "time")),
        cpu_cores=None if nano is None else nano / 1e9,
        memory_bytes=integer(memory, "usageBytes"),
        working_set_bytes=integer(memory, "workingSetBytes"),
        rss_bytes=integer(memory, "rssBytes"),
        available_bytes=integer(memory, "availableBytes"),
        swap_bytes=integer(of, "swap", "swapUsageBytes"),
        fs_used_bytes=integer(space, "usedBytes"),
        fs_capacity_bytes=integer(space, "capacityBytes"),
        fs_available_bytes=integer(space, "availableBytes"),
        fs_inodes_free=integer(space, "inodesFree"),
    )

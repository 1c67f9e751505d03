"""`resource_usage`: what nodes, pods and containers used at collection time."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Real, Table, Text, Time


class ResourceUsage(NamedTuple):
    """One node, pod, container or cgroup in /stats/summary, crictl stats, docker stats or systemd-cgtop."""

    line: int
    source: Annotated[Text, "summary, crictl, docker or cgtop"] = None
    subject: Annotated[Text, "node, pod, container, system (kubelet, runtime) or cgroup"] = None
    namespace: Annotated[Text, "namespace"] = None
    pod: Annotated[Text, "pod"] = None
    pod_uid: Annotated[Text, "its UID"] = None
    container: Annotated[Text, "container, or the system container's name"] = None
    container_id: Annotated[Text, "its ID as printed"] = None
    cgroup: Annotated[Text, "cgroup path"] = None
    measured: Annotated[Time, "when it was measured"] = None
    cpu_cores: Annotated[Real, "CPUs in use"] = None
    memory_bytes: Annotated[Bytes, "usage with page cache"] = None
    working_set_bytes: Annotated[Bytes, "usage without inactive page cache"] = None
    rss_bytes: Annotated[Bytes, "anonymous memory"] = None
    available_bytes: Annotated[Bytes, "what is left"] = None
    limit_bytes: Annotated[Bytes, "the limit that docker prints beside it"] = None
    swap_bytes: Annotated[Bytes, "swap in use"] = None
    processes: Annotated[Number, "processes or tasks"] = None
    max_processes: Annotated[Number, "most processes the node can have"] = None
    fs_used_bytes: Annotated[
        Bytes, "root file system (node), ephemeral storage (pod) or writable layer (container): used"
    ] = None
    fs_capacity_bytes: Annotated[Bytes, "its size"] = None
    fs_available_bytes: Annotated[Bytes, "left on it"] = None
    fs_inodes_free: Annotated[Number, "inodes left on it"] = None
    image_fs_used_bytes: Annotated[Bytes, "image file system: used"] = None
    image_fs_capacity_bytes: Annotated[Bytes, "its size"] = None
    image_fs_available_bytes: Annotated[Bytes, "left on it"] = None
    approximate: Annotated[Flag, "figures were printed rounded"] = None


TABLE = Table("resource_usage", ResourceUsage, of="node")

"""`kubelet_settings`: what the kubelet of a node was told about memory and health."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Path, Table, Text


class KubeletSettings(NamedTuple):
    """One kubelet configuration: a config file, `configz` or a command line.

    Memory eviction is in force only if its threshold is set, or if `evictionHard` is wholly unset
    (then the kubelet's default is 100Mi): setting any key of it clears the other defaults.
    """

    line: int
    at: Annotated[Text, "path of the configuration in its document; missing for a command line"] = None
    node: Annotated[Text, "node, where the document names it"] = None
    source: Annotated[Text, "file, configz or flags"] = None
    kube_reserved_memory_bytes: Annotated[Bytes, "kube-reserved memory", Path("kubeReserved.memory")] = None
    system_reserved_memory_bytes: Annotated[Bytes, "system-reserved memory", Path("systemReserved.memory")] = None
    eviction_hard_set: Annotated[Flag, "evictionHard has any key", Path("evictionHard")] = None
    eviction_hard_memory: Annotated[
        Text, "memory.available threshold as written", Path("evictionHard[memory.available]")
    ] = None
    eviction_hard_memory_bytes: Annotated[
        Bytes, "the same in bytes, unless it is a percentage", Path("evictionHard[memory.available]")
    ] = None
    merge_default_eviction: Annotated[Flag, "mergeDefaultEvictionSettings", Path("mergeDefaultEvictionSettings")] = None
    enforce_node_allocatable: Annotated[Text, "what is enforced, joined by commas", Path("enforceNodeAllocatable")] = (
        None
    )
    cgroup_driver: Annotated[Text, "systemd or cgroupfs", Path("cgroupDriver")] = None
    max_pods: Annotated[Number, "maxPods", Path("maxPods")] = None
    single_process_oom_kill: Annotated[Flag, "singleProcessOOMKill", Path("singleProcessOOMKill")] = None


TABLE = Table("kubelet_settings", KubeletSettings, of="node")

"""`kubelet_settings`: what the kubelet of a node was told about memory and health."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Path, Seconds, Table, Text


class KubeletSettings(NamedTuple):
    """One kubelet configuration: a config file, `configz` or a command line.

    Memory eviction is in force only if its threshold is set, or if `evictionHard` is wholly unset
    (then the kubelet's default is 100Mi): setting any key of it clears the other defaults.
    """

    line: int
    at: Annotated[Text, "path of the configuration in its document; missing for a command line"] = None
    node: Annotated[Text, "node, where the document names it"] = None
    source: Annotated[Text, "file, configz, config-map or flags"] = None
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
    eviction_hard: Annotated[Text, "all hard thresholds, `signal<value` joined by commas", Path("evictionHard")] = None
    eviction_soft: Annotated[Text, "all soft thresholds", Path("evictionSoft")] = None
    fail_swap_on: Annotated[Flag, "refuses to start with swap", Path("failSwapOn")] = None
    swap_behavior: Annotated[Text, "NoSwap, LimitedSwap or UnlimitedSwap", Path("memorySwap.swapBehavior")] = None
    pod_pids_limit: Annotated[Number, "most processes of a pod; -1 is none", Path("podPidsLimit")] = None
    container_log_max_bytes: Annotated[Bytes, "a container's log is rotated at", Path("containerLogMaxSize")] = None
    container_log_max_files: Annotated[Number, "files kept of a log", Path("containerLogMaxFiles")] = None
    image_gc_high_percent: Annotated[
        Number, "images are removed above this use of the disk", Path("imageGCHighThresholdPercent")
    ] = None
    image_gc_low_percent: Annotated[Number, "and down to this", Path("imageGCLowThresholdPercent")] = None
    cpu_manager_policy: Annotated[Text, "none or static", Path("cpuManagerPolicy")] = None
    memory_manager_policy: Annotated[Text, "None or Static", Path("memoryManagerPolicy")] = None
    topology_manager_policy: Annotated[Text, "none, best-effort, …", Path("topologyManagerPolicy")] = None
    protect_kernel_defaults: Annotated[Flag, "refuses other sysctls", Path("protectKernelDefaults")] = None
    serialize_image_pulls: Annotated[Flag, "one image at a time", Path("serializeImagePulls")] = None
    rotate_certificates: Annotated[Flag, "renews its client certificate", Path("rotateCertificates")] = None
    runtime_request_timeout_s: Annotated[
        Seconds, "how long a call of the runtime may take", Path("runtimeRequestTimeout")
    ] = None
    cluster_dns: Annotated[Text, "name servers of pods, joined by commas", Path("clusterDNS")] = None
    resolv_conf: Annotated[Text, "file that pods' name servers come from", Path("resolvConf")] = None
    runtime_endpoint: Annotated[Text, "socket of the runtime", Path("containerRuntimeEndpoint")] = None
    feature_gates: Annotated[Text, "feature gates, `name=value` joined by commas", Path("featureGates")] = None
    config_file: Annotated[Text, "configuration file that a command line names"] = None


TABLE = Table("kubelet_settings", KubeletSettings, of="node")

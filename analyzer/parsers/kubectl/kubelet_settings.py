"""What the kubelet was told: KubeletConfiguration, its configz endpoint, its ConfigMap, its flags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.kube_object import KubeObject
from analyzer.model.understood import Understood
from analyzer.notation import yaml
from analyzer.notation.kube.fields import field, flag, integer, mapping, path, text
from analyzer.notation.quantities import duration_s, memory_bytes
from analyzer.notation.unreadable import UnreadableError
from analyzer.parsers.node import kubelet_flags
from analyzer.tables import kubelet_settings
from analyzer.tables.kubelet_settings import KubeletSettings

MEMBERS = ("KubeletConfiguration", "ConfigMap", "kubelet-flags")
YIELDS = (kubelet_settings.TABLE,)

_MEMORY_SIGNAL = "memory.available"


def parse(piece: Piece) -> Iterator[KubeletSettings | Understood]:
    """Yield one record per configuration document, and one per command line with a flag that is known."""
    node = piece.context.get("node")
    if piece.object is not None:
        if piece.object.kind == "ConfigMap":
            yield from _config_map(piece.object)
        else:
            yield _configuration(piece.object, node)
        return
    yield from kubelet_flags.parse(piece)


def _config_map(found: KubeObject) -> Iterator[KubeletSettings]:
    """kubeadm keeps the configuration of all kubelets under `kubelet` of kube-system/kubelet-config."""
    for key, value in mapping(found.body, "data").items():
        if isinstance(value, str) and "kind: KubeletConfiguration" in value:
            try:
                body = yaml.load(value)
            except UnreadableError:
                continue
            yield _settings(found.line, path(found, "data", key), None, "config-map", body)


def _configuration(found: KubeObject, node: str | None) -> KubeletSettings:
    wrapped = mapping(found.body, "kubeletconfig")
    at = path(found, *(["kubeletconfig"] if wrapped else []))
    return _settings(found.line, at, node, "configz" if wrapped else "file", wrapped or found.body)


def _settings(line: int, at: str, node: str | None, source: str, body: Any) -> KubeletSettings:
    hard = field(body, "evictionHard")
    threshold = text(hard, _MEMORY_SIGNAL)
    return KubeletSettings(
        line=line,
        at=at,
        node=node,
        source=source,
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
        eviction_hard=_pairs(hard, "<"),
        eviction_soft=_pairs(field(body, "evictionSoft"), "<"),
        fail_swap_on=flag(body, "failSwapOn"),
        swap_behavior=text(body, "memorySwap", "swapBehavior"),
        pod_pids_limit=integer(body, "podPidsLimit"),
        container_log_max_bytes=memory_bytes(field(body, "containerLogMaxSize")),
        container_log_max_files=integer(body, "containerLogMaxFiles"),
        image_gc_high_percent=integer(body, "imageGCHighThresholdPercent"),
        image_gc_low_percent=integer(body, "imageGCLowThresholdPercent"),
        cpu_manager_policy=text(body, "cpuManagerPolicy"),
        memory_manager_policy=text(body, "memoryManagerPolicy"),
        topology_manager_policy=text(body, "topologyManagerPolicy"),
        protect_kernel_defaults=flag(body, "protectKernelDefaults"),
        serialize_image_pulls=flag(body, "serializeImagePulls"),
        rotate_certificates=flag(body, "rotateCertificates"),
        runtime_request_timeout_s=_seconds(text(body, "runtimeRequestTimeout")),
        cluster_dns=_joined(field(body, "clusterDNS")),
        resolv_conf=text(body, "resolvConf"),
        runtime_endpoint=text(body, "containerRuntimeEndpoint"),
        feature_gates=_pairs(field(body, "featureGates"), "="),
    )


def _seconds(value: str | None) -> float | None:
    return duration_s(value) if value else None


def _pairs(value: Any, mark: str) -> str | None:
    if not isinstance(value, dict):
        return None
    return ",".join(f"{key}{mark}{_plain(one)}" for key, one in value.items()) or None


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _joined(value: Any) -> str | None:
    return ",".join(str(word) for word in value) or None if isinstance(value, list) else None

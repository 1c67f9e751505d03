"""What the kubelet was told on its command line: ps, unit files, kubeadm-flags.env, the start of k3s and rke2."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.kube.fields import integer
from analyzer.notation.kubelet_flags import is_kubelet, kubelet_flags
from analyzer.notation.quantities import duration_s, memory_bytes
from analyzer.parsers.node.claims import claims
from analyzer.tables import kubelet_settings
from analyzer.tables.kubelet_settings import KubeletSettings

MEMBERS = ("unit-file", "unit-status", "ps", "process-value", "service-log")
YIELDS = (kubelet_settings.TABLE,)

_MEMORY_SIGNAL = "memory.available"
# The `FLAG: --max-pods="110"` lines of the kubelet itself are not read: they print defaults, also where the
# configuration file says otherwise (cmd/kubelet/app/server.go).
_STARTS = "Running kubelet --"


def parse(piece: Piece) -> Iterator[KubeletSettings | Understood]:
    """Yield one record per command line with a flag that is known; a unit file with its drop-ins is one."""
    node = piece.context.get("node")
    if piece.role == "unit-file":
        yield from _unit_file(piece, node)
        return
    if piece.role == "service-log" and _STARTS not in piece.lines.text:
        return
    for line in piece.lines:
        if "--" not in line.text or not _is_told(piece.role, line.text):
            continue
        if flags := kubelet_flags(line.text):
            yield _command_line(line.number, flags, node)


def _is_told(role: str, text: str) -> bool:
    if role == "service-log":
        return _STARTS in text
    return role == "kubelet-flags" or is_kubelet(text)


def _unit_file(piece: Piece, node: str | None) -> Iterator[KubeletSettings | Understood]:
    """The flags of all lines go to one kubelet, whatever name the variables have."""
    flags: dict[str, str] = {}
    first = 0
    known = []
    about_kubelet = is_kubelet(piece.lines.text) or "KUBELET_" in piece.lines.text
    for line in piece.lines:
        text = line.text.strip()
        if text.startswith(("[", "#", ";", "--", "ExecSt", "Environment")) or "=" in text:
            known.append(line.number)
        if about_kubelet and "--" in text and not text.startswith("#") and (found := kubelet_flags(text)):
            flags.update(found)
            first = first or line.number
    if flags:
        yield _command_line(first, flags, node)
    yield from claims(known)


def _command_line(line: int, flags: dict[str, str], node: str | None) -> KubeletSettings:
    threshold = _part(flags.get("eviction-hard"), _MEMORY_SIGNAL, "<")
    return KubeletSettings(
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
        eviction_hard=flags.get("eviction-hard") or None,
        eviction_soft=flags.get("eviction-soft") or None,
        fail_swap_on=_switch(flags, "fail-swap-on"),
        pod_pids_limit=integer(flags, "pod-max-pids"),
        container_log_max_bytes=memory_bytes(flags.get("container-log-max-size")),
        container_log_max_files=integer(flags, "container-log-max-files"),
        image_gc_high_percent=integer(flags, "image-gc-high-threshold"),
        image_gc_low_percent=integer(flags, "image-gc-low-threshold"),
        cpu_manager_policy=flags.get("cpu-manager-policy"),
        memory_manager_policy=flags.get("memory-manager-policy"),
        topology_manager_policy=flags.get("topology-manager-policy"),
        protect_kernel_defaults=_switch(flags, "protect-kernel-defaults"),
        serialize_image_pulls=_switch(flags, "serialize-image-pulls"),
        rotate_certificates=_switch(flags, "rotate-certificates"),
        runtime_request_timeout_s=duration_s(flags.get("runtime-request-timeout", "")),
        cluster_dns=flags.get("cluster-dns"),
        resolv_conf=flags.get("resolv-conf"),
        runtime_endpoint=flags.get("container-runtime-endpoint"),
        feature_gates=flags.get("feature-gates"),
        config_file=flags.get("config"),
    )


def _switch(flags: dict[str, str], name: str) -> bool | None:
    return {"true": True, "false": False}.get(flags.get(name, ""))


def _part(pairs: str | None, key: str, mark: str) -> str | None:
    """`1Gi` of `cpu=500m,memory=1Gi`."""
    for pair in (pairs or "").split(","):
        name, found, value = pair.partition(mark)
        if found and name.strip() == key:
            return value.strip() or None
    return None

"""Flags of the kubelet on command lines: of ps, of unit files, of k3s and rke2."""

from __future__ import annotations

import re


def kubelet_flags(text: str) -> dict[str, str]:
    """Flags by name without dashes, of those that `FLAGS` names; of one given twice the last counts.

    Forms: `--max-pods=110`, `--max-pods 110`, a flag without a value (`true`), `--kubelet-arg=max-pods=110`
    of k3s and rke2. A value that a terminal cut (`…`, `>`) is left out.
    """
    found: dict[str, str] = {}
    for flag in _FLAG.finditer(text):
        name, value = flag["name"], flag["quoted"] or flag["value"] or ""
        if name == "kubelet-arg":
            name, _, value = value.partition("=")
        if name in FLAGS and not value.endswith(("…", ">")):
            found[name] = value or ("true" if name in _SWITCHES else "")
    return found


def is_kubelet(text: str) -> bool:
    """Whether a command line is that of a kubelet, or of a service that has one inside."""
    return _PROGRAM.search(text) is not None


_SWITCHES = frozenset(
    "fail-swap-on protect-kernel-defaults serialize-image-pulls cgroups-per-qos rotate-certificates "
    "rotate-server-certificates".split()
)
FLAGS = _SWITCHES | frozenset(
    "kube-reserved system-reserved eviction-hard eviction-soft enforce-node-allocatable cgroup-driver max-pods "
    "pods-per-core hostname-override config container-log-max-size container-log-max-files pod-max-pids "
    "image-gc-high-threshold image-gc-low-threshold resolv-conf cluster-dns cpu-manager-policy "
    "memory-manager-policy topology-manager-policy container-runtime container-runtime-endpoint "
    "pod-infra-container-image feature-gates runtime-request-timeout node-status-update-frequency "
    "network-plugin cloud-provider system-reserved-cgroup kube-reserved-cgroup".split()
)
_FLAG = re.compile(
    r"(?:^|[\s\"'=])--(?P<name>[a-z][a-z-]{2,60})(?:(?:=| (?=[^\s-]))(?:\\?\"(?P<quoted>[^\"\\]*)\\?\"|(?P<value>[^\s\"'\\]+)))?"
)
_PROGRAM = re.compile(r"(?:^|[\s/=\"])(?:kubelet|hyperkube|k3s|rke2|kubelite|microk8s)(?:[\s\"]|$)")

"""Settings of the kubelet."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.notation.kube.documents import locate
from analyzer.parsers.kubectl import kubelet_settings

from .reading import records, rows

CONFIG = """\
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
evictionHard:
  memory.available: 5%
  nodefs.available: 10%
kubeReserved: {memory: 1Gi}
enforceNodeAllocatable: [pods, kube-reserved]
maxPods: 110
"""


def test_configuration_file():
    """A percentage has no bytes; setting any key of evictionHard clears the defaults."""
    (row,) = records(kubelet_settings, CONFIG, "yaml", node="node-1")
    assert (row.source, row.node, row.at) == ("file", "node-1", "")
    assert (row.eviction_hard_memory, row.eviction_hard_memory_bytes, row.eviction_hard_set) == (
        "5%",
        None,
        True,
    )
    assert (row.kube_reserved_memory_bytes, row.enforce_node_allocatable, row.max_pods) == (
        2**30,
        "pods,kube-reserved",
        110,
    )
    assert locate(CONFIG, 1, "yaml", row.line, "evictionHard[memory.available]") == (4, 21)


def test_configz():
    """The configz endpoint wraps the configuration."""
    (row,) = records(
        kubelet_settings,
        '{"kubeletconfig":{"evictionHard":{"memory.available":"100Mi"},"cgroupDriver":"systemd"}}',
        "json",
    )
    assert (row.source, row.at, row.eviction_hard_memory_bytes, row.cgroup_driver) == (
        "configz",
        "kubeletconfig",
        104857600,
        "systemd",
    )


def test_command_line():
    """Flags of a running kubelet; a line without known flags says nothing."""
    text = "root 1 /usr/bin/kubelet --eviction-hard=memory.available<750Mi,nodefs.available<10% --kube-reserved=cpu=60m,memory=350Mi --max-pods 30\nroot 2 /bin/sh\n"
    (row,) = rows(kubelet_settings, text)
    assert (row.line, row.source, row.eviction_hard_memory, row.max_pods) == (1, "flags", "750Mi", 30)
    assert row.kube_reserved_memory_bytes == 350 * 2**20
    assert row.cgroup_driver is None


def test_more_settings_of_a_file():
    """Disk, swap, processes, logs, managers: each as it is written."""
    text = (
        "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfailSwapOn: false\n"
        "memorySwap: {swapBehavior: LimitedSwap}\npodPidsLimit: 4096\ncontainerLogMaxSize: 10Mi\n"
        "evictionHard: {imagefs.available: 15%, nodefs.inodesFree: 5%}\nimageGCHighThresholdPercent: 85\n"
        "runtimeRequestTimeout: 2m0s\nclusterDNS: [10.96.0.10]\nfeatureGates: {NodeSwap: true}\n"
    )
    (row,) = records(kubelet_settings, text, "yaml")
    assert (row.fail_swap_on, row.swap_behavior, row.pod_pids_limit, row.container_log_max_bytes) == (
        False,
        "LimitedSwap",
        4096,
        10 * 2**20,
    )
    assert (row.eviction_hard, row.image_gc_high_percent) == ("imagefs.available<15%,nodefs.inodesFree<5%", 85)
    assert (row.runtime_request_timeout_s, row.cluster_dns, row.feature_gates) == (120.0, "10.96.0.10", "NodeSwap=true")


def test_config_map_of_kubeadm():
    """kubeadm 1.24 and later: kube-system/kubelet-config holds the configuration as text."""
    text = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\n"
        "data:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n"
        "    cgroupDriver: systemd\n    maxPods: 58\n"
    )
    (row,) = records(kubelet_settings, text, "yaml")
    assert (row.source, row.node, row.cgroup_driver, row.max_pods) == ("config-map", None, "systemd", 58)
    assert records(kubelet_settings, "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n", "yaml") == []

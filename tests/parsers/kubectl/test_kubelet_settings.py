"""Settings of the kubelet."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.notation.kube_documents import locate
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

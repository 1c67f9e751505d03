"""Nodes and their taints."""

from __future__ import annotations

from analyzer.parsers.kubectl import nodes, taints

from .reading import records

# Kubernetes 1.30 on EKS, shortened
NODE = """\
kind: Node
metadata:
  name: ip-8.ec2.internal
spec:
  providerID: aws:///us-east-2c/i-0e6d
  taints:
  - effect: NoSchedule
    key: node.kubernetes.io/not-ready
    timeAdded: "2024-11-18T10:27:57Z"
status:
  allocatable: {cpu: 1930m, memory: 3388304Ki, pods: "17"}
  capacity: {cpu: "2", hugepages-1Gi: "0", hugepages-2Mi: 4Mi, memory: 3943312Ki, pods: "17"}
  conditions:
  - {type: Ready, status: Unknown}
  nodeInfo: {bootID: 490eb300, kubeletVersion: v1.30.4-eks-a737599, containerRuntimeVersion: "containerd://1.7.11"}
"""


def test_node():
    """Sizes are bytes and cores; Ready is its own column."""
    (node,) = records(nodes, NODE, "yaml")
    assert (node.node, node.ready, node.boot_id) == ("ip-8.ec2.internal", "Unknown", "490eb300")
    assert (node.capacity_memory_bytes, node.allocatable_memory_bytes) == (3943312 * 1024, 3388304 * 1024)
    assert (node.capacity_cpu, node.allocatable_cpu, node.allocatable_pods) == (2.0, 1.93, 17)
    assert node.hugepages_bytes == 4 * 2**20
    assert node.unschedulable is None


def test_taint():
    """A taint has its time where the API gives it."""
    (taint,) = records(taints, NODE, "yaml")
    assert (taint.node, taint.key, taint.effect, taint.value) == (
        "ip-8.ec2.internal",
        "node.kubernetes.io/not-ready",
        "NoSchedule",
        None,
    )
    assert taint.added is not None
    assert taint.at == "spec.taints[0]"


def test_the_machine_configuration_of_openshift():
    """Annotations of the machine-config daemon; elsewhere they are missing."""
    key = "machineconfiguration.openshift.io"
    text = (
        "kind: Node\nmetadata:\n  name: a\n  annotations:\n"
        f"    {key}/currentConfig: rendered-worker-1\n    {key}/desiredConfig: rendered-worker-2\n"
        f"    {key}/state: Degraded\n    {key}/reason: unexpected on-disk state\n"
    )
    (node,) = records(nodes, text, "yaml")
    assert (node.config_current, node.config_desired) == ("rendered-worker-1", "rendered-worker-2")
    assert (node.config_state, node.config_reason) == ("Degraded", "unexpected on-disk state")
    (plain,) = records(nodes, "kind: Node\nmetadata: {name: a}\n", "yaml")
    assert (plain.config_current, plain.config_state) == (None, None)

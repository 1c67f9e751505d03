"""Nodes with taints, leases, conditions of every length and resources of every sort."""

from __future__ import annotations

from tests.kubectl_matrix.api_server import Json
from tests.kubectl_matrix.awkward import CPU, Dice, metadata

_TAINTS: tuple[Json, ...] = (
    {"key": "node.kubernetes.io/unreachable", "effect": "NoSchedule", "timeAdded": "2026-01-02T03:04:05Z"},
    {"key": "dedicated", "value": "db", "effect": "NoExecute"},
    {"key": "example.com/a.b", "value": "", "effect": "PreferNoSchedule"},
    {"key": "x", "value": "y-1.z_2", "effect": "NoSchedule"},
)
_CONDITIONS = (
    ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("Ready", "KubeletNotReady", "PLEG is not healthy: pleg was last seen active 3m0.1s ago; threshold is 3m0s"),
    ("Ready", "NodeStatusUnknown", "Kubelet stopped posting node status."),
    ("KernelDeadlock", "KernelHasNoDeadlock", "line one\nline two: with a colon\n  Ready   True"),
    ("NetworkUnavailable", "", ""),
    ("example.com/DiskHealth", "SmartError", "m" * 900),
    ("OutOfDisk", "Ünïcödé", "größer ✓"),
)


def nodes(dice: Dice, count: int) -> list[Json]:
    """`count` nodes."""
    return [_node(dice, number) for number in range(count)]


def leases(dice: Dice, of: list[Json]) -> list[Json]:
    """The leases of some nodes, with unset fields here and there."""
    made = []
    for number, node in enumerate(of):
        spec: Json = {"holderIdentity": node["metadata"]["name"], "leaseDurationSeconds": 40}
        if number % 3:
            spec["renewTime"] = dice.micro(dice.number(0, 5000))
        if number % 4 != 3:
            name = node["metadata"]["name"]
            meta = {"name": name, "namespace": "kube-node-lease", "uid": dice.uid(), "creationTimestamp": dice.time()}
            made.append({"kind": "Lease", "apiVersion": "coordination.k8s.io/v1", "metadata": meta, "spec": spec})
    return made


def _node(dice: Dice, number: int) -> Json:
    meta = metadata(dice, dice.name("node", 63))
    meta.setdefault("labels", {}).update(
        {"kubernetes.io/hostname": meta["name"], "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "x"}
    )
    spec: Json = {"podCIDR": "10.244.0.0/24", "podCIDRs": ["10.244.0.0/24", "fd00::/64"]}
    if number % 3:
        spec["providerID"] = f"aws:///eu-west-1a/i-{dice.hex(16)}"
    if number % 4 == 1:
        spec["unschedulable"] = True
    if taints := dice.some(_TAINTS, 4):
        spec["taints"] = [dict(taint) for taint in taints]
    capacity = {
        "cpu": dice.one(("2", "64", "500m")),
        "memory": dice.one(("3943312Ki", "16Gi", "128974848", "263e9")),
        "pods": dice.one(("17", "110", "1k")),
        "hugepages-2Mi": dice.one(("0", "4Mi")),
        "hugepages-1Gi": dice.one(("0", "2Gi")),
        "ephemeral-storage": "61252420Ki",
        "nvidia.com/gpu": "8",
    }
    status: Json = {
        "capacity": capacity,
        "allocatable": {**capacity, "cpu": dice.one(CPU), "memory": dice.one(("3388304Ki", "1e9", "15.5Gi"))},
        "addresses": [
            {"type": "InternalIP", "address": "192.168.10.11"},
            {"type": "Hostname", "address": meta["name"]},
        ],
        "conditions": [_condition(dice, *row) for row in _rows(dice)],
        "nodeInfo": {
            "machineID": dice.hex(32),
            "systemUUID": dice.one((dice.uid(), "")),
            "bootID": dice.uid(),
            "kernelVersion": "5.14.0-427.13.1.el9_4.x86_64",
            "osImage": dice.one(("Ubuntu 22.04.4 LTS", "Bottlerocket OS 1.19.0 (aws-k8s-1.28): x")),
            "containerRuntimeVersion": dice.one(("containerd://1.7.11", "cri-o://1.28.4-8.rhaos4.15.git24f50b9.el9")),
            "kubeletVersion": "v1.30.4+k3s1",
            "kubeProxyVersion": "v1.30.4+k3s1",
            "operatingSystem": dice.one(("linux", "windows")),
            "architecture": dice.one(("amd64", "arm64")),
        },
    }
    if number == 5:
        del status["allocatable"]
    return {"kind": "Node", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": status}


def _rows(dice: Dice) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for row in dice.some(_CONDITIONS, 6):
        found.setdefault(row[0], row)
    return list(found.values())


def _condition(dice: Dice, kind: str, reason: str, message: str) -> Json:
    return {
        "type": kind,
        "status": dice.one(("True", "False", "Unknown")),
        "reason": reason,
        "message": message,
        "lastHeartbeatTime": dice.time(),
        "lastTransitionTime": dice.one((dice.time(), None)),
    }

"""A node: its machine, its kubelet's settings, its cgroup paths and its API object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from story_maker.clock import rfc3339
from story_maker.dice import Dice
from story_maker.processes import Process
from story_maker.workload import Json, Pod

_SCOPE = {"containerd": "cri-containerd", "cri-o": "crio", "docker": "docker"}
_HEALTHY = {
    "MemoryPressure": ("False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    "DiskPressure": ("False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    "PIDPressure": ("False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    "Ready": ("True", "KubeletReady", "kubelet is posting ready status"),
}


@dataclass
class Node:
    """One machine of the cluster; sizes in kB."""

    name: str
    memory_kb: int
    cpus: int
    kernel: str
    booted: datetime
    runtime: str = "containerd://1.7.22"
    kubelet: str = "v1.31.4"
    os_image: str = "Debian GNU/Linux 12 (bookworm)"
    role: str = "worker"
    cgroup: int = 2
    driver: str = "systemd"
    kube_reserved_kb: int = 0
    system_reserved_kb: int = 0
    eviction_kb: int = 102400
    ip: str = ""
    pod_network: str = "10.244.1"
    host: list[tuple[str, Process]] = field(default_factory=list)
    conditions: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    spec: Json = field(default_factory=dict)
    hardware: str = "QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.2-debian-1.16.2-1 04/01/2014"

    @property
    def kubepods_limit(self) -> int:
        """Limit of the kubepods cgroup in bytes: capacity less both reservations, in whole pages."""
        return (self.memory_kb - self.kube_reserved_kb - self.system_reserved_kb) * 1024

    @property
    def runtime_name(self) -> str:
        """containerd, cri-o or docker."""
        return self.runtime.split("://")[0]

    def pods_cgroup(self) -> str:
        """Return the cgroup that holds all pods."""
        return "/kubepods.slice" if self.driver == "systemd" else "/kubepods"

    def qos_cgroup(self, qos: str) -> str:
        """Return the cgroup of a QoS class; Guaranteed pods lie directly below kubepods."""
        if qos == "Guaranteed":
            return self.pods_cgroup()
        tier = qos.lower()
        if self.driver == "systemd":
            return f"/kubepods.slice/kubepods-{tier}.slice"
        return f"/kubepods/{tier}"

    def pod_cgroup(self, pod: Pod) -> str:
        """Return the cgroup of a pod; a static pod's carries its configuration's hash."""
        uid = pod.annotations.get("kubernetes.io/config.hash", pod.uid)
        above = self.qos_cgroup(pod.qos)
        if self.driver != "systemd":
            return f"{above}/pod{uid}"
        tier = "" if pod.qos == "Guaranteed" else f"{pod.qos.lower()}-"
        return f"{above}/kubepods-{tier}pod{uid.replace('-', '_')}.slice"

    def container_cgroup(self, pod: Pod, container_id: str) -> str:
        """Return the cgroup of one run of a container (or of the pod's sandbox)."""
        if self.driver != "systemd":
            return f"{self.pod_cgroup(pod)}/{container_id}"
        return f"{self.pod_cgroup(pod)}/{_SCOPE[self.runtime_name]}-{container_id}.scope"

    def cpuset(self, container_id: str) -> str:
        """Return the name of the container's own cgroup, as `cpuset=` of the OOM summary has it."""
        if self.driver != "systemd":
            return container_id
        return f"{_SCOPE[self.runtime_name]}-{container_id}.scope"

    def seconds(self, at: datetime) -> float:
        """Return the kernel's clock at that moment."""
        return (at - self.booted).total_seconds()


def sandbox_pid(node: Node, pod: Pod, dice: Dice) -> int:
    """Return the process ID of the pod's pause process."""
    return first_pid(node, pod.created) + dice.between(f"{pod.key}/pause", 300, 699)


def first_pid(node: Node, at: datetime) -> int:
    """Return a process ID that the machine may give out then; old systems start again after 32768."""
    most = 4_100_000 if node.kernel >= "5.4" else 31_500
    return 900 + int(node.seconds(at) * 1.9) % most


def node_object(node: Node, dice: Dice, collected: datetime) -> Json:
    """Return the node as the API server has it."""
    labels = {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
    }
    if node.role == "control-plane":
        labels["node-role.kubernetes.io/control-plane"] = ""
    annotations = {
        "node.alpha.kubernetes.io/ttl": "0",
        "volumes.kubernetes.io/controller-managed-attach-detach": "true",
    }
    spec: Json = {"podCIDR": f"{node.pod_network}.0/24", "podCIDRs": [f"{node.pod_network}.0/24"]}
    if node.role == "control-plane":
        spec["taints"] = [{"effect": "NoSchedule", "key": "node-role.kubernetes.io/control-plane"}]
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "annotations": annotations,
            "creationTimestamp": rfc3339(node.booted + timedelta(seconds=94)),
            "labels": labels,
            "name": node.name,
            "resourceVersion": str(dice.between(f"{node.name}/rv", 18_990_000, 18_999_999)),
            "uid": dice.uid(f"node/{node.name}"),
        },
        "spec": spec | node.spec,
        "status": _status(node, dice, collected),
    }


def lease_object(node: Node, dice: Dice, collected: datetime) -> Json:
    """Return the node's lease, renewed some seconds before the collection."""
    renewed = collected - timedelta(seconds=dice.between(f"{node.name}/lease", 2, 9))
    return {
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": {"name": node.name, "namespace": "kube-node-lease", "uid": dice.uid(f"lease/{node.name}")},
        "spec": {
            "holderIdentity": node.name,
            "leaseDurationSeconds": 40,
            "renewTime": renewed.strftime("%Y-%m-%dT%H:%M:%S.") + f"{dice.between(node.name, 1, 999999):06d}Z",
        },
    }


def _status(node: Node, dice: Dice, collected: datetime) -> Json:
    reserved = node.kube_reserved_kb + node.system_reserved_kb + node.eviction_kb
    disk = dice.between(f"{node.name}/disk", 61_000_000, 129_000_000)
    capacity = {
        "cpu": str(node.cpus),
        "ephemeral-storage": f"{disk}Ki",
        "hugepages-2Mi": "0",
        "memory": f"{node.memory_kb}Ki",
        "pods": "110",
    }
    allocatable = capacity | {
        "ephemeral-storage": str(disk * 1024 * 9 // 10),
        "memory": f"{node.memory_kb - reserved}Ki",
    }
    heartbeat = collected - timedelta(seconds=dice.between(f"{node.name}/heartbeat", 20, 290))
    return {
        "addresses": [
            {"address": node.ip, "type": "InternalIP"},
            {"address": node.name, "type": "Hostname"},
        ],
        "allocatable": allocatable,
        "capacity": capacity,
        "conditions": [_condition(node, kind, heartbeat) for kind in _HEALTHY],
        "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
        "nodeInfo": _info(node, dice),
    }


def _condition(node: Node, kind: str, heartbeat: datetime) -> Json:
    status, reason, message = node.conditions.get(kind, _HEALTHY[kind])
    return {
        "lastHeartbeatTime": rfc3339(heartbeat),
        "lastTransitionTime": rfc3339(node.booted + timedelta(seconds=101)),
        "message": message,
        "reason": reason,
        "status": status,
        "type": kind,
    }


def _info(node: Node, dice: Dice) -> Json:
    return {
        "architecture": "amd64",
        "bootID": dice.uid(f"boot/{node.name}"),
        "containerRuntimeVersion": node.runtime,
        "kernelVersion": node.kernel,
        # Left empty since 1.33: the field was never true.
        "kubeProxyVersion": node.kubelet if int(node.kubelet.split(".")[1]) < 33 else "",
        "kubeletVersion": node.kubelet,
        "machineID": dice.hex(f"machine/{node.name}", 32),
        "operatingSystem": "linux",
        "osImage": node.os_image,
        "systemUUID": dice.uid(f"system/{node.name}"),
    }

"""What lives beside the story in every cluster: system pods, agents and some quiet applications."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from story_maker.cluster import Cluster
from story_maker.node import Node
from story_maker.processes import Process, settle
from story_maker.workload import Container, Json, Pod, Run


@dataclass(frozen=True)
class _Kind:
    """A quiet pod: where it comes from and what it uses (kB)."""

    namespace: str
    name: str
    owner: str
    image: str
    comm: str
    anon: int
    file: int
    requests: Json = field(default_factory=dict)
    limits: Json = field(default_factory=dict)
    uid: int = 0
    host_network: bool = False
    priority: str = ""


_PROXY = _Kind(
    "kube-system", "kube-proxy", "DaemonSet", "registry.k8s.io/kube-proxy:v{version}", "kube-proxy", 19_840,
    31_200, {}, {}, 0, host_network=True, priority="system-node-critical",
)  # fmt: skip
_FLANNEL = _Kind(
    "kube-flannel", "kube-flannel-ds", "DaemonSet", "docker.io/flannel/flannel:v0.25.6", "flanneld", 14_220,
    19_800, {"cpu": "100m", "memory": "50Mi"}, {}, 0, host_network=True, priority="system-node-critical",
)  # fmt: skip
_CALICO = _Kind(
    "kube-system", "calico-node", "DaemonSet", "docker.io/calico/node:v3.27.3", "calico-node", 61_480,
    48_120, {"cpu": "250m"}, {}, 0, host_network=True, priority="system-node-critical",
)  # fmt: skip
_EXPORTER = _Kind(
    "monitoring", "node-exporter", "DaemonSet", "quay.io/prometheus/node-exporter:v1.8.2", "node_exporter",
    12_640, 9_400, {"cpu": "50m", "memory": "32Mi"}, {"memory": "96Mi"}, 65534, host_network=True,
)  # fmt: skip
_DNS = _Kind(
    "kube-system", "coredns", "ReplicaSet", "registry.k8s.io/coredns/coredns:v1.11.3", "coredns", 21_760,
    37_900, {"cpu": "100m", "memory": "70Mi"}, {"memory": "170Mi"}, 65532, priority="system-cluster-critical",
)  # fmt: skip
_METRICS = _Kind(
    "kube-system", "metrics-server", "ReplicaSet", "registry.k8s.io/metrics-server/metrics-server:v0.7.2",
    "metrics-server", 24_980, 36_400, {"cpu": "100m", "memory": "200Mi"}, {}, 1000,
    priority="system-cluster-critical",
)  # fmt: skip
_INGRESS = _Kind(
    "ingress-nginx", "ingress-nginx-controller", "ReplicaSet",
    "registry.k8s.io/ingress-nginx/controller:v1.11.2", "nginx-ingress-c", 58_320, 41_210,
    {"cpu": "100m", "memory": "90Mi"}, {}, 101,
)  # fmt: skip
_REDIS = _Kind(
    "platform", "redis", "StatefulSet", "docker.io/library/redis:7.2.5", "redis-server", 38_140, 8_120,
    {"cpu": "100m", "memory": "128Mi"}, {"memory": "256Mi"}, 999,
)  # fmt: skip
_CATALOG = _Kind(
    "platform", "catalog", "ReplicaSet", "registry.example.com/platform/catalog:4.2.1", "catalog", 47_300, 21_560,
    {"cpu": "200m", "memory": "128Mi"}, {"cpu": "1", "memory": "256Mi"}, 10001,
)  # fmt: skip
_CONTROL = (
    ("etcd", "etcd", 71_200, 42_900, "100m", "100Mi"),
    ("kube-apiserver", "kube-apiserver", 341_200, 98_400, "250m", ""),
    ("kube-controller-manager", "kube-controller", 72_300, 66_000, "200m", ""),
    ("kube-scheduler", "kube-scheduler", 31_400, 51_300, "100m", ""),
)


def settle_in(cluster: Cluster, *, network: str = "flannel", apps: bool = True) -> None:
    """Fill the cluster with the pods that are there anyway; processes of the hosts get their PIDs, too."""
    workers = [node for node in cluster.nodes.values() if node.role != "control-plane"] or [*cluster.nodes.values()]
    for node in cluster.nodes.values():
        for kind in (_PROXY, _CALICO if network == "calico" else _FLANNEL, _EXPORTER):
            _place(cluster, node, kind)
        if node.role == "control-plane":
            _control_plane(cluster, node)
        node.host = host_processes(node, cluster) + node.host
    _place(cluster, workers[0], _DNS)
    _place(cluster, workers[-1], _DNS)
    _place(cluster, workers[-1], _METRICS)
    if apps:
        _place(cluster, workers[0], _INGRESS)
        _place(cluster, workers[0], _REDIS)
        _place(cluster, workers[-1], _CATALOG)
        _place(cluster, workers[0], _CATALOG)


def host_processes(node: Node, cluster: Cluster) -> list[tuple[str, Process]]:
    """Return the host's own processes by their unit."""
    runtime = {
        "containerd": [("containerd.service", Process("containerd", 52_400, 38_200, adj=-999))],
        "cri-o": [("crio.service", Process("crio", 61_900, 44_100, adj=0))],
        "docker": [
            ("containerd.service", Process("containerd", 31_200, 24_600, adj=-999)),
            ("docker.service", Process("dockerd", 74_800, 40_300, adj=-500)),
        ],
    }[node.runtime_name]
    units = [
        ("systemd-journald.service", Process("systemd-journal", 3_200, 28_400, adj=-250)),
        ("systemd-udevd.service", Process("systemd-udevd", 2_100, 4_100, adj=-1000)),
        ("chrony.service", Process("chronyd", 480, 2_300, uid=106)),
        ("dbus.service", Process("dbus-daemon", 620, 3_400, uid=103, adj=-900)),
        ("systemd-logind.service", Process("systemd-logind", 1_200, 5_800)),
        ("rsyslog.service", Process("rsyslogd", 2_880, 3_900)),
        ("cron.service", Process("cron", 320, 2_100)),
        ("ssh.service", Process("sshd", 1_320, 6_700, adj=-1000)),
        ("getty@tty1.service", Process("agetty", 140, 1_700)),
        *runtime,
        ("kubelet.service", Process("kubelet", 71_600, 59_300, adj=-999)),
    ]
    processes = settle([process for _, process in units], cluster.dice, f"host/{node.name}", 310)
    return [(unit, process) for (unit, _), process in zip(units, processes, strict=True)]


def score(pod: Pod, container: Container, node: Node) -> int:
    """Return `oom_score_adj` as kubelet computes it from QoS and the memory request."""
    if pod.spec.get("priorityClassName", "").startswith("system-node"):
        return -997
    if pod.qos in ("Guaranteed", "BestEffort"):
        return -997 if pod.qos == "Guaranteed" else 1000
    from_requests = (container.limits | container.requests).get("memory", "0")
    share = 1000 * _bytes(from_requests) // (node.memory_kb * 1024)
    return max(3, min(1000 - share, 999))


def _bytes(text: str) -> int:
    factor = {"Mi": 1 << 20, "Gi": 1 << 30, "Ki": 1 << 10}.get(text[-2:], 1)
    return int(text.rstrip("MGKi")) * factor


def _place(cluster: Cluster, node: Node, kind: _Kind) -> None:
    dice, label = cluster.dice, f"{kind.namespace}/{kind.name}/{node.name}"
    taken = sum(1 for pod in cluster.pods if pod.name.startswith(f"{kind.name}-"))
    suffix = dice.letters(f"{label}/{taken}", 5)
    template = dice.letters(f"template/{kind.namespace}/{kind.name}", 10)
    owner = f"{kind.name}-{template}" if kind.owner == "ReplicaSet" else kind.name
    name = f"{kind.name}-{taken}" if kind.owner == "StatefulSet" else f"{owner}-{suffix}"
    created = node.booted + timedelta(minutes=dice.between(label, 3, 55))
    created = min(created, cluster.before(hours=3))
    spec: Json = {"priorityClassName": kind.priority} if kind.priority else {}
    spec |= {"priority": 2_000_001_000 if "node" in kind.priority else 2_000_000_000} if kind.priority else {}
    pod = Pod(
        kind.namespace,
        name,
        node.name,
        created,
        [_container(cluster, kind, label, created)],
        owner=(kind.owner, owner),
        labels=_labels(kind, template, name),
        spec=spec,
        host_network=kind.host_network,
    )
    cluster.add_pod(pod)


def _labels(kind: _Kind, template: str, name: str) -> dict[str, str]:
    labels = {"app.kubernetes.io/name": kind.name} if kind.namespace != "kube-system" else {"k8s-app": kind.name}
    if kind.owner == "ReplicaSet":
        return labels | {"pod-template-hash": template}
    if kind.owner == "StatefulSet":
        return labels | {"statefulset.kubernetes.io/pod-name": name}
    return labels | {"controller-revision-hash": template[:9], "pod-template-generation": "1"}


def _container(cluster: Cluster, kind: _Kind, label: str, created: datetime) -> Container:
    percent = cluster.dice.between(f"{label}/use", 88, 117)
    process = Process(kind.comm, kind.anon * percent // 100, kind.file, uid=kind.uid)
    return Container(
        {"ingress-nginx-controller": "controller", "kube-flannel-ds": "kube-flannel"}.get(kind.name, kind.name),
        kind.image.format(version=cluster.kubernetes),
        [Run(created + timedelta(seconds=cluster.dice.between(f"{label}/start", 4, 21)))],
        requests=kind.requests,
        limits=kind.limits,
        processes=[process],
        page_cache=cluster.dice.between(f"{label}/cache", 900, 9_000),
    )


def _control_plane(cluster: Cluster, node: Node) -> None:
    started = node.booted + timedelta(seconds=61)
    for name, comm, anon, file, cpu, memory in _CONTROL:
        requests = {"cpu": cpu} | ({"memory": memory} if memory else {})
        image = f"registry.k8s.io/{name}:" + ("3.5.15-0" if name == "etcd" else f"v{cluster.kubernetes}")
        container = Container(
            name, image, [Run(started)], requests=requests, processes=[Process(comm, anon, file)], page_cache=5200
        )
        cluster.add_pod(
            Pod(
                "kube-system",
                f"{name}-{node.name}",
                node.name,
                started,
                [container],
                owner=("Node", node.name),
                labels={"component": name, "tier": "control-plane"},
                spec={"priorityClassName": "system-node-critical", "priority": 2_000_001_000},
                host_network=True,
            )
        )

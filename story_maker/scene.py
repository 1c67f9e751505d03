"""Set-ups that stories share: clusters, deployments, crash loops and the events around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from story_maker.clock import rfc3339, utc
from story_maker.cluster import Cluster
from story_maker.node import Node
from story_maker.workload import Container, Json, Pod, Run

_BACK_OFF = (10, 20, 40, 80, 160, 300)


@dataclass(frozen=True)
class Setting:
    """How the nodes of a cluster are made."""

    kernel: str
    runtime: str
    os_image: str
    kubernetes: str
    cgroup: int = 2
    driver: str = "systemd"
    memory_kb: int = 8_148_736
    cpus: int = 4
    workers: int = 2
    control_planes: int = 1
    kube_reserved_kb: int = 524_288
    system_reserved_kb: int = 262_144
    eviction_kb: int = 102_400
    uptime_days: float = 20.3
    prefix: str = "worker"


def cluster_of(story: str, collected: str, setting: Setting) -> Cluster:
    """Return a cluster with its nodes and without pods."""
    cluster = Cluster(story, utc(collected), setting.kubernetes)
    # Machines of one cluster are alike, those of two are not.
    memory_kb = setting.memory_kb - cluster.dice.between("memory", 0, 9_000) * 4
    network = cluster.dice.pick("network", ("192.168.10", "10.0.4", "172.16.8", "10.20.31"))
    roles = ["control-plane"] * setting.control_planes + ["worker"] * setting.workers
    counts = {"control-plane": 0, "worker": 0}
    for role in roles:
        counts[role] += 1
        name = f"{setting.prefix if role == 'worker' else 'master'}-{counts[role]}"
        jitter = cluster.dice.between(f"{name}/boot", 0, 5_000_000)
        cluster.add_node(
            Node(
                name,
                memory_kb,
                setting.cpus,
                setting.kernel,
                cluster.before(days=setting.uptime_days) + timedelta(milliseconds=jitter),
                runtime=setting.runtime,
                kubelet=f"v{setting.kubernetes}",
                os_image=setting.os_image,
                role=role,
                cgroup=setting.cgroup,
                driver=setting.driver,
                kube_reserved_kb=setting.kube_reserved_kb,
                system_reserved_kb=setting.system_reserved_kb,
                eviction_kb=setting.eviction_kb,
                ip=f"{network}.{11 + len(cluster.nodes)}",
            )
        )
    return cluster


def crash_runs(end: datetime, spans: list[float], code: int = 1, reason: str = "") -> list[Run]:
    """Return runs of these lengths with kubelet's back-off between them; the last ended at `end`."""
    runs: list[Run] = []
    at = end
    for number in range(len(spans) - 1, -1, -1):
        start = at - timedelta(seconds=spans[number])
        runs.insert(0, Run(start, at, code, reason))
        pause = _BACK_OFF[min(max(number - 1, 0), 5)]
        # Started and ended at odd fractions of a second, as machines do.
        at = start - timedelta(seconds=pause + 1, microseconds=183_207 + 71_309 * number)
    return runs


def back_off(pod: Pod, container: str, restarts: int) -> tuple[str, str]:
    """Return the waiting state between two runs."""
    pause = back_off_time(restarts)
    name = f"{pod.name}_{pod.namespace}({pod.uid})"
    return "CrashLoopBackOff", f"back-off {pause} restarting failed container={container} pod={name}"


def back_off_time(restarts: int) -> str:
    """Return the pause after so many restarts as Go prints it."""
    seconds = _BACK_OFF[min(restarts, 5)]
    return f"{seconds}s" if seconds < 60 else f"{seconds // 60}m{seconds % 60}s"


def pauses(count: int) -> list[str]:
    """Return the back-off times after the second and each later end."""
    return [back_off_time(number) for number in range(1, count + 1)]


@dataclass
class Deployed:
    """Names that a Deployment gives to its ReplicaSet and pods."""

    namespace: str
    name: str
    template: str
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def replica_set(self) -> str:
        """Name of the ReplicaSet."""
        return f"{self.name}-{self.template}"


def deployed(cluster: Cluster, namespace: str, name: str, revision: str = "1") -> Deployed:
    """Return the names of a deployment's present revision."""
    template = cluster.dice.letters(f"{namespace}/{name}/template/{revision}", 10)
    return Deployed(namespace, name, template, {"app": name, "pod-template-hash": template})


def pod_of(cluster: Cluster, owner: Deployed, node: str, created: datetime, containers: list[Container],
           **more: Any) -> Pod:  # noqa: ANN401  # fmt: skip
    """Place a pod of a Deployment; `more` are fields of Pod."""
    count = sum(1 for pod in cluster.pods if pod.owner == ("ReplicaSet", owner.replica_set))
    suffix = cluster.dice.letters(f"{owner.namespace}/{owner.replica_set}/{count}", 5)
    pod = Pod(
        owner.namespace,
        f"{owner.replica_set}-{suffix}",
        node,
        created,
        containers,
        owner=("ReplicaSet", owner.replica_set),
        labels=dict(owner.labels),
        **more,
    )
    return cluster.add_pod(pod)


def publish(cluster: Cluster, owner: Deployed, port: int, created: datetime, revision: str = "1") -> None:
    """Add the Deployment, ReplicaSet, Service and Endpoints over the pods that were placed."""
    pods = [pod for pod in cluster.pods if pod.owner == ("ReplicaSet", owner.replica_set)]
    ready = [pod for pod in pods if all(one.is_ready for one in pod.containers)]
    selector = {"matchLabels": {"app": owner.name}}
    template = _template(pods[0], owner)
    counts: Json = {"observedGeneration": int(revision), "replicas": len(pods)}
    if ready:
        counts |= {"readyReplicas": len(ready), "availableReplicas": len(ready)}
    cluster.add(
        "deployments",
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": _metadata(owner, owner.name, created, revision, int(revision)),
            "spec": {
                "progressDeadlineSeconds": 600,
                "replicas": len(pods),
                "revisionHistoryLimit": 10,
                "selector": selector,
                "strategy": {
                    "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"},
                    "type": "RollingUpdate",
                },
                "template": template,
            },
            "status": _deployment_status(counts, len(pods), len(ready), pods, created),
        },
    )
    replica_set = {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": _metadata(owner, owner.replica_set, created, revision, 1)
        | {
            "labels": owner.labels,
            "ownerReferences": [
                {
                    "apiVersion": "apps/v1",
                    "blockOwnerDeletion": True,
                    "controller": True,
                    "kind": "Deployment",
                    "name": owner.name,
                    "uid": cluster.dice.uid(f"Deployment/{owner.namespace}/{owner.name}"),
                }
            ],
        },
        "spec": {
            "replicas": len(pods),
            "selector": {"matchLabels": owner.labels},
            "template": template,
        },
        "status": counts | {"fullyLabeledReplicas": len(pods)},
    }
    cluster.add("replicasets", replica_set)
    _service(cluster, owner, port, created, pods)


def start_events(cluster: Cluster, pod: Pod, name: str, *, crashing: bool = True) -> None:
    """Add the events that kubelet posts for a container's runs, as far as the API server still keeps them."""
    container = pod.container(name)
    starts = [run.started for run in container.runs]
    if pod.created > cluster.before(hours=1):
        scheduled = f"Successfully assigned {pod.key} to {pod.node}"
        cluster.event(pod, "Scheduled", scheduled, at=pod.created, source="default-scheduler")
    if starts[-1] <= cluster.before(hours=1):
        return
    count = container.restart_count + 1
    first = {"at": starts[-1], "first": starts[0], "count": count, "container": name}
    present = f'Container image "{container.image}" already present on machine'
    cluster.event(pod, "Pulled", present, **first)
    cluster.event(pod, "Created", _named(cluster, "Created", name), **first)
    cluster.event(pod, "Started", _named(cluster, "Started", name), **first)
    ends = [run.finished for run in container.runs if run.finished]
    if crashing and ends:
        last = min(cluster.before(seconds=cluster.dice.between(f"{pod.key}/backoff", 4, 14)), _next(container))
        text = "Back-off restarting failed container"
        if cluster.minor >= 27:
            text += f" {name} in pod {pod.name}_{pod.namespace}({pod.uid})"
        # Refused about every 13 seconds, as long as the container waits.
        waits = [start - end for start, end in zip(starts[1:], ends, strict=False)]
        waits += [] if container.running else [last - ends[-1]]
        repeated = max(2, int(sum(wait.total_seconds() for wait in waits) / 13))
        begun = ends[0] + timedelta(seconds=3)
        cluster.event(pod, "BackOff", text, at=last, first=begun, count=repeated, kind="Warning", container=name)


def kubelet_config(node: Node, *, reserve: bool = True) -> str:
    """Return /var/lib/kubelet/config.yaml as kubeadm writes it, with the node's reservations."""
    lines = [
        "apiVersion: kubelet.config.k8s.io/v1beta1",
        "authentication:",
        "  anonymous:",
        "    enabled: false",
        "  webhook:",
        "    cacheTTL: 0s",
        "    enabled: true",
        f"cgroupDriver: {node.driver}",
        "clusterDNS:",
        "- 10.96.0.10",
        "clusterDomain: cluster.local",
    ]
    if node.eviction_kb and node.eviction_kb != 102_400:
        lines += ["evictionHard:", f"  memory.available: {node.eviction_kb // 1024}Mi"]
        lines += ["  nodefs.available: 10%", "  imagefs.available: 15%", "  nodefs.inodesFree: 5%"]
    lines += ["healthzBindAddress: 127.0.0.1", "healthzPort: 10248", "kind: KubeletConfiguration"]
    if reserve and node.kube_reserved_kb:
        lines += ["kubeReserved:", "  cpu: 100m", f"  memory: {node.kube_reserved_kb // 1024}Mi"]
    lines += ["rotateCertificates: true", "staticPodPath: /etc/kubernetes/manifests"]
    if reserve and node.system_reserved_kb:
        lines += ["systemReserved:", "  cpu: 100m", f"  memory: {node.system_reserved_kb // 1024}Mi"]
    return "\n".join(lines) + "\n"


def _named(cluster: Cluster, verb: str, name: str) -> str:
    """Return the wording of the server's time: the colon came with 1.31, 1.36 leaves the name out."""
    if cluster.minor >= 36:
        return f"Container {verb.lower()}"
    return f"{verb} container: {name}" if cluster.minor >= 31 and verb == "Created" else f"{verb} container {name}"


def _next(container: Container) -> datetime:
    """Return when back-off was last refused: before the present run, if one goes on."""
    return container.runs[-1].started if container.running else datetime.max.replace(tzinfo=utc("2026-01-01").tzinfo)


def _metadata(owner: Deployed, name: str, created: datetime, revision: str, generation: int) -> Json:
    return {
        "annotations": {"deployment.kubernetes.io/revision": revision},
        "creationTimestamp": rfc3339(created),
        "generation": generation,
        "labels": {"app": owner.name},
        "name": name,
        "namespace": owner.namespace,
    }


def _template(pod: Pod, owner: Deployed) -> Json:
    containers = []
    for one in pod.containers:
        found: Json = {"image": one.image, "imagePullPolicy": "IfNotPresent", "name": one.name}
        resources: Json = {"limits": one.limits} if one.limits else {}
        resources |= {"requests": one.requests} if one.requests else {}
        found |= {"resources": resources, "terminationMessagePath": "/dev/termination-log"}
        containers.append(found | {"terminationMessagePolicy": "File"} | one.extra)
    spec: Json = {"containers": containers, "dnsPolicy": "ClusterFirst", "restartPolicy": "Always"}
    spec |= {"resources": pod.pod_resources} if pod.pod_resources else {}
    spec |= {"schedulerName": "default-scheduler", "securityContext": {}, "terminationGracePeriodSeconds": 30}
    spec |= {"volumes": pod.spec["volumes"]} if pod.spec.get("volumes") else {}
    return {"metadata": {"creationTimestamp": None, "labels": {"app": owner.name}}, "spec": spec}


def _deployment_status(counts: Json, wanted: int, ready: int, pods: list[Pod], created: datetime) -> Json:
    least = wanted - wanted // 4
    available = ready >= least
    status: Json = counts | {"updatedReplicas": wanted}
    if ready < wanted:
        status["unavailableReplicas"] = wanted - ready
    word = "has" if available else "does not have"
    moments = [run.finished for pod in pods for one in pod.containers for run in one.runs if run.finished]
    changed = created + timedelta(seconds=21) if available else max([created, *moments])
    status["conditions"] = [
        {
            "lastTransitionTime": rfc3339(changed),
            "lastUpdateTime": rfc3339(changed),
            "message": f"Deployment {word} minimum availability.",
            "reason": f"MinimumReplicas{'Available' if available else 'Unavailable'}",
            "status": "True" if available else "False",
            "type": "Available",
        }
    ]
    return status


def _service(cluster: Cluster, owner: Deployed, port: int, created: datetime, pods: list[Pod]) -> None:
    metadata = {"creationTimestamp": rfc3339(created), "labels": {"app": owner.name}, "name": owner.name}
    metadata |= {"namespace": owner.namespace}
    ip = f"10.96.{cluster.dice.between(owner.name, 1, 250)}.{cluster.dice.between(owner.name + '/ip', 2, 250)}"
    cluster.add(
        "services",
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": dict(metadata),
            "spec": {
                "clusterIP": ip,
                "clusterIPs": [ip],
                "internalTrafficPolicy": "Cluster",
                "ipFamilies": ["IPv4"],
                "ipFamilyPolicy": "SingleStack",
                "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targetPort": port}],
                "selector": {"app": owner.name},
                "sessionAffinity": "None",
                "type": "ClusterIP",
            },
            "status": {"loadBalancer": {}},
        },
    )
    groups: dict[str, list[Json]] = {"addresses": [], "notReadyAddresses": []}
    for pod in pods:
        target = {"kind": "Pod", "name": pod.name, "namespace": pod.namespace, "uid": pod.uid}
        entry = {"ip": pod.ip, "nodeName": pod.node, "targetRef": target}
        ready = all(one.is_ready for one in pod.containers)
        groups["addresses" if ready else "notReadyAddresses"].append(entry)
    subset: Json = {key: value for key, value in groups.items() if value}
    subset["ports"] = [{"name": "http", "port": port, "protocol": "TCP"}]
    endpoints: Json = {"apiVersion": "v1", "kind": "Endpoints", "metadata": dict(metadata), "subsets": [subset]}
    cluster.add("endpoints", endpoints)

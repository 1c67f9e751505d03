"""A declared pod as the API server returns it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from story_maker.clock import rfc3339
from story_maker.workload import Container, Json, Pod, Run

if TYPE_CHECKING:
    from story_maker.cluster import Cluster

_TOLERATIONS = [
    {"effect": "NoExecute", "key": f"node.kubernetes.io/{what}", "operator": "Exists", "tolerationSeconds": 300}
    for what in ("not-ready", "unreachable")
]


def pod_object(pod: Pod, cluster: Cluster) -> Json:
    """Return the pod with specification and status, keys in the API server's order."""
    metadata: Json = {}
    if pod.annotations:
        metadata["annotations"] = pod.annotations
    metadata["creationTimestamp"] = rfc3339(pod.created)
    if pod.owner and pod.owner[0] != "Node":
        metadata["generateName"] = pod.name[: pod.name.rfind("-") + 1]
    metadata |= {"labels": pod.labels, "name": pod.name, "namespace": pod.namespace}
    if pod.owner:
        metadata["ownerReferences"] = [_owner(pod.owner, pod.namespace, cluster)]
    metadata["resourceVersion"] = str(cluster.dice.between(f"{pod.uid}/rv", 18_000_000, 18_999_999))
    metadata["uid"] = pod.uid
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": _spec(pod, cluster),
        "status": _status(pod, cluster),
    }


def container_uri(run: Run, cluster: Cluster, node: str) -> str:
    """Return the container ID as status has it."""
    return f"{cluster.node(node).runtime.split('://')[0]}://{run.container_id}"


def _owner(owner: tuple[str, str], namespace: str, cluster: Cluster) -> Json:
    kind, name = owner
    group = {"Job": "batch/v1", "Node": "v1"}.get(kind, "apps/v1")
    found: Json = {"apiVersion": group}
    if kind != "Node":
        found["blockOwnerDeletion"] = True
    place = name if kind == "Node" else f"{namespace}/{name}"
    return found | {
        "controller": True,
        "kind": kind,
        "name": name,
        "uid": cluster.dice.uid(f"{kind}/{place}"),
    }


def _spec(pod: Pod, cluster: Cluster) -> Json:
    token = f"kube-api-access-{cluster.dice.letters(pod.uid + '/token', 5)}"
    account = pod.spec.get("serviceAccountName", "default")
    static = bool(pod.owner and pod.owner[0] == "Node")
    spec: Json = {
        "containers": [_container(one, token, static=static) for one in pod.containers],
        "dnsPolicy": "ClusterFirst",
        "enableServiceLinks": True,
    }
    if pod.host_network:
        spec["hostNetwork"] = True
    if pod.init:
        spec["initContainers"] = [_container(one, token, static=static) for one in pod.init]
    spec |= {"nodeName": pod.node} if pod.node else {}
    spec |= {"preemptionPolicy": "PreemptLowerPriority", "priority": 0}
    if pod.pod_resources:
        spec["resources"] = pod.pod_resources
    spec |= {
        "restartPolicy": "Always",
        "schedulerName": "default-scheduler",
        "securityContext": {},
        "serviceAccount": account,
        "serviceAccountName": account,
        "terminationGracePeriodSeconds": 30,
        "tolerations": _TOLERATIONS,
        "volumes": [],
    }
    spec |= {key: value for key, value in pod.spec.items() if key != "volumes"}
    spec["volumes"] = [*pod.spec.get("volumes", []), *([] if static else [_token_volume(token)])]
    return spec


def _container(container: Container, token: str, *, static: bool) -> Json:
    mounts = [*container.extra.get("volumeMounts", [])]
    if not static:
        mounts.append({"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": token, "readOnly": True})
    resources: Json = {}
    if container.limits:
        resources["limits"] = container.limits
    if container.requests or container.limits:
        resources["requests"] = container.limits | container.requests
    found: Json = {
        "image": container.image,
        "imagePullPolicy": "IfNotPresent",
        "name": container.name,
        "resources": resources,
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    }
    found |= {key: value for key, value in container.extra.items() if key != "volumeMounts"}
    if mounts:
        found["volumeMounts"] = mounts
    return dict(sorted(found.items()))


def _token_volume(token: str) -> Json:
    field = {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}, "path": "namespace"}
    return {
        "name": token,
        "projected": {
            "defaultMode": 420,
            "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}},
                {"downwardAPI": {"items": [field]}},
            ],
        },
    }


def _status(pod: Pod, cluster: Cluster) -> Json:
    status: Json = {"conditions": _conditions(pod, cluster.minor)}
    if not pod.node:
        return status | {"phase": "Pending", "qosClass": pod.qos} | pod.status
    status["containerStatuses"] = [_container_status(one, pod, cluster) for one in pod.containers]
    status["hostIP"] = cluster.node(pod.node).ip
    if pod.init:
        status["initContainerStatuses"] = [_container_status(one, pod, cluster) for one in pod.init]
    status["phase"] = pod.phase
    if pod.ip:
        status |= {"podIP": pod.ip, "podIPs": [{"ip": pod.ip}]}
    if cluster.minor >= 29:
        status["hostIPs"] = [{"ip": cluster.node(pod.node).ip}]
    status |= {"qosClass": pod.qos, "startTime": rfc3339(pod.created)}
    return status | pod.status


def _conditions(pod: Pod, minor: int) -> list[Json]:
    if not pod.node:
        return []
    unready = [one.name for one in pod.containers if not one.is_ready]
    initialized = _moment(pod.init) or pod.created
    changed = _last_change(pod) or pod.created + timedelta(seconds=2)
    finished = pod.phase == "Succeeded"
    trouble: Json = {}
    if unready:
        trouble = (
            {"reason": "PodCompleted"}
            if finished
            else {
                "message": f"containers with unready status: [{' '.join(unready)}]",
                "reason": "ContainersNotReady",
            }
        )
    ready = "False" if unready else "True"
    start: Json = {"reason": "PodCompleted"} if finished else {}
    # The first of them is there from Kubernetes 1.29 on.
    sandbox = [_condition("PodReadyToStartContainers", "True", pod.created + timedelta(seconds=2), {})]
    return [
        *(sandbox if minor >= 29 and pod.ip and not finished else []),
        _condition("Initialized", "True", initialized, start),
        _condition("Ready", ready, changed, trouble),
        _condition("ContainersReady", ready, changed, trouble),
        _condition("PodScheduled", "True", pod.created, {}),
    ]


def _condition(kind: str, status: str, at: datetime, trouble: Json) -> Json:
    return {
        "lastProbeTime": None,
        "lastTransitionTime": rfc3339(at),
        **trouble,
        "status": status,
        "type": kind,
    }


def _moment(containers: list[Container]) -> datetime | None:
    ends = [run.finished for one in containers for run in one.runs if run.finished]
    return max(ends) if ends else None


def _last_change(pod: Pod) -> datetime | None:
    """Return when readiness last changed: an end in an unready pod, else a start (with a probe's delay)."""
    unready = [one for one in pod.containers if not one.is_ready]
    end = _moment(unready)
    if unready and end:
        return end + timedelta(seconds=1)
    starts = [one.current.started for one in pod.containers if one.current]
    return max(starts) + timedelta(seconds=1) if starts else None


def _container_status(container: Container, pod: Pod, cluster: Cluster) -> Json:
    current = container.current
    status: Json = {}
    if current:
        status["containerID"] = container_uri(current, cluster, pod.node)
    digest = cluster.dice.hex(f"image/{container.image}")
    previous = container.runs[-2] if len(container.runs) > 1 else None
    if current and current.finished and container.waiting:
        previous = current
    name = container.image.rsplit(":", 1)[0]
    scheme = "docker-pullable://" if cluster.node(pod.node).runtime_name == "docker" else ""
    status |= {
        "image": container.image,
        "imageID": f"{scheme}{name}@sha256:{digest}" if current else "",
        "lastState": {"terminated": _terminated(previous, pod, cluster)} if previous else {},
        "name": container.name,
        "ready": container.is_ready or (container in pod.init and _done(container)),
        "restartCount": container.restart_count,
        "started": container.running,
        "state": _state(container, pod, cluster),
    }
    return status


def _done(container: Container) -> bool:
    return bool(container.current and container.current.finished and container.current.code == 0)


def _state(container: Container, pod: Pod, cluster: Cluster) -> Json:
    current = container.current
    if container.waiting:
        reason, message = container.waiting
        return {"waiting": ({"message": message} if message else {}) | {"reason": reason}}
    if current is None:
        return {"waiting": {"reason": "ContainerCreating"}}
    if current.finished is None:
        return {"running": {"startedAt": rfc3339(current.started)}}
    return {"terminated": _terminated(current, pod, cluster)}


def _terminated(run: Run, pod: Pod, cluster: Cluster) -> Json:
    found: Json = {
        "containerID": container_uri(run, cluster, pod.node),
        "exitCode": run.code,
        "finishedAt": rfc3339(run.finished) if run.finished else None,
    }
    if run.message:
        found["message"] = run.message
    return found | {"reason": run.terminated_reason, "startedAt": rfc3339(run.started)}

"""The columns that an API server prints for `kubectl get`; ages are those at the collection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from story_maker.clock import age
from story_maker.workload import Json

Cells = list[Any]


def table(resource: str, items: list[Json], collected: datetime) -> Json:
    """Return the objects as a metav1 Table; unknown resources get NAME and AGE."""
    columns, cells = _TABLES.get(resource, ((("Name", 0), ("Created At", 0)), _plain))
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": "18999999"},
        "columnDefinitions": [
            {
                "name": name,
                "type": "string",
                "format": "name" if name == "Name" else "",
                "description": name,
                "priority": priority,
            }
            for name, priority in columns
        ],
        "rows": [{"cells": cells(item, collected), "object": _partial(item)} for item in items],
    }


def restarts(pod: Json, collected: datetime) -> str:
    """Return the RESTARTS cell: the sum, and when a container ended last (servers from 1.22)."""
    statuses = pod["status"].get("containerStatuses", [])
    count = sum(one["restartCount"] for one in statuses)
    ends = [
        one["lastState"]["terminated"]["finishedAt"]
        for one in statuses
        if one.get("lastState") and one["lastState"]["terminated"].get("finishedAt")
    ]
    return f"{count} ({age(collected - _time(max(ends)))} ago)" if count and ends else str(count)


def _partial(item: Json) -> Json:
    return {
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": item["metadata"],
    }


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _age(item: Json, collected: datetime) -> str:
    stamp = item["metadata"].get("creationTimestamp")
    return age(collected - _time(stamp)) if stamp else "<unknown>"


def _plain(item: Json, collected: datetime) -> Cells:
    return [item["metadata"]["name"], _age(item, collected)]


def _pod(item: Json, collected: datetime) -> Cells:
    statuses = item["status"].get("containerStatuses", [])
    ready = sum(1 for one in statuses if one["ready"])
    return [
        item["metadata"]["name"],
        f"{ready}/{len(item['spec']['containers'])}",
        _pod_status(item),
        restarts(item, collected),
        _age(item, collected),
        item["status"].get("podIP", "<none>"),
        item["spec"].get("nodeName", "<none>"),
        "<none>",
        "<none>",
    ]


def _pod_status(item: Json) -> str:
    """Return the STATUS cell as printPod of Kubernetes computes it: the last container that has a reason wins."""
    status = item["status"]
    reason: str = status.get("reason", status["phase"])
    inits = status.get("initContainerStatuses", [])
    for number, one in enumerate(inits):
        state = one["state"]
        if state.get("terminated", {}).get("exitCode") == 0 or (one.get("started") and "running" in state):
            continue
        waiting = state.get("waiting", {}).get("reason", "")
        if waiting and waiting != "PodInitializing":
            return f"Init:{waiting}"
        return f"Init:{number}/{len(inits)}"
    running = False
    for one in reversed(status.get("containerStatuses", [])):
        state = one["state"]
        found = state.get("waiting", {}).get("reason") or state.get("terminated", {}).get("reason")
        reason = found or reason
        running = running or (one["ready"] and "running" in state)
    return "Running" if reason == "Completed" and running else reason


def _node(item: Json, collected: datetime) -> Cells:
    info, labels = item["status"]["nodeInfo"], item["metadata"]["labels"]
    ready = next(one["status"] for one in item["status"]["conditions"] if one["type"] == "Ready")
    words = ["Ready" if ready == "True" else "NotReady"]
    if item["spec"].get("unschedulable"):
        words.append("SchedulingDisabled")
    prefix = "node-role.kubernetes.io/"
    roles = sorted(label[len(prefix) :] for label in labels if label.startswith(prefix))
    return [
        item["metadata"]["name"],
        ",".join(words),
        ",".join(roles) or "<none>",
        _age(item, collected),
        info["kubeletVersion"],
        item["status"]["addresses"][0]["address"],
        "<none>",
        info["osImage"],
        info["kernelVersion"],
        info["containerRuntimeVersion"],
    ]


def _event(item: Json, collected: datetime) -> Cells:
    involved = item["involvedObject"]
    first = item["firstTimestamp"] or item["eventTime"]
    last = item["lastTimestamp"] or first
    source = ", ".join(part for part in (item["source"].get("component"), item["source"].get("host")) if part)
    return [
        age(collected - _time(last)),
        item["type"],
        item["reason"],
        f"{involved['kind'].lower()}/{involved['name']}",
        involved.get("fieldPath", ""),
        source or f"{item['reportingComponent']}, {item['reportingInstance']}",
        item["message"].strip(),
        age(collected - _time(first)),
        str(item.get("count", 1)),
        item["metadata"]["name"],
    ]


def _deployment(item: Json, collected: datetime) -> Cells:
    status, containers = item["status"], item["spec"]["template"]["spec"]["containers"]
    return [
        item["metadata"]["name"],
        f"{status.get('readyReplicas', 0)}/{item['spec']['replicas']}",
        str(status.get("updatedReplicas", 0)),
        str(status.get("availableReplicas", 0)),
        _age(item, collected),
        ",".join(one["name"] for one in containers),
        ",".join(one["image"] for one in containers),
        ",".join(f"{key}={value}" for key, value in item["spec"]["selector"]["matchLabels"].items()),
    ]


def _replica_set(item: Json, collected: datetime) -> Cells:
    status, containers = item["status"], item["spec"]["template"]["spec"]["containers"]
    return [
        item["metadata"]["name"],
        str(item["spec"]["replicas"]),
        str(status.get("replicas", 0)),
        str(status.get("readyReplicas", 0)),
        _age(item, collected),
        ",".join(one["name"] for one in containers),
        ",".join(one["image"] for one in containers),
        ",".join(f"{key}={value}" for key, value in item["spec"]["selector"]["matchLabels"].items()),
    ]


def _service(item: Json, collected: datetime) -> Cells:
    spec = item["spec"]
    ports = ",".join(f"{port['port']}/{port['protocol']}" for port in spec["ports"])
    selector = ",".join(f"{key}={value}" for key, value in spec.get("selector", {}).items())
    return [
        item["metadata"]["name"],
        spec["type"],
        spec["clusterIP"],
        "<none>",
        ports,
        _age(item, collected),
        selector or "<none>",
    ]


def _endpoints(item: Json, collected: datetime) -> Cells:
    pairs = [
        f"{address['ip']}:{port['port']}"
        for subset in item.get("subsets", [])
        for address in subset.get("addresses", [])
        for port in subset["ports"]
    ]
    return [item["metadata"]["name"], ",".join(pairs) or "<none>", _age(item, collected)]


_WORKLOAD_TAIL = (("Containers", 1), ("Images", 1), ("Selector", 1))
_TABLES: dict[str, tuple[tuple[tuple[str, int], ...], Callable[[Json, datetime], Cells]]] = {
    "pods": (
        (("Name", 0), ("Ready", 0), ("Status", 0), ("Restarts", 0), ("Age", 0))
        + (("IP", 1), ("Node", 1), ("Nominated Node", 1), ("Readiness Gates", 1)),
        _pod,
    ),
    "nodes": (
        (("Name", 0), ("Status", 0), ("Roles", 0), ("Age", 0), ("Version", 0), ("Internal-IP", 1))
        + (("External-IP", 1), ("OS-Image", 1), ("Kernel-Version", 1), ("Container-Runtime", 1)),
        _node,
    ),
    "events": (
        (("Last Seen", 0), ("Type", 0), ("Reason", 0), ("Object", 0), ("Subobject", 1), ("Source", 1))
        + (("Message", 0), ("First Seen", 1), ("Count", 1), ("Name", 1)),
        _event,
    ),
    "deployments": (
        (("Name", 0), ("Ready", 0), ("Up-to-date", 0), ("Available", 0), ("Age", 0), *_WORKLOAD_TAIL),
        _deployment,
    ),
    "replicasets": (
        (("Name", 0), ("Desired", 0), ("Current", 0), ("Ready", 0), ("Age", 0), *_WORKLOAD_TAIL),
        _replica_set,
    ),
    "services": (
        (("Name", 0), ("Type", 0), ("Cluster-IP", 0), ("External-IP", 0), ("Port(s)", 0), ("Age", 0))
        + (("Selector", 1),),
        _service,
    ),
    "endpoints": ((("Name", 0), ("Endpoints", 0), ("Age", 0)), _endpoints),
}

"""What kind of object a described text is about, and reading the kinds without a reader of their own."""

from __future__ import annotations

import re

from analyzer.notation.describe_levels import CONTAINER, CONTAINER_LISTS
from analyzer.notation.describe_node import CONDITION_ROW
from analyzer.notation.describe_text import Body, Line, continued, key_values

# (kind, labels at the left edge that must all be there); the first that fits counts.
_MARKS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Job", frozenset({"Pods Statuses"})),
    ("Job", frozenset({"Parallelism", "Completions", "Selector"})),
    ("CronJob", frozenset({"Schedule", "Active Jobs"})),
    ("CronJob", frozenset({"Schedule", "Concurrency Policy"})),
    ("Deployment", frozenset({"StrategyType"})),
    ("StatefulSet", frozenset({"Update Strategy", "Pods Status"})),
    ("DaemonSet", frozenset({"Desired Number of Nodes Scheduled"})),
    ("ReplicaSet", frozenset({"Replicas", "Pods Status", "Controlled By"})),
    ("ReplicationController", frozenset({"Replicas", "Pods Status"})),
    ("HorizontalPodAutoscaler", frozenset({"Reference", "Min replicas"})),
    ("PodDisruptionBudget", frozenset({"Allowed disruptions"})),
    ("Service", frozenset({"Session Affinity"})),
    ("Endpoints", frozenset({"Subsets"})),
    ("EndpointSlice", frozenset({"AddressType"})),
    ("Ingress", frozenset({"Default backend"})),
    ("PersistentVolume", frozenset({"Reclaim Policy", "Claim"})),
    ("PersistentVolumeClaim", frozenset({"Used By"})),
    ("PersistentVolumeClaim", frozenset({"Mounted By"})),
    ("PersistentVolumeClaim", frozenset({"StorageClass", "Volume", "Access Modes"})),
    ("StorageClass", frozenset({"IsDefaultClass"})),
    ("StorageClass", frozenset({"Provisioner", "ReclaimPolicy"})),
    ("NetworkPolicy", frozenset({"Created on"})),
    ("ServiceAccount", frozenset({"Image pull secrets"})),
    ("Node", frozenset({"System Info"})),
    ("Node", frozenset({"Non-terminated Pods"})),
    ("Node", frozenset({"Capacity", "Allocatable"})),
    ("Node", frozenset({"Roles", "CreationTimestamp"})),
    ("Node", frozenset({"Role", "CreationTimestamp"})),
    ("Node", frozenset({"Taints", "Unschedulable"})),
    ("Pod", frozenset({"Containers"})),
    ("Pod", frozenset({"QoS Class"})),
    ("Pod", frozenset({"IPs", "Status"})),
    ("Pod", frozenset({"Start Time", "Node"})),
    ("Pod", frozenset({"Status", "Reason"})),
)
_STATUSES = {"Pending", "Running", "Succeeded", "Failed", "Terminating"}
_POD_CONDITIONS = {
    "Initialized",
    "ContainersReady",
    "PodScheduled",
    "PodReadyToStartContainers",
    "DisruptionTarget",
}
_REPLICAS = re.compile(
    r"(?P<desired>\d+) desired(?: \| (?P<updated>\d+) updated)?(?: \| \d+ total)?"
    r"(?: \| (?P<available>\d+) available)?.*"
)
_CURRENT = re.compile(r"(?P<current>\d+) current / (?P<desired>\d+) desired")
_SCHEDULED = {
    "Desired Number of Nodes Scheduled": ("status", "desiredNumberScheduled"),
    "Number of Nodes Scheduled with Up-to-date Pods": ("status", "updatedNumberScheduled"),
    "Number of Nodes Scheduled with Available Pods": ("status", "numberAvailable"),
    "Parallelism": ("spec", "parallelism"),
    "Completions": ("spec", "completions"),
}
_TEXTS: dict[str, tuple[str, ...]] = {
    "Name": ("metadata", "name"),
    "Namespace": ("metadata", "namespace"),
    "CreationTimestamp": ("metadata", "creationTimestamp"),
}


def kind_of(found: list[Line]) -> str | None:
    """The kind that these lines are surely about; None for other text."""
    edge = min((line.indent for line in found if line.text and line.label), default=0)
    tops = {line.label: line for line in found if line.indent == edge and line.label}
    if "API Version" in tops and "Kind" in tops:
        return tops["Kind"].value
    for kind, marks in _MARKS:
        if marks <= tops.keys():
            return kind
    if any(CONDITION_ROW.search(line.text) for line in found):
        return "Node"
    return "Pod" if _is_pod_excerpt(found, tops.get("Status")) else None


def other(found: list[Line]) -> Body:
    """An object of any kind: metadata, owner, and the counts of workloads."""
    body = Body()
    for index, line in enumerate(found):
        label = line.label if line.indent == 0 else None
        if label in _TEXTS and ".".join(_TEXTS[label]) not in body.places:
            body.put(line.value, line.number, *_TEXTS[label])
        elif label in ("Labels", "Annotations"):
            _pairs(body, found, index, label)
        elif label == "Controlled By":
            kind, mark, name = (line.value or "").partition("/")
            if mark:
                owner = {"kind": kind, "name": name, "controller": True}
                body.put([owner], line.number, "metadata", "ownerReferences")
        elif label is not None:
            _counts(body, label, line)
    return body


def _is_pod_excerpt(found: list[Line], status: Line | None) -> bool:
    if status is not None and status.value in _STATUSES:
        return True
    labels = {line.label for line in found}
    if labels & CONTAINER_LISTS.keys() or {"State", "Last State"} & labels & CONTAINER or "Restart Count" in labels:
        return True
    return sum(line.text.split(" ")[0] in _POD_CONDITIONS for line in found) >= 2


def _pairs(body: Body, found: list[Line], index: int, label: str) -> None:
    parts = continued(found, index)
    separator = "=" if label == "Labels" else ": "
    for line, key, value in key_values(parts, separator):
        body.put(value, line, "metadata", label.lower(), key)


def _counts(body: Body, label: str, line: Line) -> None:
    value = line.value or ""
    if label in _SCHEDULED and value.isdecimal():
        body.put(int(value), line.number, *_SCHEDULED[label])
    elif label == "Replicas" and (found := _REPLICAS.fullmatch(value)):
        body.put(int(found["desired"]), line.number, "spec", "replicas")
        for group, key in (("updated", "updatedReplicas"), ("available", "availableReplicas")):
            if found[group] is not None:
                body.put(int(found[group]), line.number, "status", key)
    elif label == "Replicas" and (found := _CURRENT.fullmatch(value)):
        body.put(int(found["desired"]), line.number, "spec", "replicas")
        body.put(int(found["current"]), line.number, "status", "replicas")

"""What kind of object a described text is about, and which labels prove that an object begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.notation.describe.levels import CONTAINER, CONTAINER_LISTS
from analyzer.notation.describe.node import CONDITION_ROW
from analyzer.notation.describe.policies import is_limits_header, is_quota_header
from analyzer.notation.describe.text import Line

# (kind, labels at the left edge that must all be there); the first that fits counts.
_MARKS: tuple[tuple[str, frozenset[str]], ...] = (
    ("CronJob", frozenset({"Schedule", "Active Jobs"})),
    ("CronJob", frozenset({"Schedule", "Concurrency Policy"})),
    ("Job", frozenset({"Pods Statuses"})),
    ("Job", frozenset({"Parallelism", "Completions", "Selector"})),
    ("Deployment", frozenset({"StrategyType"})),
    ("StatefulSet", frozenset({"Update Strategy", "Pods Status"})),
    ("DaemonSet", frozenset({"Desired Number of Nodes Scheduled"})),
    ("ReplicaSet", frozenset({"Replicas", "Pods Status", "Controlled By"})),
    ("ReplicationController", frozenset({"Replicas", "Pods Status"})),
    ("HorizontalPodAutoscaler", frozenset({"Reference", "Min replicas"})),
    ("PodDisruptionBudget", frozenset({"Min available", "Selector", "Status"})),
    ("PodDisruptionBudget", frozenset({"Max unavailable", "Selector", "Status"})),
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
    ("PriorityClass", frozenset({"GlobalDefault", "Value"})),
    ("CertificateSigningRequest", frozenset({"Requesting User", "Status"})),
    # describe prints the same for the kinds of a namespace and those of the cluster.
    ("Role", frozenset({"PolicyRule", "Labels"})),
    ("RoleBinding", frozenset({"Role", "Subjects"})),
    ("IngressClass", frozenset({"Controller", "Labels", "Annotations"})),
    ("PodSecurityPolicy", frozenset({"Settings", "Name"})),
    ("CSINode", frozenset({"Spec", "CreationTimestamp", "Labels"})),
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
_NAMESPACE_TEXTS = frozenset({"Resource Quotas", "No resource quota.", "No LimitRange resource.", "Resource Limits"})
_POD_CONDITIONS = {
    "Initialized",
    "ContainersReady",
    "PodScheduled",
    "PodReadyToStartContainers",
    "DisruptionTarget",
}
# Each pair of labels stands in this order near the top of some kinds, and of no text that is likely.
_HEAD_PAIRS = (
    ("Labels", "Annotations"),
    ("Namespace", "Min available"),
    ("Namespace", "Max unavailable"),
    ("IsDefaultClass", "Annotations"),
    ("Value", "GlobalDefault"),
    ("Namespace", "Address"),
)
_HEAD_LABELS = 16


def kind_of(found: list[Line]) -> str | None:
    """The kind that these lines are surely about; None for other text."""
    edge = min((line.indent for line in found if line.text and line.label), default=0)
    tops: dict[str, Line] = {}
    for line in found:
        if line.indent == edge and line.label:
            tops.setdefault(line.label, line)
    if "API Version" in tops and "Kind" in tops:
        return tops["Kind"].value
    kind = _by_text(found, edge) or next((kind for kind, marks in _MARKS if marks <= tops.keys()), None)
    if kind is not None:
        return kind
    if any(CONDITION_ROW.search(line.text) for line in found):
        return "Node"
    return "Pod" if _is_pod_excerpt(found, tops.get("Status")) else None


def is_head(found: Sequence[Line], index: int) -> bool:
    """Whether the labels below a `Name:` line are those that kubectl prints at the top of an object, in their order."""
    edge = found[index].indent
    labels: list[str] = []
    for line in found[index + 1 : index + 1 + _HEAD_LABELS * 4]:
        if not line.text or len(labels) >= _HEAD_LABELS:
            break
        if line.indent == edge:
            if is_quota_header(line) or is_limits_header(line):
                return labels[:1] == ["Namespace"]
            if line.label is None:
                break
            labels.append(line.label)
    return any(
        first in labels and second in labels and labels.index(first) < labels.index(second)
        for first, second in _HEAD_PAIRS
    )


def _by_text(found: list[Line], edge: int) -> str | None:
    """Kinds whose sure mark is a line without a label: headings and tables."""
    for test, kind in _TEXT_MARKS:
        if any(line.indent == edge and test(line) for line in found):
            return kind
    return _of_data(found)


def _of_data(found: list[Line]) -> str | None:
    """ConfigMap or Secret: a heading `Data` below the few labels of their heads."""
    before: set[str] = set()
    for place, line in enumerate(found[:-1]):
        if line.indent == 0 and line.text in ("Data", "BinaryData") and found[place + 1].text == "====":
            if "Name" not in before or before - _DATA_HEAD:
                return None
            return "Secret" if "Type" in before else "ConfigMap"
        if line.indent == 0 and line.label:
            before.add(line.label)
    return None


_DATA_HEAD = frozenset({"Name", "Namespace", "Labels", "Annotations", "Type"})
_TEXT_MARKS: tuple[tuple[Callable[[Line], bool], str], ...] = (
    (lambda line: line.text in _NAMESPACE_TEXTS, "Namespace"),
    (is_quota_header, "ResourceQuota"),
    (is_limits_header, "LimitRange"),
)


def _is_pod_excerpt(found: list[Line], status: Line | None) -> bool:
    if status is not None and status.value in _STATUSES:
        return True
    labels = {line.label for line in found}
    if labels & CONTAINER_LISTS.keys() or {"State", "Last State"} & labels & CONTAINER or "Restart Count" in labels:
        return True
    return sum(line.text.split(" ")[0] in _POD_CONDITIONS for line in found) >= 2

"""Telling what a parsed value is: an API object, a list of them, or an excerpt of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analyzer.notation.kube.go_fields import api_object, is_go_object

_PHASES = {"Pending", "Running", "Succeeded", "Failed", "Unknown"}
_STATUS_KEYS = {"lastState", "restartCount", "containerID", "imageID"}
_STATUS_LISTS = {"containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"}
_SPEC_LISTS = {"containers", "initContainers", "ephemeralContainers"}
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def typed(value: Any, kind: str | None = None) -> tuple[str, dict[str, Any]] | None:
    """(kind, body in the API's shape) of a parsed value, None if it is no object.

    `kind` is what a list around it says. Objects without a kind are recognised by keys that only one
    kind has; excerpts of a pod (`lastState: …`, a list of container statuses) become a Pod that has
    nothing but them. Watch envelopes (`verb`, `event`) are opened.
    """
    if isinstance(value, list):
        return _excerpt_of_list(value)
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("event"), dict) and "metadata" not in value:
        return typed(value["event"], "Event")
    named = value.get("kind")
    if isinstance(named, str) and named:
        return named, _tidy(value)
    if is_go_object(value):
        value = api_object(value)
    found = kind or infer(value)
    if found:
        return found, _tidy(value)
    return _excerpt(value)


def infer(body: dict[str, Any]) -> str | None:
    """The kind of an object that names none, from keys of its spec and status; None if unsure."""
    spec, status = _map(body.get("spec")), _map(body.get("status"))
    for kind, fits in _MARKS:
        if fits(body, spec, status):
            return kind
    return None


def list_items(value: Any) -> tuple[str | None, list[Any]] | None:
    """(kind of the items as the list's kind tells it, items) if the value is a list of objects."""
    if isinstance(value, list):
        return None, value
    if not isinstance(value, dict) or "items" not in value or not isinstance(value["items"], (list, type(None))):
        return None
    return item_kind(value.get("kind")), value["items"] or []


def item_kind(list_kind: Any) -> str | None:
    """`PodList` -> `Pod`; None for a plain `List`."""
    if isinstance(list_kind, str) and list_kind.endswith("List") and list_kind != "List":
        return list_kind.removesuffix("List")
    return None


_Map = dict[str, Any]
_MARKS: tuple[tuple[str, Callable[[_Map, _Map, _Map], bool]], ...] = (
    (
        "Event",
        lambda b, _s, _t: isinstance(b.get("involvedObject"), dict) or isinstance(b.get("regarding"), dict),
    ),
    ("KubeletConfiguration", lambda b, _s, _t: isinstance(b.get("kubeletconfig"), dict)),
    ("CronJob", lambda _b, s, _t: "jobTemplate" in s),
    ("StatefulSet", lambda _b, s, _t: "template" in s and ("serviceName" in s or "podManagementPolicy" in s)),
    ("DaemonSet", lambda _b, s, t: "template" in s and ("updateStrategy" in s or "numberReady" in t)),
    ("Deployment", lambda _b, s, t: "template" in s and ("strategy" in s or "unavailableReplicas" in t)),
    ("Job", lambda _b, s, _t: "template" in s and ("completions" in s or "backoffLimit" in s)),
    ("ReplicaSet", lambda _b, s, t: "template" in s and "replicas" in s and "replicas" in t),
    ("Node", lambda _b, _s, t: "nodeInfo" in t or {"capacity", "allocatable"} <= t.keys()),
    ("Pod", lambda _b, s, t: isinstance(s.get("containers"), list) or bool(_STATUS_LISTS & t.keys())),
    (
        "Pod",
        lambda _b, _s, t: t.get("phase") in _PHASES and bool({"startTime", "qosClass", "podIP"} & t.keys()),
    ),
    ("PersistentVolume", lambda _b, s, _t: "persistentVolumeReclaimPolicy" in s),
    ("PersistentVolumeClaim", lambda _b, s, _t: "accessModes" in s and "resources" in s),
    ("Service", lambda _b, s, _t: "clusterIP" in s or "sessionAffinity" in s),
    ("Endpoints", lambda b, _s, _t: isinstance(b.get("subsets"), list)),
    ("StorageClass", lambda b, _s, _t: "provisioner" in b and "reclaimPolicy" in b),
    ("Namespace", lambda _b, s, t: s.get("finalizers") == ["kubernetes"] and "phase" in t),
    ("Ingress", lambda _b, s, t: isinstance(s.get("rules"), list) and "loadBalancer" in t),
    ("HorizontalPodAutoscaler", lambda _b, s, _t: "scaleTargetRef" in s and "maxReplicas" in s),
    ("PodDisruptionBudget", lambda _b, _s, t: "disruptionsAllowed" in t and "expectedPods" in t),
    ("NetworkPolicy", lambda _b, s, _t: "podSelector" in s and "policyTypes" in s),
    ("ResourceQuota", lambda _b, s, t: isinstance(s.get("hard"), dict) and isinstance(t.get("used"), dict)),
    ("EndpointSlice", lambda b, _s, _t: "addressType" in b and isinstance(b.get("endpoints"), list)),
    ("Lease", lambda _b, s, _t: "holderIdentity" in s and "leaseDurationSeconds" in s),
    # Only a Secret has a type beside its data.
    ("Secret", lambda b, _s, _t: _is_data(b) and isinstance(b.get("type"), str)),
    ("ConfigMap", lambda b, _s, _t: _is_data(b) and "type" not in b),
)


def _is_data(body: dict[str, Any]) -> bool:
    return isinstance(body.get("data"), dict) and isinstance(body.get("metadata"), dict) and body.keys() <= _DATA_KEYS


_DATA_KEYS = {"apiVersion", "metadata", "data", "binaryData", "immutable", "type"}


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _tidy(body: dict[str, Any]) -> dict[str, Any]:
    """Without managedFields and the copy of itself that `kubectl apply` leaves: nobody reads them."""
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        return body
    annotations = metadata.get("annotations")
    if "managedFields" not in metadata and not (isinstance(annotations, dict) and _LAST_APPLIED in annotations):
        return body
    metadata = {key: value for key, value in metadata.items() if key != "managedFields"}
    if isinstance(annotations, dict):
        metadata["annotations"] = {key: value for key, value in annotations.items() if key != _LAST_APPLIED}
    return {**body, "metadata": metadata}


def _excerpt(value: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    if _is_container_status(value):
        return "Pod", {"status": {"containerStatuses": [value]}}
    if _STATUS_LISTS & value.keys():
        return "Pod", {"status": value}
    if any(isinstance(value.get(key), list) and _has_images(value[key]) for key in _SPEC_LISTS):
        return "Pod", {"spec": value}
    return None


def _excerpt_of_list(value: list[Any]) -> tuple[str, dict[str, Any]] | None:
    if value and all(_is_container_status(item) for item in value):
        return "Pod", {"status": {"containerStatuses": value}}
    return None


def _is_container_status(value: Any) -> bool:
    if not isinstance(value, dict) or "metadata" in value or "kind" in value:
        return False
    if not _STATUS_KEYS & value.keys():
        return False
    states = [value.get("lastState"), value.get("state")]
    return any(isinstance(state, dict) for state in states) or "restartCount" in value


def _has_images(value: list[Any]) -> bool:
    return any(isinstance(item, dict) and "image" in item for item in value)

"""Objects in the words of Go's structs, as clients of Kubernetes 1.8 to 1.13 dumped them.

`kubectl cluster-info dump` of those versions printed the internal types: metadata beside `Spec` and `Status`, field
names in capitals (`PodIP`, `LastTerminationState`), no kind, and a null or an empty string for whatever is not set.
Source: kubernetes pkg/apis/core/types.go and staging/src/k8s.io/api/core/v1/types.go.
"""

from __future__ import annotations

import re
from typing import Any

# Keys at the top of such an object, one of which it has.
MARKS = frozenset(("Spec", "Status", "InvolvedObject", "Subsets", "Provisioner"))


def is_go_object(value: Any) -> bool:
    """Whether a parsed value is such an object."""
    return isinstance(value, dict) and "metadata" not in value and bool(MARKS & value.keys())


def api_object(value: dict[str, Any]) -> dict[str, Any]:
    """The object in the API's own shape; what is not set is absent. `value` is unchanged."""
    fields = {key: item for key, item in value.items() if key[:1].isupper()}
    body = _fields(fields)
    spec = body.get("spec")
    if isinstance(spec, dict) and isinstance(security := spec.get("securityContext"), dict):
        # the internal type keeps these three with the security context
        body["spec"] = {key: security[key] for key in _OF_POD if key in security} | spec
    metadata = {key: item for key, item in value.items() if not key[:1].isupper() and item not in (None, "")}
    return {"metadata": metadata, **body}


_OF_POD = ("hostNetwork", "hostPID", "hostIPC")
# Fields that have another name than the struct's, and maps whose keys are no fields.
_NAMES = {
    "LastTerminationState": "lastState",
    "ReportingController": "reportingComponent",
    "CephFS": "cephfs",
    "StorageOS": "storageos",
}
_MAPS = frozenset("NodeSelector MatchLabels Selector Limits Requests Capacity Allocatable Data Parameters".split())
_CAPITALS = re.compile(r"[A-Z]+")


def _fields(value: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for key, item in value.items():
        if item is None or item == "":
            continue
        body[_name(key)] = item if key in _MAPS else _value(item)
    return body


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        # a template has metadata of its own beside its Spec
        return api_object(value) if "Spec" in value else _fields(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    return value


def _name(key: str) -> str:
    """`PodIP` -> `podIP`, `OSImage` -> `osImage`, `UID` -> `uid`."""
    if (known := _NAMES.get(key)) is not None:
        return known
    found = _CAPITALS.match(key)
    if found is None:
        return key
    # The last capital of several begins the next word, unless the name or its plural ends there.
    length = len(found[0])
    if length > 1 and key[length:] not in ("", "s"):
        length -= 1
    return key[:length].lower() + key[length:]

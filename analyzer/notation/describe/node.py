"""`kubectl describe node` in the API's shape: what it prints, and nothing that it does not."""

from __future__ import annotations

import re

from analyzer.notation.describe.columns import rows
from analyzer.notation.describe.fields import annotated, labels
from analyzer.notation.describe.levels import restored
from analyzer.notation.describe.text import Body, Line, block, continued, printed

_DATE = r"(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|<unknown>)"
CONDITION_ROW = re.compile(
    rf"(?<![\w./-])([A-Za-z][\w./-]*)\s+(True|False|Unknown)\s+({_DATE})\s+({_DATE})(?:\s+(?P<rest>\S.*))?"
)
_REASON = re.compile(r"(\S+)(?:\s{2,}(\S.*)|$)")
# A pasted table may have lost its gaps: then only a word of several capitals is surely a reason.
_TIGHT_REASON = re.compile(r"((?:[A-Z][a-z]*){2,}) (\S.*)")
# A terminal that wraps glues the end of a message to the type of the next row.
_GLUED = re.compile(
    r".*(NetworkUnavailable|OutOfDisk|MemoryPressure|DiskPressure|PIDPressure|KernelDeadlock|ReadonlyFilesystem|Ready)"
)
_TAINT = re.compile(r"([^\s=:]+)(?:=([^\s:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)")
_SYSTEM_INFO = {
    "Machine ID": "machineID",
    "System UUID": "systemUUID",
    "Boot ID": "bootID",
    "Kernel Version": "kernelVersion",
    "OS Image": "osImage",
    "Operating System": "operatingSystem",
    "Architecture": "architecture",
    "Container Runtime Version": "containerRuntimeVersion",
    "Kubelet Version": "kubeletVersion",
    "Kube-Proxy Version": "kubeProxyVersion",
}
_LEASES = "kube-node-lease"
_LEASE_KEYS = {"HolderIdentity": "holderIdentity", "AcquireTime": "acquireTime", "RenewTime": "renewTime"}
_AMOUNT = re.compile(r"(\S+)(?: \(-?\d+%\))?")
_POD_COLUMNS = {
    "CPU Requests": ("requests", "cpu"),
    "CPU Limits": ("limits", "cpu"),
    "Memory Requests": ("requests", "memory"),
    "Memory Limits": ("limits", "memory"),
}
_SIMPLE: dict[str, tuple[str, ...]] = {
    "Name": ("metadata", "name"),
    "CreationTimestamp": ("metadata", "creationTimestamp"),
    "PodCIDR": ("spec", "podCIDR"),
    "ProviderID": ("spec", "providerID"),
    "ExternalID": ("spec", "externalID"),
}


def node(found: list[Line]) -> Body:
    """The node that these lines describe, wherever the excerpt begins and ends."""
    body = Body()
    lines = restored(found)
    seen: set[str] = set()
    for index, line in enumerate(lines):
        label = line.label
        if label is None or line.indent != 0 or label in seen:
            continue
        seen.add(label)
        if label in _SIMPLE:
            body.put(line.value, line.number, *_SIMPLE[label])
        elif label in _READERS:
            _READERS[label](body, lines, index)
    if "Conditions" not in seen:
        _rows(body, lines, is_whole=False)
    return body


def lease(found: list[Line], name: str | None) -> tuple[Body, int] | None:
    """The lease that a described node prints, as an object of its own, and its line."""
    index = next((n for n, line in enumerate(found) if line.indent == 0 and line.label == "Lease"), None)
    if index is None:
        return None
    body = Body()
    body.put(name, found[index].number, "metadata", "name")
    body.put(_LEASES, found[index].number, "metadata", "namespace")
    for line in block(found, index):
        if line.label in _LEASE_KEYS:
            body.put(line.value, line.number, "spec", _LEASE_KEYS[line.label])
    return (body, found[index].number) if "spec" in body.value else None


def _taints(body: Body, lines: list[Line], index: int) -> None:
    number = 0
    for line, text in continued(lines, index):
        found = _TAINT.fullmatch(text)
        if found:
            for key, value in zip(("key", "value", "effect"), found.groups(), strict=True):
                body.put(value or None, line, "spec", "taints", number, key)
            number += 1


def _unschedulable(body: Body, lines: list[Line], index: int) -> None:
    value = (lines[index].value or "").lower()
    if value in ("true", "false"):
        body.put(value == "true", lines[index].number, "spec", "unschedulable")


def _conditions(body: Body, lines: list[Line], index: int) -> None:
    end = index + 1
    while end < len(lines) and not (lines[end].indent == 0 and lines[end].label in _READERS):
        end += 1
    _rows(body, lines[index + 1 : end], is_whole=end < len(lines))


def _rows(body: Body, lines: list[Line], *, is_whole: bool) -> None:
    """Rows of the condition table; text between them belongs to the message before it.

    In a table that is there as a whole that is any text, else only what cannot be anything else.
    """
    number = -1
    for line in lines:
        found = CONDITION_ROW.search(line.text)
        if found is None:
            if number >= 0 and line.text and (is_whole or (line.indent == 0 and line.label is None)):
                _more(body, number, line.text)
            continue
        before, kind = _unglued(line.text[: found.start()] + found[1])
        if before and number >= 0:
            _more(body, number, before)
        number += 1
        reason, message = _reason(found["rest"])
        row = {
            "type": kind,
            "status": found[2],
            "lastHeartbeatTime": printed(found[3]),
            "lastTransitionTime": printed(found[4]),
            "reason": reason,
            "message": message,
        }
        for key, value in row.items():
            body.put(value, line.number, "status", "conditions", number, key)


def _more(body: Body, number: int, text: str) -> None:
    condition = body.value["status"]["conditions"][number]
    if "message" in condition:
        condition["message"] += "\n" + text


def _unglued(text: str) -> tuple[str, str]:
    """(end of the message before, type) of what stands before a row's status."""
    found = _GLUED.fullmatch(text)
    if found is None:
        before, _, kind = text.rpartition(" ")
        return before, kind
    return text[: found.start(1)].strip(), found[1]


def _reason(text: str | None) -> tuple[str | None, str | None]:
    found = (_REASON.fullmatch(text) or _TIGHT_REASON.fullmatch(text)) if text else None
    return (found[1], printed(found[2])) if found else (None, text)


def _addresses(body: Body, lines: list[Line], index: int) -> None:
    number = 0
    for line in block(lines, index):
        if line.label and line.value:
            body.put(line.label, line.number, "status", "addresses", number, "type")
            body.put(line.value, line.number, "status", "addresses", number, "address")
            number += 1


def _amounts(body: Body, lines: list[Line], index: int) -> None:
    key = (lines[index].label or "").lower()
    for line in block(lines, index):
        if line.label and line.value:
            body.put(line.value, line.number, "status", key, line.label)


def _system_info(body: Body, lines: list[Line], index: int) -> None:
    for line in block(lines, index):
        if line.label in _SYSTEM_INFO:
            body.put(line.value, line.number, "status", "nodeInfo", _SYSTEM_INFO[line.label])


def _pods(body: Body, lines: list[Line], index: int) -> None:
    """The pods that count for the node, with what they ask for; percents are left out."""
    for number, (line, cells) in enumerate(rows(block(lines, index))):
        at = ("describedPods", number)
        body.put(cells.get("Namespace"), line, *at, "namespace")
        body.put(cells.get("Name"), line, *at, "name")
        body.put(printed(cells.get("Age", cells.get("AGE"))), line, *at, "age")
        for column, (kind, resource) in _POD_COLUMNS.items():
            body.put(_amount(cells.get(column)), line, *at, kind, resource)


def _requests(body: Body, lines: list[Line], index: int) -> None:
    """What all pods of the node ask for together, a resource a line."""
    below = [line for line in block(lines, index) if not line.text.startswith("(")]
    for number, (line, cells) in enumerate(rows(below)):
        at = ("describedRequests", number)
        body.put(cells.get("Resource"), line, *at, "resource")
        body.put(_amount(cells.get("Requests")), line, *at, "requests")
        body.put(_amount(cells.get("Limits")), line, *at, "limits")


def _amount(cell: str | None) -> str | None:
    """`250m` of `250m (6%)`."""
    found = _AMOUNT.fullmatch(cell or "")
    return found[1] if found else None


_READERS = {
    "Labels": labels,
    "Annotations": annotated,
    "Taints": _taints,
    "Unschedulable": _unschedulable,
    "Conditions": _conditions,
    "Addresses": _addresses,
    "Capacity": _amounts,
    "Allocatable": _amounts,
    "System Info": _system_info,
    "Non-terminated Pods": _pods,
    "Allocated resources": _requests,
}

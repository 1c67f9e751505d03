"""`kubectl describe node` in the API's shape: what it prints, and nothing that it does not."""

from __future__ import annotations

import re

from analyzer.notation.describe_levels import restored
from analyzer.notation.describe_text import Body, Line, block, continued, key_values, printed

_DATE = r"(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|<unknown>)"
CONDITION_ROW = re.compile(
    rf"(?<![\w./-])([A-Za-z][\w./-]*)\s+(True|False|Unknown)\s+({_DATE})\s+({_DATE})(?:\s+(?P<rest>\S.*))?"
)
_REASON = re.compile(r"([A-Za-z]\w*)(?:\s{2,}(\S.*)|$)")
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
        _rows(body, lines)
    return body


def _labels(body: Body, lines: list[Line], index: int) -> None:
    for line, key, value in key_values(continued(lines, index), "="):
        body.put(value, line, "metadata", "labels", key)


def _annotations(body: Body, lines: list[Line], index: int) -> None:
    for line, text in continued(lines, index):
        key, mark, value = text.partition(": ") if ": " in text else text.partition("=")
        if mark and key and " " not in key:
            body.put(value, line, "metadata", "annotations", key)


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
    _rows(body, lines[index + 1 : end])


def _rows(body: Body, lines: list[Line]) -> None:
    """Rows of the condition table; text between them belongs to the message before it."""
    number = -1
    for line in lines:
        found = CONDITION_ROW.search(line.text)
        if found is None:
            if number >= 0 and line.text and line.indent == 0 and line.label is None:
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


_READERS = {
    "Labels": _labels,
    "Annotations": _annotations,
    "Taints": _taints,
    "Unschedulable": _unschedulable,
    "Conditions": _conditions,
    "Addresses": _addresses,
    "Capacity": _amounts,
    "Allocatable": _amounts,
    "System Info": _system_info,
}

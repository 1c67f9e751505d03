"""`kubectl describe pod` in the API's shape: what it prints, and nothing that it does not."""

from __future__ import annotations

import re

from analyzer.notation.describe.containers import containers
from analyzer.notation.describe.fields import annotated, labels, owner, phase
from analyzer.notation.describe.levels import CONTAINER, CONTAINER_LISTS, STATE, restored
from analyzer.notation.describe.raw import masked
from analyzer.notation.describe.text import Body, Line, block, continued, key_values
from analyzer.notation.describe.volumes import volumes

_ORDER = (
    *(
        "Name",
        "Namespace",
        "Priority",
        "Priority Class Name",
        "PriorityClassName",
        "Runtime Class Name",
        "Service Account",
        "Node",
    ),
    *("Start Time", "Labels", "Annotations", "Status", "Termination Grace Period", "Reason", "Message"),
    *("SeccompProfile", "IP", "IPs", "Controlled By", "NominatedNodeName", "Resources", *CONTAINER_LISTS),
    *("Readiness Gates", "Conditions", "Volumes", "QoS Class", "Node-Selectors", "Tolerations", "Events"),
)
_RANK = {label: rank for rank, label in enumerate(_ORDER)}
_MESSAGE = _RANK["Message"]
_PATHS: dict[str, tuple[str, ...]] = {
    "Name": ("metadata", "name"),
    "Namespace": ("metadata", "namespace"),
    "Priority Class Name": ("spec", "priorityClassName"),
    "PriorityClassName": ("spec", "priorityClassName"),  # up to kubectl 1.15
    "Runtime Class Name": ("spec", "runtimeClassName"),
    "Service Account": ("spec", "serviceAccountName"),
    "Start Time": ("status", "startTime"),
    "Reason": ("status", "reason"),
    "IP": ("status", "podIP"),
    "NominatedNodeName": ("status", "nominatedNodeName"),
    "QoS Class": ("status", "qosClass"),
}
_CONDITION = re.compile(r"([A-Za-z][\w./-]*)\s+(True|False|Unknown)")


def pod(found: list[Line]) -> Body:
    """The pod that these lines describe, wherever the excerpt begins and ends."""
    body = Body()
    lines = masked(restored(found))
    tops = _tops(lines)
    for label, index in tops.items():
        _top(body, label, lines, index)
    listed = [(index, CONTAINER_LISTS[label]) for label, index in tops.items() if label in CONTAINER_LISTS]
    first_top = min(tops.values(), default=len(lines))
    if _begins_inside(lines[:first_top]):
        listed.insert(0, (-1, "containers"))
    for start, key in sorted(listed):
        containers(body, key, _section(lines, start, tops))
    return body


def _tops(lines: list[Line]) -> dict[str, int]:
    """Place of each label at the left edge.

    The message of a pod goes on at the left edge and can imitate labels. What kubectl prints before
    the message counts the first time, what it prints after it the last time.
    """
    found: dict[str, int] = {}
    for index, line in enumerate(lines):
        label = line.label if line.indent == 0 else None
        if label in _RANK and (label not in found or _RANK[label] > _MESSAGE):
            found[label] = index
    return found


def _begins_inside(lines: list[Line]) -> bool:
    return any(line.label in CONTAINER or line.label in STATE for line in lines)


def _section(lines: list[Line], start: int, tops: dict[str, int]) -> list[Line]:
    after = [index for index in tops.values() if index > start]
    return lines[start + 1 : min(after, default=len(lines))]


def _top(body: Body, label: str, lines: list[Line], index: int) -> None:
    line = lines[index]
    if label in _PATHS:
        body.put(line.value, line.number, *_PATHS[label])
    elif label in _READERS:
        _READERS[label](body, lines, index)


def _node(body: Body, lines: list[Line], index: int) -> None:
    name, _, address = (lines[index].value or "").partition("/")
    body.put(name or None, lines[index].number, "spec", "nodeName")
    body.put(address or None, lines[index].number, "status", "hostIP")


def _priority(body: Body, lines: list[Line], index: int) -> None:
    value = lines[index].value or ""
    body.put(
        int(value) if len(value) < 20 and value.removeprefix("-").isdecimal() else None,
        lines[index].number,
        "spec",
        "priority",
    )


def _grace(body: Body, lines: list[Line], index: int) -> None:
    seconds = (lines[index].value or "").removesuffix("s")
    if seconds.isdecimal():
        body.put(int(seconds), lines[index].number, "metadata", "deletionGracePeriodSeconds")


def _message(body: Body, lines: list[Line], index: int) -> None:
    text = [lines[index].rest]
    for line in lines[index + 1 :]:
        if line.indent == 0 and (line.label in _RANK or not line.text):
            break
        text.append(line.text)
    body.put("\n".join(text).strip() or None, lines[index].number, "status", "message")


def _resources(body: Body, lines: list[Line], index: int) -> None:
    kind: str | None = None
    for line in block(lines, index):
        if line.label in ("Limits", "Requests"):
            kind = line.label.lower()
        elif kind and line.label and line.value:
            body.put(line.value, line.number, "spec", "resources", kind, line.label)


def _conditions(body: Body, lines: list[Line], index: int) -> None:
    number = 0
    for line in block(lines, index):
        row = _CONDITION.fullmatch(line.text)
        if row:
            condition = {"type": row[1], "status": row[2]}
            for key, value in condition.items():
                body.put(value, line.number, "status", "conditions", number, key)
            number += 1


def _volumes(body: Body, lines: list[Line], index: int) -> None:
    volumes(body, block(lines, index))


def _node_selectors(body: Body, lines: list[Line], index: int) -> None:
    for number, key, value in key_values(continued(lines, index), "="):
        body.put(value, number, "spec", "nodeSelector", key)


_READERS = {
    "Node": _node,
    "Priority": _priority,
    "Status": phase,
    "Termination Grace Period": _grace,
    "Message": _message,
    "Controlled By": owner,
    "Labels": labels,
    "Annotations": annotated,
    "Resources": _resources,
    "Conditions": _conditions,
    "Volumes": _volumes,
    "Node-Selectors": _node_selectors,
}

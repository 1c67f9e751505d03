"""Quotas, limits, autoscalers, budgets and namespaces, described."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from analyzer.notation.describe.columns import Cells, rows
from analyzer.notation.describe.fields import HEAD, Fields, conditions, flag, integer, pairs, text
from analyzer.notation.describe.text import Body, Line, block, printed

_PODS = re.compile(r"(?P<current>\d+) current / (?P<desired>\d+) desired")
_QUOTA_HEADER = re.compile(r"Resource\s+Used\s+Hard")
_LIMITS_HEADER = re.compile(r"Type\s+Resource\s+Min\s+Max\s")
_LIMITS = {
    "Min": "min",
    "Max": "max",
    "Default Request": "defaultRequest",
    "Default Limit": "default",
    "Max Limit/Request Ratio": "maxLimitRequestRatio",
}


def is_quota_header(line: Line) -> bool:
    """Whether the table of a ResourceQuota begins on this line."""
    return _QUOTA_HEADER.fullmatch(line.text) is not None


def is_limits_header(line: Line) -> bool:
    """Whether the table of a LimitRange begins on this line."""
    return _LIMITS_HEADER.match(line.text) is not None


def quota(body: Body, lines: list[Line]) -> None:
    """Put the table of a ResourceQuota where the API has it."""
    for line, cells in _table(lines, is_quota_header):
        if resource := cells.get("Resource"):
            body.put(printed(cells.get("Used")), line, "status", "used", resource)
            body.put(printed(cells.get("Hard")), line, "status", "hard", resource)


def limits(body: Body, lines: list[Line]) -> None:
    """Put the table of a LimitRange where the API has it; `-` is not set."""
    places: dict[str, int] = {}
    for line, cells in _table(lines, is_limits_header):
        kind, resource = cells.get("Type"), cells.get("Resource")
        if not kind or not resource:
            continue
        number = places.setdefault(kind, len(places))
        body.put(kind, line, "spec", "limits", number, "type")
        for column, key in _LIMITS.items():
            value = cells.get(column, "-")
            body.put(value if value != "-" else None, line, "spec", "limits", number, key, resource)


def embedded(lines: list[Line], namespace: str | None) -> Iterator[tuple[str, Body, int]]:
    """Quotas and limits inside a described Namespace; the limits of all its LimitRanges stand in one table."""
    starts = [place for place, line in enumerate(lines) if line.indent in (1, 2) and line.label == "Name"]
    end = next((place for place, line in enumerate(lines) if line.text == "Resource Limits"), len(lines))
    for start, stop in pairwise((*starts, end)):
        body = Body()
        body.put(lines[start].value, lines[start].number, "metadata", "name")
        body.put(namespace, lines[start].number, "metadata", "namespace")
        quota(body, lines[start:stop])
        yield "ResourceQuota", body, lines[start].number
    if end < len(lines):
        body = Body()
        body.put(namespace, lines[end].number, "metadata", "namespace")
        limits(body, lines[end:])
        yield "LimitRange", body, lines[end].number


def _table(lines: list[Line], is_header: Callable[[Line], bool]) -> Iterator[tuple[int, Cells]]:
    start = next((place for place, line in enumerate(lines) if is_header(line)), None)
    if start is None:
        return
    end = start + 1
    while end < len(lines) and lines[end].text:
        end += 1
    yield from rows(lines[start:end])


def _scale_target(body: Body, lines: list[Line], index: int) -> None:
    kind, _, name = (lines[index].value or "").partition("/")
    body.put(kind or None, lines[index].number, "spec", "scaleTargetRef", "kind")
    body.put(name or None, lines[index].number, "spec", "scaleTargetRef", "name")


def scaled_pods(body: Body, lines: list[Line]) -> None:
    """`Deployment pods:  2 current / 3 desired`: the label begins with the kind that is scaled."""
    for line in lines:
        found = _PODS.fullmatch(line.value or "") if line.indent == 0 and (line.label or "").endswith(" pods") else None
        if found:
            body.put(int(found["current"]), line.number, "status", "currentReplicas")
            body.put(int(found["desired"]), line.number, "status", "desiredReplicas")
            return


def _budget_status(body: Body, lines: list[Line], index: int) -> None:
    for line in block(lines, index):
        if line.label in _BUDGET_KEYS and (line.value or "").isdecimal():
            body.put(int(line.value or ""), line.number, "status", _BUDGET_KEYS[line.label])


_BUDGET_KEYS = {
    "Allowed disruptions": "disruptionsAllowed",
    "Current": "currentHealthy",
    "Desired": "desiredHealthy",
    "Total": "expectedPods",
}
AUTOSCALER: Fields = {
    **HEAD,
    "Reference": _scale_target,
    "Min replicas": integer("spec", "minReplicas"),
    "Max replicas": integer("spec", "maxReplicas"),
    "Conditions": conditions,
}
BUDGET: Fields = {
    **HEAD,
    "Min available": text("spec", "minAvailable"),
    "Max unavailable": text("spec", "maxUnavailable"),
    "Selector": text("spec", "selector"),
    "Status": _budget_status,
}
NAMESPACE: Fields = {**HEAD, "Status": text("status", "phase"), "Conditions": conditions}
PRIORITY_CLASS: Fields = {
    "Name": HEAD["Name"],
    "Value": integer("value"),
    "GlobalDefault": flag("globalDefault"),
    "PreemptionPolicy": text("preemptionPolicy"),
}
SIGNING_REQUEST: Fields = {
    "Name": HEAD["Name"],
    "Labels": pairs("metadata", "labels"),
    "CreationTimestamp": HEAD["CreationTimestamp"],
    "Requesting User": text("spec", "username"),
    "Signer": text("spec", "signerName"),
}

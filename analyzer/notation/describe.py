"""What `kubectl describe` prints, of any kind and version, whole or as an excerpt, as API objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import Problem
from analyzer.notation.describe_kinds import kind_of, other
from analyzer.notation.describe_levels import CONTAINER, STATE, TOP
from analyzer.notation.describe_node import CONDITION_ROW, node
from analyzer.notation.describe_pod import pod
from analyzer.notation.describe_text import Body, Line, lines, printed

_FIRST = re.compile(r"Name:\s+\S")
_SECOND = re.compile(
    r"\s*(?:Namespace|Labels|Roles?|IsDefaultClass|Selector|Annotations|Value|Image Pull Secrets"
    r"|API Version):"
)
_CONTAINER_LINE = re.compile(
    r" {4}(?:Container ID|Image|Image ID|Ports?|Host Ports?|State|Last State|Ready|Restart Count"
    r"|Limits|Requests|Liveness|Readiness|Startup|Environment|Mounts):(?:\s|$)"
)
_STATE_LINE = re.compile(r"\s*(?:Exit Code:\s+\d+|(?:Started|Finished):\s+[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} )")
_POD_LINE = re.compile(
    r"(?:(?:State|Last State):\s+(?:Running|Waiting|Terminated)|Restart Count:\s+\d|Container ID:\s+\S+://"
    r"|(?:Liveness|Readiness|Startup):\s+\S.*delay=|QoS Class:\s+[A-Z]|Controlled By:\s+[A-Z]\w*/"
    r"|Type:\s+(?:EmptyDir|ConfigMap|Secret|Projected|HostPath|PersistentVolumeClaim|DownwardAPI) \("
    r"|Node-Selectors:\s|Start Time:\s+[A-Z][a-z]{2}, \d\d "
    r"|Status:\s+(?:Pending|Running|Failed|Succeeded|Terminating)"
    r"|(?:Non-terminated Pods|System Info|Allocatable|CreationTimestamp|Unschedulable|StrategyType"
    r"|Pods? Status(?:es)?|Reclaim Policy|Session Affinity|Used By):(?:\s|$))"
)


_EVENTS = re.compile(r"^[> \t`*]{0,8}Events:", re.MULTILINE)


class _Chunk(NamedTuple):
    kind: str | None
    lines: list[Line]
    events: list[Line]  # the lines below `Events:`


def is_describe_start(line: str) -> bool:
    """Whether an object may start on this line: `Name:  web`; the next label decides."""
    return _FIRST.match(line.lstrip("> `")) is not None


def is_describe_line(line: str) -> bool:
    """Whether describe alone prints such a line: a known label with a fitting value or indentation."""
    if ":" not in line:
        return False
    return (
        _CONTAINER_LINE.match(line) is not None
        or _STATE_LINE.match(line) is not None
        or _POD_LINE.match(line.lstrip("> `")) is not None
        or CONDITION_ROW.match(line.lstrip("> `")) is not None
        or is_describe_start(line)
    )


def objects(text: str, first_line: int) -> Iterator[KubeObject | Problem]:
    """The objects that `text` describes; an excerpt without a head has no names.

    Pods and nodes have the API's shape as far as describe prints it; other kinds have metadata and
    what is listed in describe_kinds.
    """
    for chunk in _chunks(text, first_line):
        body = _body(chunk)
        if body is not None and chunk.kind is not None:
            yield KubeObject(chunk.kind, body.value, _first_line(chunk), "describe")


def locate(text: str, first_line: int, object_line: int, path: str) -> tuple[int, int | None] | None:
    """(line, column from 1) of the value at `path` of the object that starts on `object_line`."""
    for chunk in _chunks(text, first_line):
        if not chunk.lines or _first_line(chunk) != object_line:
            continue
        body = _body(chunk)
        line = body.line(path) if body is not None else None
        if line is None:
            return object_line, None
        raw = text.split("\n")[line - first_line]
        value = re.compile(r"[^:]*:\s+(?=\S)").match(raw)
        return line, value.end() + 1 if value else len(raw) - len(raw.lstrip()) + 1
    return None


def events_sections(text: str, first_line: int) -> Iterator[tuple[int, int, dict[str, str]]]:
    """(first line, last line, whose) of each `Events:` section that has rows.

    The first line is that of `Events:`. The third part has kind, namespace, name and, for pods, node,
    as far as they are known.
    """
    # Asked of every text, also of large logs: nearly all of them are done here.
    if "Events:" not in text or not (_EVENTS.search(text) or "<br" in text):
        return
    for chunk in _chunks(text, first_line):
        rows = [line for line in chunk.events if line.text]
        if rows:
            yield chunk.events[0].number, rows[-1].number, _context(chunk)


def _chunks(text: str, first_line: int) -> Iterator[_Chunk]:
    # kubectl prints the exit code after a termination message: what looks like an object before it is text.
    found = lines(text, first_line)
    bounds: list[int] = []
    in_message = False
    for index, line in enumerate(found):
        if line.indent == 6 and line.label in ("Message", "Exit Code"):
            in_message = line.label == "Message"
        elif not in_message and _is_start(found, index):
            bounds.append(index)
    if not bounds or bounds[0] > 0:
        bounds.insert(0, 0)
    for begin, end in zip(bounds, [*bounds[1:], len(found)], strict=True):
        yield _chunk(found[begin:end])


def _chunk(found: list[Line]) -> _Chunk:
    start = next((n for n, line in enumerate(found) if line.indent <= 2 and line.label == "Events"), len(found))
    events = found[start:]
    if not events or "<none>" in events[0].text:
        return _Chunk(kind_of(found[: start + 1]), found[: start + 1], [])
    return _Chunk(kind_of(found[: start + 1]), found[: start + 1], events)


def _is_start(found: list[Line], index: int) -> bool:
    line = found[index]
    if line.indent > 3 or not _FIRST.match(line.text):
        return False
    following = found[index + 1] if index + 1 < len(found) else None
    if following is None or not _SECOND.match(following.text) or following.indent > line.indent:
        return False
    before = found[index - 1] if index else None
    return before is None or not before.text or before.label is None or before.label.startswith("std")


def _first_line(chunk: _Chunk) -> int:
    for line in chunk.lines:
        if line.label in TOP or line.label in CONTAINER or line.label in STATE or _FIRST.match(line.text):
            return line.number
    return next((line.number for line in chunk.lines if line.text), 0)


def _body(chunk: _Chunk) -> Body | None:
    if chunk.kind is None:
        return None
    body = _CONVERT.get(chunk.kind, other)(chunk.lines)
    return body if body.value else None


def _context(chunk: _Chunk) -> dict[str, str]:
    body = _body(chunk)
    if body is None or chunk.kind is None:
        return {}
    context = {"kind": chunk.kind}
    metadata, spec = body.value.get("metadata", {}), body.value.get("spec", {})
    for key, value in (("namespace", metadata.get("namespace")), ("name", metadata.get("name"))):
        if value:
            context[key] = value
    node_name = metadata.get("name") if chunk.kind == "Node" else spec.get("nodeName")
    if printed(node_name):
        context["node"] = node_name
    return context


_CONVERT = {"Pod": pod, "Node": node}

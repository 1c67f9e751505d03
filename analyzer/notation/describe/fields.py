"""How the values behind the labels of `kubectl describe` are read, whatever kind they belong to.

A kind is a mapping from label to reader; `read` applies it to all labels at the left edge. Readers put what
they find where the API has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from analyzer.notation.describe.columns import rows
from analyzer.notation.describe.text import Body, Line, block, continued, key_values, printed

Reader = Callable[[Body, list[Line], int], None]
Fields = Mapping[str, Reader]

CONDITION_STATUS = frozenset({"True", "False", "Unknown"})
_INTEGER = re.compile(r"-?\d{1,18}")
_LASTS = re.compile(r" \(lasts (.*)\)$")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_CONDITION_KEYS = {
    "Type": "type",
    "Status": "status",
    "LastProbeTime": "lastProbeTime",
    "LastTransitionTime": "lastTransitionTime",
    "Reason": "reason",
    "Message": "message",
}


def read(lines: list[Line], fields: Fields, *, repeated: frozenset[str] = frozenset()) -> Body:
    """The object whose labels at the left edge these readers know; of a label the first one counts.

    `repeated` are labels that stand there several times, as the ports of a Service do.
    """
    body = Body()
    seen: set[str] = set()
    for index, line in enumerate(lines):
        label = line.label
        if label is None or line.indent != 0 or (label in seen and label not in repeated):
            continue
        seen.add(label)
        reader = fields.get(label)
        if reader is not None:
            reader(body, lines, index)
    return body


def text(*path: str) -> Reader:
    """A value of one line."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        body.put(lines[index].value, lines[index].number, *path)

    return reader


def message(*path: str) -> Reader:
    """A text that goes on over the lines below."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        more = [line.text for line in block(lines, index)]
        body.put("\n".join([lines[index].rest, *more]).strip() or None, lines[index].number, *path)

    return reader


def integer(*path: str) -> Reader:
    """A whole number; `600s` is one, too."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        value = (lines[index].value or "").removesuffix("s")
        body.put(int(value) if _INTEGER.fullmatch(value) else None, lines[index].number, *path)

    return reader


def flag(*path: str) -> Reader:
    """True or False, in any case, or Yes or No."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        body.put(_FLAGS.get((lines[index].value or "").lower()), lines[index].number, *path)

    return reader


def words(*path: str, separator: str = ",") -> Reader:
    """A list on one line: `a,b`."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        value = lines[index].value
        parts = [part.strip() for part in value.split(separator)] if value else None
        body.put(parts, lines[index].number, *path)

    return reader


def bracketed(*path: str) -> Reader:
    """A list as Go prints it: `[a b]`."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        value = (lines[index].value or "").removeprefix("[").removesuffix("]")
        body.put(value.split() or None, lines[index].number, *path)

    return reader


def listed(*path: str) -> Reader:
    """A list with one element a line, the first beside the label or below it."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        for number, (line, part) in enumerate(continued(lines, index)):
            body.put(part, line, *path, number)

    return reader


def pairs(*path: str) -> Reader:
    """`key=value` pairs joined by commas on one line; their values hold no commas."""

    def reader(body: Body, lines: list[Line], index: int) -> None:
        line = lines[index]
        parts = ((line.number, part) for part in (line.value or "").split(","))
        for number, key, value in key_values(parts, "="):
            body.put(value, number, *path, key)

    return reader


def phase(body: Body, lines: list[Line], index: int) -> None:
    """The phase; while an object is deleted it is `Terminating (lasts 5m)`."""
    value = lines[index].value
    body.put(_LASTS.sub("", value) if value else None, lines[index].number, "status", "phase")
    if value and (lasts := _LASTS.search(value)):
        body.put(lasts[1], lines[index].number, "describedTerminating")


def labels(body: Body, lines: list[Line], index: int) -> None:
    """Labels, one a line."""
    for line, key, value in key_values(continued(lines, index), "="):
        body.put(value, line, "metadata", "labels", key)


def annotated(body: Body, lines: list[Line], index: int) -> None:
    """Annotations, one a line; a long one begins below its key, further right.

    kubectl up to 1.9 printed them as `key=value`.
    """
    column = lines[index].column
    found: list[tuple[int, str, list[str]]] = []
    for number, indent, part in _value_lines(lines, index):
        if found and (indent > column or not part):
            found[-1][2].append(part)
            continue
        key, mark, value = part.partition(": ")
        if not mark and part.endswith(":"):
            key, mark = part[:-1], ":"
        if not mark:
            key, mark, value = part.partition("=")
        found.append((number, key if mark and " " not in key else "", [value] if value else []))
    for number, key, parts in found:
        if key:
            body.put("\n".join(parts), number, "metadata", "annotations", key)


def owner(body: Body, lines: list[Line], index: int) -> None:
    """`Controlled By:  ReplicaSet/web`: the owner that controls."""
    kind, mark, name = (lines[index].value or "").partition("/")
    if mark:
        reference = {"kind": kind, "name": name, "controller": True}
        body.put([reference], lines[index].number, "metadata", "ownerReferences")


def conditions(body: Body, lines: list[Line], index: int) -> None:
    """A table of conditions; kinds differ in its columns."""
    end = index + 1
    while end < len(lines) and not _ends_conditions(lines[end]):
        end += 1
    for number, (line, cells) in enumerate(rows(lines[index + 1 : end], second=CONDITION_STATUS)):
        for column, key in _CONDITION_KEYS.items():
            body.put(printed(cells.get(column)), line, "status", "conditions", number, key)


def _ends_conditions(line: Line) -> bool:
    """Whether this line follows the conditions of some kind: a message cannot reach beyond it."""
    return line.indent == 0 and (line.label in _BEHIND_CONDITIONS or line.text in _BEHIND_CONDITIONS)


_BEHIND_CONDITIONS = frozenset(
    {
        *("Events", "OldReplicaSets", "NewReplicaSet", "Used By", "Volumes", "Pod Template"),
        *("Resource Quotas", "No resource quota.", "Resource Limits", "No LimitRange resource."),
    }
)

HEAD: Fields = {
    "Name": text("metadata", "name"),
    "Namespace": text("metadata", "namespace"),
    "CreationTimestamp": text("metadata", "creationTimestamp"),
    "Created on": text("metadata", "creationTimestamp"),
    "Labels": labels,
    "Annotations": annotated,
    "Controlled By": owner,
    "Finalizers": bracketed("metadata", "finalizers"),
}


def _value_lines(lines: list[Line], index: int) -> list[tuple[int, int, str]]:
    """(line, indentation, text) of the parts of a value, that on the label's own line first."""
    line = lines[index]
    own = [(line.number, line.column, line.value)] if line.value is not None else []
    return [*own, *((below.number, below.indent, below.text) for below in block(lines, index))]

"""Kinds that kubectl has no describer for: custom resources, leases, whatever was added to Kubernetes later.

Keys are printed as words (`replicaCount` is `Replica Count`), two blanks deeper on each level, in the order of
the alphabet. Elements of a list have no mark: a new one begins where that order does.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from analyzer.notation.describe.fields import HEAD, Fields, read, text
from analyzer.notation.describe.text import Body, Line, block

_PLAIN_KEY = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
# Arrays of the API that are read; an array of one element looks like an object.
_ARRAYS = frozenset({"conditions", "ownerReferences", "items"})
_FLAGS = {"true": True, "false": False}
_MAX_DEPTH = 40
# The client names some keys by itself; `UID` is one word in all versions.
_NAMES = {"Apiversion": "apiVersion", "Uid": "uid", "UID": "uid"}


def generic(lines: list[Line]) -> Body:
    """An object of any kind: as far as the form of its fields is certain."""
    body = read(lines, _HEAD)
    seen: set[str] = set()
    for place, line in enumerate(lines):
        label = line.label
        if line.indent != 0 or label is None or label in _HEAD or label in seen or label == "Events":
            continue
        seen.add(label)
        if label == "Status" and not line.rest:
            # A text may hold lines at the left edge; kubectl prints the status last.
            place = max(n for n, other in enumerate(lines) if other.indent == 0 and other.label == label)
        _put_field(body, lines, place, 0)
    return body


_HEAD: Fields = {**HEAD, "API Version": text("apiVersion"), "Kind": text("kind")}


def _put_field(body: Body, lines: list[Line], place: int, depth: int, *path: str | int) -> None:
    """Put the field that begins on this line below a path."""
    line = lines[place]
    key = _key(line.label or "")
    below = block(lines, place)
    if line.rest:
        body.put(_value(key, line.value), line.number, *path, key)
    elif key in _ARRAYS:
        for number, element in enumerate(_elements(below)):
            _put(body, element, depth + 1, *path, key, number)
    elif _fields(below):
        _put(body, below, depth + 1, *path, key)
    elif any(found.text for found in below):
        body.put([found.text for found in below if found.text], line.number, *path, key)


def _put(body: Body, lines: list[Line], depth: int, *path: str | int) -> None:
    """Put the fields of one object below a path."""
    if depth <= _MAX_DEPTH:
        for place in _fields(lines):
            _put_field(body, lines, place, depth, *path)


def _fields(lines: list[Line]) -> list[int]:
    """Indexes of the lines with a label on the first level of a block."""
    level = next((line.indent for line in lines if line.text), 0)
    return [place for place, line in enumerate(lines) if line.indent == level and line.label is not None]


def _elements(lines: list[Line]) -> list[list[Line]]:
    """The lines of each element of an array of objects."""
    places = _fields(lines)
    starts = [
        place
        for number, place in enumerate(places)
        if number == 0 or (lines[place].label or "") <= (lines[places[number - 1]].label or "")
    ]
    return [lines[start:stop] for start, stop in pairwise((*starts, len(lines)))]


def _key(label: str) -> str:
    """`Last Transition Time` is lastTransitionTime; a key with other characters is printed as it is."""
    if label in _NAMES:
        return _NAMES[label]
    if not _PLAIN_KEY.fullmatch(label):
        return label
    first, *others = label.split(" ")
    if first.isupper():
        first = first.lower()
    return first[:1].lower() + first[1:] + "".join(others)


def _value(key: str, value: str | None) -> Any:
    return _FLAGS.get(value, value) if key in ("controller", "blockOwnerDeletion") and value else value

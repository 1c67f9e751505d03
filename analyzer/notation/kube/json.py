"""API objects in JSON: lists, bare arrays, values in a row, watch envelopes, cut files and excerpts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import Problem
from analyzer.notation import json, object_path
from analyzer.notation.kube import kind as kube_kind
from analyzer.notation.unreadable import UnreadableError

_MAX_NESTING = 5
_MAX_INDENT = 1000
# An excerpt begins with a key; before it may stand the ends of what was cut away.
_EXCERPT = re.compile(r"[\s,}\]]*(?=\"[^\"\n]*\"[ \t]*:)")
# An item may begin behind the end of the one before it.
_CLOSING = re.compile(r"[\s,}\]]*")
_ITEMS = ("items", "Items")
_OBJECT_KEYS = {"kind", "metadata", "spec", "status", "event", "involvedObject", "items"}


class _Head(msgspec.Struct):
    """The two keys of a list that matter; the items stay unparsed."""

    kind: str | None = None
    items: list[msgspec.Raw] | None = None


class _GoHead(msgspec.Struct, rename={"items": "Items"}):
    """The same of a list that has the names of Go (go_fields)."""

    items: list[msgspec.Raw] | None = None


class _List(NamedTuple):
    kind: str | None
    items: list[msgspec.Raw]
    key: str


_HEAD = msgspec.json.Decoder(_Head)
_GO_HEAD = msgspec.json.Decoder(_GoHead)
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])


def objects(text: str, first_line: int) -> Iterator[KubeObject | Problem]:
    """The objects of `text`, whose first line is line `first_line` of its member.

    Of a text that ends in the middle, the complete objects come first, then what is complete of the
    one that is cut, then a Problem. Problems have no path: the caller knows the member.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    start = json.skip_blanks(text, 0)
    if start >= len(text):
        return
    reader = _Reader(text, first_line)
    if text[start] not in "[{":
        yield from reader.excerpt()
    elif _is_one_value(text[start:]):
        yield from reader.value(start, len(text), "", None)
    else:
        for begin, end in json.values(text):
            if text[begin] in "[{":
                yield from reader.value(begin, end, "", None) if end >= 0 else reader.cut(begin)


def locate(text: str, first_line: int, object_line: int, path: str) -> tuple[int, int | None] | None:
    """(line, column from 1) of the value at `path` of the object that starts on `object_line`.

    Where the path is absent, its nearest ancestor counts; None if the line is not in the text.
    """
    offset = _line_start(text, object_line - first_line)
    if offset is None:
        return None
    parts = object_path.parts(path)
    if parts and (isinstance(parts[0], int) or parts[0] in _ITEMS):
        start, parts = _item(text, offset, parts)
    else:
        closing = _CLOSING.match(text, offset)
        start = closing.end() if closing else offset
    found = _EXCERPT.match(text, start)
    if found is not None:
        start = found.end() - 1
    elif start >= len(text) or text[start] not in "[{":
        return object_line, None
    position = _walk(text, start, parts, is_object=found is not None or text[start] == "{")
    if position is None:
        return object_line, None
    line = first_line + text.count("\n", 0, position)
    return line, position - text.rfind("\n", 0, position)


class _Reader:
    """Finds objects and their lines in one text; lines are counted once."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._reached = 0
        self._lines = 0

    def value(
        self, start: int, end: int, at: str, kind: str | None, nesting: int = 0
    ) -> Iterator[KubeObject | Problem]:
        """The objects of the complete value from `start` to `end`."""
        text = self._text[start:end]
        found = _list(text)
        if found is not None and nesting < _MAX_NESTING:
            yield from self._items(start, found, at, nesting)
            return
        line, own_line = self._place(start)
        try:
            value = json.load(text)
        except UnreadableError as refused:
            where = line + max(refused.line - 1, 0)
            yield Problem("", refused.reason, f"JSON from line {line}: {refused.detail}", line=where)
            return
        typed = kube_kind.typed(value, kind)
        if typed is not None:
            yield KubeObject(*typed, line, "json", "" if own_line else at)

    def cut(self, start: int) -> Iterator[KubeObject | Problem]:
        """What is complete of the value at `start`, which does not end; then the Problem."""
        line, _ = self._place(start)
        opened = _open_items(self._text, start)
        if opened is None:
            yield from self._repaired(self._text[start:], start, "", None)
        else:
            array, kind, key = opened
            for index, (begin, end) in enumerate(json.elements(self._text, array)):
                at = object_path.join(*key, index)
                if end >= 0:
                    yield from self.value(begin, end, at, kind, 1)
                else:
                    yield from self._repaired(self._text[begin:], begin, at, kind)
        yield Problem("", "TRUNCATED", f"the JSON that starts at line {line} does not end", line=line)

    def excerpt(self) -> Iterator[KubeObject]:
        """An object of which only some members are there, without the brackets around them."""
        found = _EXCERPT.match(self._text)
        if found is not None:
            yield from self._repaired("{" + self._text[found.end() :], found.end(), "", None)

    def _items(self, start: int, found: _List, at: str, nesting: int) -> Iterator[KubeObject | Problem]:
        position = start + 1
        for index, raw in enumerate(found.items):
            item = bytes(raw).decode("utf-8", "replace")
            begin = self._text.find(item, position)
            if begin < 0 or not item.startswith("{"):
                continue
            position = begin + len(item)
            inner = object_path.join(*object_path.parts(at), *([found.key] if found.key else []), index)
            yield from self.value(begin, position, inner, found.kind, nesting + 1)

    def _repaired(self, text: str, start: int, at: str, kind: str | None) -> Iterator[KubeObject]:
        repaired = json.repair(text)
        if repaired is None:
            return
        try:
            typed = kube_kind.typed(json.load(repaired), kind)
        except UnreadableError:
            return
        if typed is not None and typed[1].keys() - {"apiVersion", "kind"}:
            line, own_line = self._place(start)
            yield KubeObject(*typed, line, "json", "" if own_line else at)

    def _place(self, position: int) -> tuple[int, bool]:
        """(line of the position, whether the value there is the first thing on its line)."""
        if position < self._reached:
            self._reached = self._lines = 0
        self._lines += self._text.count("\n", self._reached, position)
        self._reached = position
        begin = max(0, position - _MAX_INDENT)
        line_start = self._text.rfind("\n", begin, position) + 1
        own_line = (line_start > 0 or begin == 0) and not self._text[line_start:position].strip(" \t\r,}]")
        return self._first_line + self._lines, own_line


def _is_one_value(text: str) -> bool:
    if _list(text) is not None:
        return True
    try:
        json.load(text)
    except UnreadableError as refused:
        return refused.reason.startswith("LIMIT")
    return True


def _list(text: str) -> _List | None:
    data = text.encode("utf-8", "replace")
    try:
        if data.lstrip()[:1] == b"[":
            found = _List(None, _ARRAY.decode(data), "")
        else:
            head = _HEAD.decode(data)
            if head.items is not None:
                return _List(kube_kind.item_kind(head.kind), head.items, "items")
            items = _GO_HEAD.decode(data).items if b'"Items"' in data else None
            return None if items is None else _List(None, items, "Items")
        first = msgspec.json.decode(found.items[0]) if found.items else {}
    except (msgspec.DecodeError, RecursionError):
        return None
    return found if isinstance(first, dict) and _OBJECT_KEYS & first.keys() else None


def _open_items(text: str, start: int) -> tuple[int, str | None, tuple[str, ...]] | None:
    """(start of the array, kind of its items, its path) of a list of objects that does not end."""
    if text[start] == "[":
        return start, None, ()
    kind = None
    for key, position in json.pairs(text, start):
        if key == "kind" and text[position] == '"':
            kind = kube_kind.item_kind(text[position + 1 : json.value_end(text, position) - 1])
        if key in _ITEMS and text[position] == "[":
            return position, kind, (key,)
    return None


def _line_start(text: str, lines: int) -> int | None:
    position = 0
    for _ in range(lines):
        position = text.find("\n", position) + 1
        if position == 0:
            return None
    return position if lines >= 0 else None


def _item(text: str, offset: int, parts: list[str | int]) -> tuple[int, list[str | int]]:
    """Start of the item that the path leads to, and the rest of the path.

    In one list, however large, the items are found without going through their text.
    """
    found = _list(text)
    index = parts[1] if found and found.key and len(parts) > 1 else parts[0]
    if found is None or not isinstance(index, int) or index >= len(found.items):
        return _value_around(text, offset), parts
    position = text.index("[" if not found.key else "{") + 1
    for raw in found.items[: index + 1]:
        item = bytes(raw).decode("utf-8", "replace")
        begin = text.find(item, position)
        if begin < 0:
            return _value_around(text, offset), parts
        position = begin + len(item)
    return begin, parts[2:] if found.key else parts[1:]


def _value_around(text: str, offset: int) -> int:
    """Start of the value at the top of `text` that the position lies in."""
    around = 0
    end_of_line = text.find("\n", offset)
    for start, _ in json.values(text):
        if start > offset and (end_of_line >= 0 and start > end_of_line):
            break
        around = start
    return around


def _walk(text: str, start: int, parts: list[str | int], *, is_object: bool) -> int | None:
    """Position of the value that the parts lead to, as far as they exist; None for none of them."""
    reached: int | None = None
    position, parts = _entry(text, start, parts) if is_object else (start, parts)
    for part in parts:
        if isinstance(part, int):
            found = _element(text, position, part)
        elif is_object or text[position] == "{":
            found = dict(json.pairs(text, position)).get(part)
        else:
            found = None
        if found is None:
            break
        is_object = False
        position = found
        # The bracket of an array's element says nothing: its first key does.
        reached = json.skip_blanks(text, found + 1) if isinstance(part, int) and text[found] == "{" else found
    return reached


def _entry(text: str, start: int, parts: list[str | int]) -> tuple[int, list[str | int]]:
    """Where the path begins: inside a watch envelope, or further down it in an excerpt."""
    keys = dict(json.pairs(text, start))
    if not parts or parts[0] in keys:
        return start, parts
    if "event" in keys and "metadata" not in keys:
        return keys["event"], parts
    if not {"kind", "apiVersion", "metadata"} & keys.keys():
        for skipped, part in enumerate(parts):
            if part in keys:
                return start, parts[skipped:]
    return start, parts


def _element(text: str, position: int, index: int) -> int | None:
    if text[position] != "[":
        return None
    for number, (begin, _) in enumerate(json.elements(text, position)):
        if number == index:
            return begin
    return None

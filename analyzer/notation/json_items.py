"""Items of a JSON document that is no API object, with the line of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from analyzer.notation import json
from analyzer.notation.unreadable import UnreadableError


class Item(NamedTuple):
    """One item: `key` is the list that it stands in, the empty text for the document or its only list."""

    key: str
    line: int
    value: Any


def items(text: str, first_line: int, keys: Iterable[str]) -> Iterator[Item]:
    """The elements of a list, or of the lists that an object has under `keys`, else the object itself.

    Of a text that is cut, the complete elements come; several documents may follow each other.
    """
    wanted = frozenset(keys)
    for start, end in json.values(text):
        if text[start] == "[":
            yield from _elements(text, first_line, "", start)
        elif lists := [(key, at) for key, at in json.pairs(text, start) if key in wanted and text[at] == "["]:
            for key, at in lists:
                yield from _elements(text, first_line, key, at)
        elif (value := _value(text, start, end)) is not None:
            yield Item("", first_line + text.count("\n", 0, start), value)


def _elements(text: str, first_line: int, key: str, start: int) -> Iterator[Item]:
    line, at = first_line, 0
    for begin, end in json.elements(text, start):
        line, at = line + text.count("\n", at, begin), begin
        value = _value(text, begin, end)
        if value is not None:
            yield Item(key, line, value)


def _value(text: str, start: int, end: int) -> Any:
    if text[start] not in "[{":
        return None
    whole = text[start:end] if end >= 0 else json.repair(text[start:])
    try:
        return json.load(whole) if whole else None
    except UnreadableError:
        return None

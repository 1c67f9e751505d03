"""Secrets that stand in one line and are named in the line above or below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.redaction.patterns import Edit, compiled, string_end
from analyzer.notation.secret_names import KEYWORDS, key_of_secret, names_secret, no_secret

_YAML_NAME = compiled(r"^([ \t]*)(- +)?name:[ \t]*[\"']?([^\s\"']+)[\"']?[ \t]*\r?$")
_YAML_VALUE = compiled(r"^([ \t]*(?:- +)?)value:[ \t]+([^\r\n]*[^\s])")
_JSON_NAME = compiled(r"(\\*)\"name\\*\"\s*:\s*\\*\"([^\"\\]*)\\*\"\s*,\s*\\*\"value\\*\"\s*:\s*\\*\"")
_JSON_VALUE = compiled(
    r"\"value\\*\"\s*:\s*\\*\"((?:[^\"\\\n]|\\\\+[^\\\n]|\\[^\"\\\n])*)\\*\"\s*,\s*\\*\"name\\*\"\s*:\s*\\*\"([^\"\\]*)\\*\""
)


def env_edits(text: bytes, start: int, end: int) -> Iterator[Edit]:
    """The value of a variable whose name stands in this line, in YAML or JSON."""
    name = _YAML_NAME.match(text[start:end])
    if name:
        if names_secret(name.group(3).decode("latin-1")):
            yield from _yaml_value(text, start, end, name)
        return
    low = text.rfind(b"\n", 0, max(0, start - 1)) + 1
    high = text.find(b"\n", end + 1)
    around = text[low : len(text) if high < 0 else high]
    for hit in _JSON_NAME.finditer(around):
        value_end = string_end(around, hit.end(), len(hit.group(1)))
        if _hides(hit.group(2), around[hit.end() : value_end]):
            yield Edit(low + hit.end(), low + value_end, "env-value")
    for hit in _JSON_VALUE.finditer(around):
        if _hides(hit.group(2), hit.group(1)):
            yield Edit(low + hit.start(1), low + hit.end(1), "env-value")


def _hides(name: bytes, value: bytes) -> bool:
    return names_secret(name.decode("latin-1")) and not no_secret(value.decode("latin-1"))


def _yaml_value(text: bytes, start: int, end: int, name: Any) -> Iterator[Edit]:
    column = len(name.group(1)) + len(name.group(2) or b"")
    after = end + 1
    line_end = _line_end(text, after)
    value = _YAML_VALUE.match(text[after:line_end])
    if value and len(value.group(1)) == column and b"-" not in value.group(1):
        yield from _scalar(text, after + value.start(2), after + value.end(2))
        yield from _deeper(text, line_end + 1, column)
    elif not name.group(2) and start:
        before = text.rfind(b"\n", 0, start - 1) + 1
        value = _YAML_VALUE.match(text[before : start - 1])
        if value and len(value.group(1)) == column:
            yield from _scalar(text, before + value.start(2), before + value.end(2))


def _line_end(text: bytes, start: int) -> int:
    end = text.find(b"\n", start)
    return len(text) if end < 0 else end


def _scalar(text: bytes, start: int, end: int) -> Iterator[Edit]:
    if end - start >= 2 and text[start : start + 1] in b"\"'" and text[end - 1 : end] == text[start : start + 1]:
        start, end = start + 1, end - 1
    if not no_secret(text[start:end].decode("latin-1")):
        yield Edit(start, end, "env-value")


def _deeper(text: bytes, start: int, column: int) -> Iterator[Edit]:
    """Further lines of a value: those that are indented by more than `column`."""
    while start < len(text):
        end = _line_end(text, start)
        line = text[start:end]
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        if content and indent <= column:
            return
        if content:
            yield Edit(start + indent, start + indent + len(content), "env-value")
        start = end + 1


_FLAG_ALONE = compiled(rf"(?i)--([A-Za-z0-9_\-]*(?:{KEYWORDS}))\\*[\"']?,?[ \t\r]*$")
_NEXT_ARGUMENT = compiled(r"[ \t]*(?:- +)?\\*[\"']?([^\s\"'\-][^\s\"',]*)")


def argument_edits(text: bytes, start: int, end: int) -> Iterator[Edit]:
    """`--password` as one item of a list, and its value as the next."""
    flag = _FLAG_ALONE.search(text[start:end])
    if flag is None or not key_of_secret(flag.group(1).decode("latin-1")):
        return
    value = _NEXT_ARGUMENT.match(text[end + 1 : _line_end(text, end + 1)])
    if value and not no_secret(value.group(1).decode("latin-1")):
        yield Edit(end + 1 + value.start(1), end + 1 + value.end(1), "argument")

"""JSON with limits, also where it is cut, several values in a row, or an excerpt."""

from __future__ import annotations

import json as stdlib_json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import msgspec

from analyzer.notation.unreadable import UnreadableError

MAX_DEPTH = 200
MAX_CHARACTERS = 64 * 2**20

_BRACKETS = b"[]{}"
_NOT_BRACKETS = bytes(sorted(set(range(256)) - set(_BRACKETS)))
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
# A string that does not end goes to the end of the text: nothing in it is tried again.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?P<quote>"|\\?\Z)|[\[\]{},]', re.DOTALL)
_BLANKS = re.compile(r"[ \t\r\n]*")
_ANYTHING = re.compile(r"[^\s,\[\]{}\"]+|[\[\]{}\"]")
_KEY = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")[ \t\r\n]*:', re.DOTALL)

_OPEN = {"[": "]", "{": "}"}


def load(text: str) -> Any:
    """The value that `text` is, as dicts, lists, str, int, float, bool and None.

    Of a key that is there twice, the last counts. Raises UnreadableError: LIMIT_DOCUMENT above 64 MiB,
    LIMIT_DEPTH above 200 levels, TRUNCATED where the text ends too early, SYNTAX else.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError("LIMIT_DOCUMENT", f"a JSON document of {len(text)} characters")
    data = text.encode("utf-8", "replace")
    if _too_deep(data):
        raise UnreadableError("LIMIT_DEPTH", f"JSON nested deeper than {MAX_DEPTH} levels")
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return _load_slowly(text)


def values(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each value in a row at the top of `text`; a value that is cut has no end: -1."""
    position = 0
    while (position := skip_blanks(text, position)) < len(text):
        end = value_end(text, position)
        yield position, end
        if end < 0:
            return
        position = skip_blanks(text, end)
        if text.startswith(",", position):
            position += 1


def elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each element of the array that begins at `start`; end is -1 for one that is cut."""
    position = start + 1
    while True:
        position = skip_blanks(text, position)
        if position >= len(text) or text[position] == "]":
            return
        end = value_end(text, position)
        yield position, end
        if end < 0:
            return
        position = skip_blanks(text, end)
        if position >= len(text) or text[position] != ",":
            return
        position += 1


def pairs(text: str, start: int) -> Iterator[tuple[str, int]]:
    """(key, start of its value) of the object that begins at `start`, as far as it goes."""
    position = start + 1
    while True:
        position = skip_blanks(text, position)
        found = _KEY.match(text, position)
        if found is None:
            return
        value = skip_blanks(text, found.end())
        if value >= len(text):
            return
        yield _string(found[1]), value
        end = value_end(text, value)
        position = skip_blanks(text, end)
        if end < 0 or position >= len(text) or text[position] != ",":
            return
        position += 1


def value_end(text: str, start: int) -> int:
    """Where the value that begins at `start` ends (exclusive); -1 where it does not."""
    if text[start] not in "[{":
        if text[start] == '"':
            string = _TOKEN.match(text, start)
            return string.end() if string and string["quote"] == '"' else -1
        found = _ANYTHING.match(text, start)
        return found.end() if found else -1
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = text[token.start()]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth == 0:
                return token.end()
    return -1


def skip_blanks(text: str, position: int) -> int:
    """The first position from `position` on that is not blank."""
    found = _BLANKS.match(text, position)
    return found.end() if found else position


def repair(text: str) -> str | None:
    """`text`, a value that is cut, closed after its last complete part; None where there is none.

    A member or element counts as complete when a comma or a closing bracket follows it. Text after a
    bracket that closes more than was opened is dropped.
    """
    stack: list[str] = []
    good: tuple[int, str] | None = None
    for token in _TOKEN.finditer(text):
        mark = text[token.start()]
        if mark in _OPEN:
            stack.append(_OPEN[mark])
            if len(stack) > MAX_DEPTH:
                return None
        elif mark in "]}":
            if not stack or stack.pop() != mark:
                break
            good = token.end(), "".join(reversed(stack))
            if not stack:
                break
        elif mark == ",":
            good = token.start(), "".join(reversed(stack))
    if good is None:
        return None
    end, closing = good
    return text[:end] + closing


def _load_slowly(text: str) -> Any:
    """For control characters inside strings and other liberties; it also says where the fault is."""
    try:
        return stdlib_json.loads(text, strict=False)
    except stdlib_json.JSONDecodeError as error:
        cut = not text[error.pos :].strip() or "Unterminated string" in error.msg
        raise UnreadableError("TRUNCATED" if cut else "SYNTAX", error.msg, error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError("SYNTAX", str(error)) from None


def _too_deep(data: bytes) -> bool:
    return _depth(data) > MAX_DEPTH and _depth(_STRING.sub(b"", data)) > MAX_DEPTH


def _depth(data: bytes) -> int:
    steps = data.translate(_STEPS, _NOT_BRACKETS)
    return max(accumulate(memoryview(steps).cast("b")), default=0)


def _string(quoted: str) -> str:
    try:
        return str(stdlib_json.loads(quoted, strict=False))
    except ValueError:
        return quoted[1:-1]

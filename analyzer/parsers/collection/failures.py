"""What a collector could not get: gaps of the collection, in the words of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from analyzer.bundle.member import Piece
from analyzer.model.problem import Problem
from analyzer.model.understood import Understood

MEMBERS = ("collection-errors",)
YIELDS = ()


def parse(piece: Piece) -> Iterator[Problem | Understood]:
    """Yield a Problem an error, at most 50 of them, and one that counts the rest.

    Files are troubleshoot's `cluster-resources/<kind>-errors.json` (a list of messages, or messages by
    namespace), sonobuoy's `plugins/…/error.json` and `meta/query-time.json`, and support-bundle-kit's
    `bundleGenerationError.log` (a line an error). None at all is what one hopes for.
    """
    lines = [(line.number, line.text) for line in piece.lines]
    text = "\n".join(line for _, line in lines)
    try:
        found = list(_messages(msgspec.json.decode(text), ""))
    except (msgspec.DecodeError, RecursionError):
        found = [line.strip() for _, line in lines if _FAILED.search(line)]
    for message in found[:_MOST]:
        yield Problem(piece.path, "ERROR_TEXT", f"not collected: {message[:_WIDTH]}", line=_line_of(message, lines))
    if len(found) > _MOST:
        yield Problem(piece.path, "ERROR_TEXT", f"not collected: {len(found) - _MOST} more errors of the collector")
    if lines:
        yield Understood(lines[0][0], lines[-1][0])


_MOST = 50
_WIDTH = 300
_DEEPEST = 4
_FAILED = re.compile(r"(?i)\b(?:fail|error|unable|cannot|could not|forbidden|denied|timed out)")


def _messages(value: Any, about: str, depth: int = 0) -> Iterator[str]:
    """The texts in any nesting of lists and maps, each with the keys that lead to it."""
    if isinstance(value, str) and value.strip():
        yield f"{about}: {value.strip()}" if about else value.strip()
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from _messages(item, about, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        if "queryobj" in value or "error" in value:
            # a query of sonobuoy's with how long it took: only what failed has an error
            names = (value.get("queryobj"), value.get("namespace"))
            told = " ".join(name for name in names if isinstance(name, str))
            if (failed := value.get("error")) not in (None, ""):
                yield f"{told or about or 'plugin'}: {failed if isinstance(failed, str) else 'failed'}"
            return
        for key, item in value.items():
            yield from _messages(item, key, depth + 1)


def _line_of(message: str, lines: list[tuple[int, str]]) -> int:
    """The line that holds the message, as it is or as JSON writes it; else the first one."""
    words = message.split(": ", 1)[-1]
    forms = (words[:40], msgspec.json.encode(words).decode()[1:-1][:40])
    return next((number for number, text in lines if any(form in text for form in forms)), lines[0][0] if lines else 0)

"""Lines that rules cited, with what stands around them."""

from __future__ import annotations

from typing import Any

from analyzer.bundle.layout import Place
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember
from analyzer.bundle.sniff import OBJECTS
from analyzer.bundle.stretch import Stretch
from analyzer.member_text import read_text, stretches_of
from analyzer.notation.kube import documents as kube_documents

_CONTEXT = 3
_WIDTH = 400
_BROKEN = 12  # lines that a message takes up at most, wrapped or with line ends of its own


class QuotedMember:
    """Lines of one member with what stands around them, redacted."""

    def __init__(self, raw: RawMember, limits: Limits, place: Place | None = None) -> None:
        self._path, self._place, self._content = raw.path, place, read_text(raw, limits)
        self._lines = (self._content.text or "").split("\n")
        self._stretches: list[Stretch] | None = None

    def quote(self, line: int, at: str | None) -> dict[str, Any] | None:
        """The cited line, narrowed by an object path and by words behind a `=`; None if it is not there."""
        path, _, words = (at or "").partition("=")
        column = None
        if path and (place := self._locate(line, path)):
            line, column = place
        if not 1 <= line <= len(self._lines):
            return None
        if words:
            line, column = self._find(line, words, column)
        before = self._lines[max(0, line - 1 - _CONTEXT) : line - 1]
        after = self._lines[line : line + _CONTEXT]
        return {
            "line": line,
            "column": column,
            "text": _cut(self._lines[line - 1], column),
            "before": [_cut(text, None) for text in before],
            "after": [_cut(text, None) for text in after],
        }

    def _find(self, line: int, words: str, column: int | None) -> tuple[int, int | None]:
        """Where the words stand: in the line, or in one of those that it was broken into; else the place itself."""
        for number in range(line, min(line + _BROKEN, len(self._lines) + 1)):
            if found := self._lines[number - 1].find(words, (column or 1) - 1 if number == line else 0) + 1:
                return number, found
        return line, column

    def _locate(self, line: int, at: str) -> tuple[int, int | None] | None:
        if self._stretches is None:
            found = stretches_of(self._path, self._content, self._place)
            self._stretches = [stretch for stretch in found if stretch.role in OBJECTS]
        for stretch in self._stretches:
            if stretch.first <= line <= stretch.first + stretch.text.count("\n"):
                return kube_documents.locate(stretch.text, stretch.first, stretch.role, line, at)
        return None


def _cut(text: str, column: int | None) -> str:
    text = text.rstrip("\r")
    if len(text) <= _WIDTH:
        return text
    start = max(0, min((column or 1) - 1 - _WIDTH // 4, len(text) - _WIDTH))
    end = start + _WIDTH
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")

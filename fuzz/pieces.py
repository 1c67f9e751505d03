"""What several targets do with text: give it to every parser that wants it, and look at what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from analyzer import discover
from analyzer.bundle.member import Lines, Piece
from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import REASONS, Problem
from analyzer.model.understood import Understood
from analyzer.notation.kube import documents as kube_documents
from analyzer.notation.secret_fields import redact_object


def parse(text: str, role: str, **context: str) -> None:
    """Give the text to all parsers of a role."""
    for parser in _parsers(role):
        check(parser.parse(Piece("file", role, Lines(text), context=dict(context))), text.count("\n") + 1)


def parse_objects(text: str, form: str) -> None:
    """Read objects and give each to the parsers of its kind; each must be found again."""
    lines = text.count("\n") + 1
    for number, found in enumerate(kube_documents.objects(text, 1, form)):
        if isinstance(found, Problem):
            check([found], lines)
        elif number < 20:
            _parse_object(found)
            kube_documents.locate(text, 1, form, found.line, f"{found.at}.metadata.name".lstrip("."))


def check(rows: Iterable[Any], lines: int) -> None:
    """Rows and Problems stand on lines that exist."""
    for row in rows:
        if isinstance(row, Problem):
            if row.reason not in REASONS or not 0 <= row.line <= lines:
                raise AssertionError(row)
        elif isinstance(row, Understood):
            if not 1 <= row.first <= row.last <= lines:
                raise AssertionError((row, lines))
        elif not 1 <= row[0] <= lines:
            raise AssertionError((row, lines))


def _parse_object(found: KubeObject) -> None:
    clean = replace(found, body=redact_object(found.kind, found.body))
    piece = Piece("file", clean.kind, object=clean)
    for parser in (*_parsers(clean.kind), *_parsers("*")):
        list(parser.parse(piece))


@lru_cache(maxsize=64)
def _parsers(role: str) -> tuple[discover.Parser, ...]:
    return tuple(parser for parser in _all() if role in parser.members)


@lru_cache(maxsize=1)
def _all() -> tuple[discover.Parser, ...]:
    return discover.parsers()

"""Records of one parser for the text of a piece, and the lines that it says to have understood."""

from __future__ import annotations

from types import ModuleType

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood


def rows(parser: ModuleType, role: str, text: str, path: str = "m", **context: str) -> list:
    """What the parser yields for a text, without what it only understood."""
    return [row for row in _parse(parser, role, text, path, context) if not isinstance(row, Understood)]


def facts(parser: ModuleType, role: str, text: str, *columns: str, path: str = "m", **context: str) -> list:
    """Some columns of each record, as tuples."""
    return [tuple(getattr(row, name) for name in columns) for row in rows(parser, role, text, path, **context)]


def unclaimed(parser: ModuleType, role: str, text: str, path: str = "m", **context: str) -> list[int]:
    """Lines with text that are in no record and that the parser did not claim."""
    claimed: set[int] = set()
    for row in _parse(parser, role, text, path, context):
        claimed.update(range(row.first, row.last + 1) if isinstance(row, Understood) else (row.line,))
    return [number for number, line in enumerate(text.split("\n"), 1) if line.strip() and number not in claimed]


def _parse(parser: ModuleType, role: str, text: str, path: str, context: dict[str, str]) -> list:
    return list(parser.parse(Piece(path, role, Lines(text), context=context)))

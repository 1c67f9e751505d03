"""Errors of kubectl and other tools, line by line: often they are what a customer asks about."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.tables import tool_errors

MEMBERS = ("error-text",)
YIELDS = (tool_errors.TABLE,)

_WIDTH = 2000
_LINES = 200


def parse(piece: Piece) -> Iterator[tool_errors.ToolError]:
    """Yield one record per line, the first 200 of them."""
    command = piece.context.get("command")
    kept = 0
    for number, text in piece.lines:
        if kept < _LINES and (said := text.strip()):
            kept += 1
            yield tool_errors.ToolError(line=number, text=said[:_WIDTH], command=command)

"""What tools say beside their output: warnings, hints, and that a list has no items."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.kubectl.tool_messages import tool_message

MEMBERS = ("notice",)
YIELDS = ()


def parse(piece: Piece) -> Iterator[Understood]:
    """Yield the lines whose wording is known; they hold no facts about the cluster."""
    for line in piece.lines:
        if tool_message(line.text):
            yield Understood(line.number, line.number)

"""Which lines of a table of events are known: headers, rows, and the lines that go on with a row's message."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.kubectl import event_table

MEMBERS = ("event-table",)
YIELDS = ()


def parse(piece: Piece) -> Iterator[Understood]:
    """Yield the extent of each row; the records themselves are those of event_table."""
    for event in event_table.found_lines(piece):
        yield Understood(event.number, event.last)

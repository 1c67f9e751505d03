"""Processes as ps lists them."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import in_container
from analyzer.notation.process_rows import ProcessColumns
from analyzer.parsers.node.claims import claims
from analyzer.parsers.node.process_records import record
from analyzer.tables import processes
from analyzer.tables.processes import Process

MEMBERS = ("ps",)
YIELDS = (processes.TABLE,)


def parse(piece: Piece) -> Iterator[Process | Understood]:
    """Yield one record per process; of further threads only those that wait uninterruptibly.

    A line without a header above is no row: nothing says what its columns are. `ps` inside a container
    is only understood.
    """
    known: list[int] = []
    elsewhere = in_container(piece.context.get("command"))
    columns: ProcessColumns | None = None
    for line in piece.lines:
        if head := ProcessColumns.of(line.text):
            columns = head
        elif columns is None or (row := columns.row(line.text)) is None:
            continue
        elif not elsewhere and (row.thread in (None, row.pid) or row.state == "D"):
            yield record(line.number, "ps", row)
        known.append(line.number)
    yield from claims(known)

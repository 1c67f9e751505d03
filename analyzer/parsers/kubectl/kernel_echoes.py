"""Kernel lines that come as events: node-problem-detector posts them with reason OOMKilling.

They are echoes of the ring buffer, not witnesses of their own, so their rows are marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.kernel import oom
from analyzer.parsers.kubectl import event_table, events
from analyzer.tables import oom_kills

MEMBERS = ("Event", "event-table")
YIELDS = (oom_kills.TABLE,)

_REASON = "OOMKilling"


def parse(piece: Piece) -> Iterator[oom_kills.OomKill]:
    """One row for each event that repeats a kill; an age gives no time, as in `events`."""
    source = events if piece.object is not None else event_table
    for event in source.parse(piece):
        if event.reason != _REASON or not event.message:
            continue
        node = event.host or (event.name if event.kind == "Node" else None)
        quality = "exact" if event.last else "none"
        for found in oom.parse(Piece(piece.path, "kernel-log", Lines(event.message))):
            if isinstance(found, oom_kills.OomKill):
                at = event.line
                yield found._replace(
                    line=at,
                    kill_line=at,
                    constraint_line=at,
                    node=node,
                    time=event.last,
                    time_quality=quality,
                    at=event.at,
                    echo=True,
                )

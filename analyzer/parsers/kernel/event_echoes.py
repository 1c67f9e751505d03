"""Kernel lines that come as events: node-problem-detector posts what its kernel monitor finds.

They are echoes of the ring buffer, not witnesses of their own, so their rows are marked. Kills have rows of
their own elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.notation.stamp import NO_STAMP, Stamp
from analyzer.parsers.kernel.messages import MessageRows
from analyzer.parsers.kubectl import event_table, events
from analyzer.tables import kernel_messages
from analyzer.tables.events import Event
from analyzer.tables.kernel_messages import KernelMessage

MEMBERS = ("Event", "event-table")
YIELDS = (kernel_messages.TABLE,)


def parse(piece: Piece) -> Iterator[KernelMessage]:
    """One row for each event that repeats a known message; an age gives no time, as in `events`."""
    source = events if piece.object is not None else event_table
    for event in source.parse(piece):
        if not isinstance(event, Event) or event.reason not in _REASONS or not event.message:
            continue
        node = event.host or (event.name if event.kind == "Node" else None)
        stamp = Stamp(event.last, "exact") if event.last else NO_STAMP
        rows = MessageRows(None)
        line = KernelLine(event.line, stamp, None, node, event.message.strip(), "npd", None)
        for row in (*rows.feed(line), *rows.end()):
            yield row._replace(boot=None)


# config/kernel-monitor*.json of node-problem-detector
_REASONS = frozenset(
    "TaskHung UnregisterNetDevice KernelOops Ext4Error Ext4Warning IOError MemoryReadError XfsHasShutDown"
    " CperHardwareErrorCorrected CperHardwareErrorRecoverable CperHardwareErrorFatal SoftLockup".split()
)

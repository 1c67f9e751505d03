"""Kernel logs, read once for everything that comes of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Lines, Piece, TextLine
from analyzer.model.understood import Understood
from analyzer.notation.kernel.lines import KernelReader
from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.notation.kernel.shapes import is_report_line
from analyzer.parsers.kernel.allocation_failures import AllocationReports, mentions_failure
from analyzer.parsers.kernel.line_order import is_newest_first, oldest_first
from analyzer.parsers.kernel.logs import KernelLogs
from analyzer.parsers.kernel.messages import MessageRows
from analyzer.parsers.kernel.oom import oom_rows
from analyzer.parsers.kernel.oom_blocks import OomBlocks, opens_report
from analyzer.parsers.kernel.quiet_blocks import SMALL_BLOCK, Quiet, QuietSearch, TextBlock, text_blocks
from analyzer.tables import allocation_failures, kernel_logs, kernel_messages, node_identities, oom_kills, oom_tasks

MEMBERS = ("kernel-log",)
YIELDS = (
    kernel_logs.TABLE,
    kernel_messages.TABLE,
    oom_kills.TABLE,
    oom_tasks.TABLE,
    allocation_failures.TABLE,
    node_identities.TABLE,
)


def parse(piece: Piece) -> Iterator[Any]:
    """Rows of all tables above in the order in which they are complete, and Understood for known lines."""
    log = _Log(piece)
    if is_newest_first(piece):
        for line in oldest_first(piece.lines):
            log.line(line)
            yield from log.taken()
    else:
        for block in text_blocks(piece.lines):
            log.block(block)
            yield from log.taken()
    log.end()
    yield from log.taken()


_MOST_ECHOES = 1000


class _Log:
    """What is known of the log at one of its lines; what came of them waits to be taken."""

    def __init__(self, piece: Piece) -> None:
        self._reader = KernelReader()
        self._search = QuietSearch(piece.asked)
        self._logs = KernelLogs()
        self._messages = MessageRows(piece.asked)
        self._oom = OomBlocks()
        self._failures = AllocationReports()
        self._known: Understood | None = None
        self._separators = 0
        self._has_oom = self._has_failure = True
        self._echoes: deque[KernelLine] = deque(maxlen=_MOST_ECHOES)
        self._out: list[Any] = []

    def taken(self) -> list[Any]:
        """What is complete."""
        out, self._out = self._out, []
        return out

    def block(self, block: TextBlock, part: int = SMALL_BLOCK) -> None:
        """Pass over a block that says nothing; read what does line by line."""
        quiet = None if self._is_waiting else self._search.quiet(block, self._reader)
        if quiet is not None:
            self._pass(block, quiet)
        elif part and self._search.is_uniform and len(block.text) > 2 * part:
            for small in text_blocks(Lines(block.text, block.first), part):
                self.block(small, 0)
        else:
            self._has_oom, self._has_failure = opens_report(block.text), mentions_failure(block.text)
            for line in Lines(block.text, block.first):
                self.line(line)

    def line(self, line: TextLine) -> None:
        """Read one line."""
        reader = self._reader
        found = reader.feed(line.number, line.text)
        if reader.boots.separators != self._separators:
            self._separators = reader.boots.separators
            self._logs.section()
        self._logs.around(line.text if reader.foreign else "")
        knows = reader.knows
        for part in found:
            if part.form == "npd":
                self._echoes.append(part)
                continue
            self._logs.add(part)
            self._out += self._messages.feed(part)
            took = self._reports(part)
            knows = knows or took or is_report_line(part.message)
        if knows:
            self._know(line.number, line.number)

    def end(self) -> None:
        """What is left."""
        for part in self._reader.end():
            self._logs.add(part)
            self._out += self._messages.feed(part)
            self._reports(part)
        if self._reader.last is None:
            # Where the kernel itself speaks, what node-problem-detector repeats of it adds nothing.
            self._has_oom = True
            for part in self._echoes:
                self._out += self._messages.feed(part)
                self._reports(part)
        self._out += self._messages.end()
        for block in self._oom.end():
            self._out += oom_rows(block)
        self._out += self._failures.end()
        self._out += self._logs.rows()
        if self._known is not None:
            self._out.append(self._known)

    @property
    def _is_waiting(self) -> bool:
        """Whether something is open that the next lines may belong to."""
        return self._messages.is_waiting or self._oom.is_waiting or self._failures.is_waiting or self._reader.is_inside

    def _pass(self, block: TextBlock, quiet: Quiet) -> None:
        """Take note of a block that says nothing; its last lines are where the next block goes on."""
        last = self._reader.last
        if last is not None and quiet.kernel:
            self._logs.passed(last, quiet.kernel - 1)
            self._reader.boots.passed(last.host, quiet.mono_s)
        self._logs.around("", block.lines - len(quiet.tail))
        self._know(block.first, block.first + block.lines - 1)
        self._has_oom = self._has_failure = False
        for place in quiet.tail:
            end = block.text.find("\n", place)
            number = block.first + block.text.count("\n", 0, place)
            self.line(TextLine(number, block.text[place:end].rstrip("\r")))

    def _reports(self, part: KernelLine) -> bool:
        """Whether the line is a part of a report."""
        took = False
        if self._has_oom or self._oom.is_waiting:
            for block in self._oom.feed(part):
                self._out += oom_rows(block)
            took = self._oom.took
        if self._has_failure or self._failures.is_waiting:
            self._out += self._failures.feed(part)
            took = took or self._failures.took
        return took

    def _know(self, first: int, last: int) -> None:
        known = self._known
        if known is not None and known.first <= first <= known.last + 1:
            if last > known.last:
                self._known = Understood(known.first, last)
            return
        self._known = Understood(first, last)
        if known is not None:
            self._out.append(known)

"""Logs that were printed newest first (`journalctl -r`), read in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from analyzer.bundle.member import Lines, Piece, TextLine
from analyzer.notation.kernel.prefixes import KernelLine, prefixed
from analyzer.notation.log_times import leading_stamp


def is_newest_first(piece: Piece) -> bool:
    """Whether the surroundings say so, or the first lines of the log."""
    if piece.context.get("order"):
        return piece.context["order"] == "newest-first"
    found = (prefixed(line.text.lstrip(), 0) for line in islice(piece.lines, _SAMPLE))
    times = [at for line in found if line is not None and (at := _time(line)) is not None]
    steps = [after - before for before, after in pairwise(times)]
    return sum(step < 0 for step in steps) >= _FEWEST and not any(step > 0 for step in steps)


def oldest_first(lines: Lines) -> Iterator[TextLine]:
    """The lines of such a log from its end, but those of one record in the order in which they stand.

    A separator then stands behind the boot that it names, so it is given without the ID.
    """
    record: list[TextLine] = []
    for line in _backwards(lines):
        record.append(line)
        if _begins_record(line.text):
            yield from (_nameless(part) for part in reversed(record))
            record = []
    yield from reversed(record)


_SAMPLE = 200
_FEWEST = 3


def _time(line: KernelLine) -> float | None:
    if line.form == "dmesg-rel":
        return None
    return line.stamp.time.timestamp() if line.stamp.time is not None else line.mono_s


def _backwards(lines: Lines) -> Iterator[TextLine]:
    text, end = lines.text.removesuffix("\n"), 0
    end, number = len(text), lines.first + text.count("\n")
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        yield TextLine(number, text[start:end].rstrip("\r"))
        end, number = start - 1, number - 1


def _begins_record(text: str) -> bool:
    return text.startswith(("-- ", "[", "{", "<")) or leading_stamp(text)[0].time is not None


def _nameless(line: TextLine) -> TextLine:
    return TextLine(line.number, "-- Reboot --") if line.text.startswith("-- Boot ") else line

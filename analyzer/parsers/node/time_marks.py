"""What tells the bundle's own clock: output of `date`, /proc/uptime, btime of /proc/stat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from analyzer.bundle.member import Piece, TextLine
from analyzer.notation.proc_files import date_output, uptime_seconds
from analyzer.tables import time_marks
from analyzer.tables.time_marks import TimeMark

MEMBERS = ("date", "uptime", "proc-stat")
YIELDS = (time_marks.TABLE,)


def parse(piece: Piece) -> Iterator[TimeMark]:
    """Yield one mark per line that states a time or an uptime."""
    for line in piece.lines:
        if (mark := _MARKS[piece.role](line)) is not None:
            yield mark


def _date(line: TextLine) -> TimeMark | None:
    stamp = date_output(line.text)
    if stamp.time is None:
        return None
    return TimeMark(line.number, "collected", time=stamp.time, time_quality=stamp.quality)


def _uptime(line: TextLine) -> TimeMark | None:
    seconds = uptime_seconds(line.text)
    return None if seconds is None else TimeMark(line.number, "uptime", seconds=seconds)


_BOOTED = re.compile(r"\s*btime (\d{9,11})\s*")


def _booted(line: TextLine) -> TimeMark | None:
    found = _BOOTED.fullmatch(line.text)
    if found is None:
        return None
    return TimeMark(line.number, "booted", time=datetime.fromtimestamp(int(found[1]), UTC), time_quality="exact")


_MARKS = {"date": _date, "uptime": _uptime, "proc-stat": _booted}

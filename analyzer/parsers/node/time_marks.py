"""What tells the bundle's own clock: output of `date`, uptimes, boot times, lists of boots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from analyzer.bundle.member import Piece, TextLine
from analyzer.model.understood import Understood
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.proc_files import date_output, uptime_seconds
from analyzer.parsers.node.claims import claims
from analyzer.tables import time_marks
from analyzer.tables.time_marks import TimeMark

MEMBERS = ("date", "uptime", "proc-stat", "top", "logged-in", "timedatectl", "last-boots", "boot-list")
YIELDS = (time_marks.TABLE,)


def parse(piece: Piece) -> Iterator[TimeMark | Understood]:
    """Yield one mark per line that states a time or an uptime.

    Lists of boots (`last reboot`, `who -b`, `journalctl --list-boots`) give `boot`, with the time in the
    zone of the node: only btime is exact, hence `booted`.
    """
    known = []
    for line in piece.lines:
        mark = _MARKS[piece.role](line)
        if mark is not None:
            yield mark
        if mark is not None or _OTHER.match(line.text):
            known.append(line.number)
    if piece.role in ("date", "uptime", "last-boots", "boot-list"):
        yield from claims(known)


_OTHER = re.compile(r"wtmp begins|\S+ +(?:pts/|tty)|(?:shutdown|runlevel) |IDX +BOOT ID|\s*run-level ")


def _date(line: TextLine) -> TimeMark | None:
    stamp = date_output(line.text)
    if stamp.time is None:
        return None
    return TimeMark(line.number, "collected", time=stamp.time, time_quality=stamp.quality)


def _uptime(line: TextLine) -> TimeMark | None:
    seconds = uptime_seconds(line.text.strip().removeprefix("top - "))
    return None if seconds is None else TimeMark(line.number, "uptime", seconds=seconds)


_BOOTED = re.compile(r"\s*btime (\d{9,11})\s*")


def _booted(line: TextLine) -> TimeMark | None:
    found = _BOOTED.fullmatch(line.text)
    if found is None:
        return None
    return TimeMark(line.number, "booted", time=datetime.fromtimestamp(int(found[1]), UTC), time_quality="exact")


_UNIVERSAL = re.compile(r"\s*Universal time: (?P<time>\S.*)")


def _universal(line: TextLine) -> TimeMark | None:
    found = _UNIVERSAL.fullmatch(line.text.rstrip())
    stamp = leading_stamp(found["time"])[0] if found else None
    if stamp is None or stamp.time is None:
        return None
    return TimeMark(line.number, "collected", time=stamp.time, time_quality=stamp.quality)


_WHO = re.compile(r"\s*system boot +(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d)\s*")
_LAST = re.compile(
    r"\s*reboot +system boot +\S+ +(?P<day>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2}) (?P<clock>\d\d:\d\d(?::\d\d)?)(?: (?P<year>\d{4}))?(?: |$)"
)
_LISTED = re.compile(
    r"\s*-?\d+ (?P<id>[0-9a-f]{32}) (?P<time>[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+?)(?:—| )"
)


def _boot(line: TextLine) -> TimeMark | None:
    text = None
    if found := _WHO.fullmatch(line.text):
        text = f"{found['time']}:00"
    elif found := _LAST.match(line.text):
        clock = found["clock"] if found["clock"].count(":") == 2 else f"{found['clock']}:00"
        text = f"{found['day']} {clock} {found['year']}" if found["year"] else f"{found['day'][4:]} {clock}"
    elif found := _LISTED.match(line.text):
        text = found["time"]
    stamp = leading_stamp(text)[0] if text else None
    if stamp is None or stamp.time is None:
        return None
    return TimeMark(line.number, "boot", time=stamp.time, time_quality=stamp.quality)


_MARKS: dict[str, Callable[[TextLine], TimeMark | None]] = {
    "date": _date,
    "uptime": _uptime,
    "top": _uptime,
    "logged-in": _uptime,
    "proc-stat": _booted,
    "timedatectl": _universal,
    "last-boots": _boot,
    "boot-list": _boot,
}

"""When the collection was made, as the collector itself wrote it down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analyzer.bundle.member import Piece, TextLine
from analyzer.model.understood import Understood
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.proc_files import date_output
from analyzer.notation.stamp import NO_STAMP, Stamp
from analyzer.parsers.node.claims import claims
from analyzer.tables import time_marks
from analyzer.tables.time_marks import TimeMark

MEMBERS = ("collection-timestamp", "collector-log", "bundle-metadata")
YIELDS = (time_marks.TABLE,)


def parse(piece: Piece) -> Iterator[TimeMark | Understood]:
    """Yield every time of must-gather's `timestamp` (start, end) and of metadata; of a log its last one.

    collection-timestamp  lines as Go prints a time: `2021-10-27 10:20:23.12 +0200 CEST m=+511.1`
    collector-log         sonobuoy's meta/run.log (JSON lines with `time`), must-gather.logs
                          (`[must-gather      ] OUT …`), Rancher's collector-output.log (local time)
    bundle-metadata       support-bundle-kit's metadata.yaml, with `bundleCreatedAt` in whatever case
    """
    find = _FINDERS[piece.role]
    known: list[int] = []
    last: TimeMark | None = None
    for line in piece.lines:
        stamp = find(line)
        if stamp is None:
            continue
        known.append(line.number)
        if stamp.time is None:
            continue
        mark = TimeMark(line.number, "collected", time=stamp.time, time_quality=stamp.quality)
        if piece.role != "collector-log":
            yield mark
        last = mark
    if last is not None and piece.role == "collector-log":
        yield last
    yield from claims(known)


# The abbreviation adds nothing to the offset before it, and the reading of Go's monotonic clock is no time.
_GO_TAIL = re.compile(r"(?<= [+-]\d{4}) [A-Z+-][A-Z\d+-]{0,7}(?: m=[+-][\d.]+)?\s*$")
_LOG_TIME = re.compile(r'"time":"([^"]{10,40})"')
_LOG_PREFIX = re.compile(r"\[[\w-]{1,40} *\] (?:OUT|POD) (?P<rest>.*)|(?P<local>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d): ")
_CREATED = re.compile(r"\s*[\"']?bundle_?created_?at[\"']?:\s*[\"']?([^\"'\s]{10,40})", re.IGNORECASE)


def _go_time(line: TextLine) -> Stamp | None:
    stamp = date_output(_GO_TAIL.sub("", line.text.strip()[:120]))
    return None if stamp.time is None else stamp


def _of_log(line: TextLine) -> Stamp | None:
    """The time of a line of a collector's log; NO_STAMP where it is one without a time."""
    text = line.text[:4000]
    if found := _LOG_TIME.search(text):
        return leading_stamp(found[1])[0]
    prefix = _LOG_PREFIX.match(text)
    return None if prefix is None else leading_stamp(prefix["local"] or prefix["rest"])[0]


def _created(line: TextLine) -> Stamp | None:
    found = _CREATED.match(line.text[:400])
    stamp, rest = leading_stamp(found[1]) if found else (NO_STAMP, "")
    return None if rest or stamp.time is None else stamp


_FINDERS: dict[str, Callable[[TextLine], Stamp | None]] = {
    "collection-timestamp": _go_time,
    "collector-log": _of_log,
    "bundle-metadata": _created,
}

"""What runtimes and kubectl put around the lines of a container's log."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import NamedTuple

from analyzer.notation.kube.times import moment
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.stamp import NO_STAMP, Stamp


class Unwrapped(NamedTuple):
    """A line as the application wrote it.

    time     the collector's time as printed; None where it gave none
    whole    False where the runtime says that the line goes on or is cut
    """

    text: str
    time: str | None
    whole: bool


def unwrap(line: str) -> Unwrapped:
    """Without the prefix of the CRI (`2024-…Z stdout F `), docker's json-file, or kubectl's options.

    Colours go, too. kubectl's own time (RFC 3339 with nanoseconds) is taken off; an application's stays.
    """
    if line.startswith("{") and (docker := _docker(line)):
        return docker
    text = _COLOUR.sub("", line) if "\x1b" in line else line
    if text.startswith("[pod/") and (prefix := _PREFIX.match(text)):
        text = text[prefix.end() :]
    if text[:2] != "20" or not (found := _STAMPED.match(text)):
        return Unwrapped(text, None, whole=True)
    if found["stream"] is None and not _NANO.match(text):
        return Unwrapped(text, None, whole=True)
    return Unwrapped(text[found.end() :], found["time"], whole=found["part"] != "P")


def line_stamp(line: Unwrapped) -> Stamp:
    """The collector's time, else the application's: in front, or the time field of a line of JSON."""
    if line.time is not None and (time := moment(line.time)) is not None:
        return Stamp(time, "exact")
    text = line.text.lstrip()
    if text.startswith("{"):
        return _json_stamp(text)
    stamp, _ = leading_stamp(text)
    if stamp.time is None and (logfmt := _LOGFMT.search(text[:200])):
        stamp, _ = leading_stamp(logfmt[1])
    return stamp


_COLOUR = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
_PREFIX = re.compile(r"\[pod/[^\]\s]{1,400}\] ")
_STAMPED = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))"
    r"(?: (?P<stream>stdout|stderr) (?P<part>[FP])(?::\S{1,40})?)?(?: |$)"
)
_NANO = re.compile(r"\S{19}\.\d{6,9}(?:Z|[+-])")
_JSON_TIME = re.compile(
    r'"(?:ts|time|timestamp|@timestamp|t|asctime|eventTime|datetime)" ?: ?'
    r'(?:"(?P<text>[^"]{10,40})"|(?P<epoch>\d{10,13}(?:\.\d{1,9})?))'
)
_LOGFMT = re.compile(r'(?:^| )(?:ts|time|t)="?(\d{4}-\d\d-\d\d[^" ]{9,30})')
_LARGEST = 4_102_444_800.0  # seconds: the year 2100; larger numbers are milliseconds


def _docker(line: str) -> Unwrapped | None:
    """One line of docker's json-file driver: log, stream, time."""
    if '"log":' not in line or '"stream":' not in line:
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    text, time = record.get("log"), record.get("time")
    if not isinstance(text, str):
        return None
    printed = time if isinstance(time, str) else None
    return Unwrapped(_COLOUR.sub("", text.rstrip("\r\n")), printed, whole=text.endswith("\n"))


def _json_stamp(text: str) -> Stamp:
    found = _JSON_TIME.search(text[:2000])
    if found is None:
        return NO_STAMP
    if found["text"]:
        return leading_stamp(found["text"])[0]
    seconds = float(found["epoch"])
    return Stamp(datetime.fromtimestamp(seconds if seconds < _LARGEST else seconds / 1000, UTC), "exact")

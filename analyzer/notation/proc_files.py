"""Recognising files of /proc, and the output of `date` and `uptime`, by what is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.notation.log_times import leading_stamp
from analyzer.notation.stamp import NO_STAMP, Stamp


def proc_role(lines: Sequence[str]) -> str | None:
    """meminfo, vmstat, buddyinfo, pressure, netstat, uptime or proc-stat, if every line that is not blank is of it."""
    filled = [line.strip() for line in lines if line.strip()]
    if not filled:
        return None
    for role, row, mark in _ROLES:
        if all(row.fullmatch(line) for line in filled) and any(mark.match(line) for line in filled):
            return role
    return "uptime" if len(filled) == 1 and _UPTIME.fullmatch(filled[0]) else None


def is_date_output(line: str) -> bool:
    """Whether a line is nothing but the output of `date`."""
    return date_output(line).time is not None


def date_output(line: str) -> Stamp:
    """The time that `date` printed, as default, -u, -R, -I or --rfc-3339, or as Go prints a time.

    A zone's abbreviation counts only if it has one meaning (CST has three): else `zone_unknown`.
    """
    text = line.strip()
    if len(text) > 80:
        return NO_STAMP
    if found := _REORDERED.fullmatch(text):
        text = _default_form(found.groupdict())
    elif not _SHAPE.fullmatch(text):
        return NO_STAMP
    stamp, rest = leading_stamp(text)
    return NO_STAMP if rest else stamp


def uptime_seconds(line: str) -> float | None:
    """Seconds since boot from a line of /proc/uptime or of the command `uptime`."""
    text = line.strip()
    if found := _PROC_UPTIME.fullmatch(text):
        return float(found[1])
    if not _UPTIME.fullmatch(text):
        return None
    days, clock, minutes = _DAYS.search(text), _CLOCK.search(text), _MINUTES.search(text)
    seconds = int(days[1]) * 86_400.0 if days else 0.0
    if clock:
        seconds += int(clock[1]) * 3_600.0 + int(clock[2]) * 60.0
    return seconds + (int(minutes[1]) * 60.0 if minutes else 0.0)


_ROLES = (
    (
        "meminfo",
        re.compile(r"[A-Za-z][\w()]{0,60}:\s+\d{1,15}(?: kB)?"),
        re.compile(
            r"(?:Mem(?:Total|Free|Available)|Slab|SReclaimable|SUnreclaim|HugePages_Total|Committed_AS|AnonPages):"
        ),
    ),
    (
        "vmstat",
        re.compile(r"[a-z]\w{0,60} \d{1,20}"),
        # memory.stat, memory.events and cpu.stat share oom_kill, pgfault, thp_* and nr_* with vmstat
        re.compile(r"(?:nr_free_pages|nr_zone_\w+|nr_mlock|compact_\w+|allocstall\w*|pgalloc_\w+|kswapd_\w+)\b"),
    ),
    (
        "buddyinfo",
        re.compile(r"Node +\d{1,4}, +zone +\w{1,20} +\d[\d ]{0,400}"),
        re.compile(r"Node"),
    ),
    (
        "pressure",
        re.compile(r"(?:[^\s:]{1,400}:)?(?:some|full)(?: avg(?:10|60|300)=[\d.]{1,8}){3} total=\d{1,20}"),
        re.compile(r""),
    ),
    (
        "netstat",
        re.compile(r"[A-Z][A-Za-z0-9]{1,20}:(?: [A-Za-z]\w{0,60}| -?\d{1,20}){1,400}"),
        re.compile(r"TcpExt: "),
    ),
    (
        "proc-stat",
        re.compile(r"(?:cpu\d{0,5}|intr|ctxt|btime|processes|procs_running|procs_blocked|softirq|page|swap) [ \d]*"),
        re.compile(r"cpu {1,3}\d+(?: \d+){6}|btime \d{9,11}$"),
    ),
)

_PROC_UPTIME = re.compile(r"(\d{1,12}\.\d\d) \d{1,14}\.\d\d")
_UPTIME = re.compile(r"\d{1,12}\.\d\d \d{1,14}\.\d\d|\d\d:\d\d(?::\d\d)?(?: [AP]M)? +up .{1,60}load averages?: .{1,40}")
_DAYS = re.compile(r" up +(\d{1,5}) days?,")
_CLOCK = re.compile(r"(?: up|days?,) +(\d{1,2}):(\d\d),")
_MINUTES = re.compile(r"(?: up|days?,) +(\d{1,2}) min")

_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ZONE = r"(?P<zone>[A-Z]{1,5}|[+-]\d\d(?::?\d\d)?)"
_SHAPE = re.compile(
    rf"{_DAY} {_MONTH} {{1,2}}\d\d? \d\d:\d\d:\d\d {_ZONE} \d{{4}}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})? ?(?:Z|[+-]\d\d:?\d\d)(?: UTC)?"
    r"(?: m=[+-][\d.]{1,20})?"
)
# -R, and the en_US locale of glibc 2.29 and later
_REORDERED = re.compile(
    rf"(?P<weekday>{_DAY}),? +(?P<day>\d\d?) {_MONTH} (?P<year>\d{{4}}) (?P<hour>\d\d?):(?P<rest>\d\d:\d\d)"
    rf"(?: (?P<half>[AP]M))? {_ZONE}"
)


def _default_form(part: dict[str, str]) -> str:
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"] == "PM" else 0)
    clock = f"{hour:02}:{part['rest']}"
    return f"{part['weekday']} {part['month']} {int(part['day']):2} {clock} {part['zone']} {part['year']}"

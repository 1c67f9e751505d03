"""Lines of kernel logs, with whatever prefix the tool that printed them gives.

Forms: dmesg with all its options (util-linux sys-utils/dmesg.c, `print_record`), /dev/kmsg records, the
journal's outputs short… and json, syslog files (traditional, RFC 3339, RFC 5424), talosctl dmesg.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from analyzer.notation.kernel_json import json_records
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.pasted import plain_lines
from analyzer.notation.stamp import NO_STAMP, Stamp


class KernelLine(NamedTuple):
    """One line that the kernel printed (or that a program wrote into the kernel's buffer).

    number   of the line in its member
    mono_s   seconds since boot
    host     host name column
    message  text after all prefixes
    form     dmesg, dmesg-T, dmesg-rel, dmesg-iso, dmesg-json, kmsg, journal, journal-json, syslog, or
             raw: no prefix at all
    level    emerg, alert, crit, err, warn, notice, info or debug
    """

    number: int
    stamp: Stamp
    mono_s: float | None
    host: str | None
    message: str
    form: str
    level: str | None


def kernel_line(text: str, number: int = 0) -> KernelLine | None:
    """The line, if it has a prefix that marks it as the kernel's.

    Escaped line ends (`#012`) stay in the message, those of JSON are line ends.
    """
    return _prefixed(" ".join(plain_lines(text)).lstrip(), number)


def kernel_lines(lines: Iterable[tuple[int, str]]) -> Iterator[KernelLine]:
    """All kernel lines among numbered lines.

    - Lines without prefix behind a kernel line continue it and inherit its time and host.
    - An escaped line end gives one more KernelLine of the same number.
    - Lines of other programs and what continues them are left out.
    - Where no line has a prefix, every line is a message (`raw`).
    """
    reader = _Reader()
    for number, text in lines:
        quick = reader.quick(number, text)
        if quick is not None:
            yield from quick
            continue
        for part in plain_lines(text):
            if part and not part.isspace():
                yield from reader.feed(number, part)
    yield from reader.end()


def looks_like_kernel(text: str) -> bool:
    """Whether one line by itself is beyond doubt the kernel's; cheap, and stricter than kernel_line."""
    if _UNMISTAKABLE(text):
        return True
    line = kernel_line(text)
    if line is None or line.form == "raw":
        return False
    if line.form == "dmesg":
        return _DMESG_WIDTH(text) is not None
    if line.form in ("syslog", "journal"):
        return line.mono_s is not None or (line.host is not None and line.stamp.time is not None)
    # `<4>message` could be a line of any markup.
    return line.form != "kmsg" or line.mono_s is not None


class _Reader:
    """The state between the lines of one piece."""

    def __init__(self) -> None:
        self._last: KernelLine | None = None
        self._after_foreign = False
        self._has_hosts_in_brackets = False
        self._without_prefix: list[KernelLine] = []
        self._json: dict[str, str] = {}
        self._wall: tuple[str, Stamp] = ("", NO_STAMP)

    def quick(self, number: int, text: str) -> tuple[KernelLine, ...] | None:
        """What `feed` gives for lines of plain dmesg and syslog, at a fraction of the cost; else None."""
        found = _PLAIN(text)
        if found is None or self._without_prefix or self._has_hosts_in_brackets:
            return None
        wall, host, program, mono, message = found.groups()
        message = message.rstrip()
        if program is not None:
            self._after_foreign = True
            return ()
        if wall is None and (mono is None or "kernel:" in message):
            return None
        stamp = NO_STAMP if wall is None else self._stamp(wall)
        if wall is not None and stamp.time is None:
            return None
        form = "syslog" if wall is not None else "dmesg"
        self._last = KernelLine(number, stamp, None if mono is None else float(mono), host, message, form, None)
        self._after_foreign = False
        return (self._last,)

    def _stamp(self, wall: str) -> Stamp:
        """The time of a syslog line; lines of one second come in long runs."""
        # "2022-02-11T18:59:01.123456+00:00": what stands around the fraction.
        second, micro = (wall[:19] + wall[26:], wall[20:26]) if wall[0].isdigit() else (wall, "")
        if second != self._wall[0]:
            self._wall = (second, leading_stamp(second)[0])
        stamp = self._wall[1]
        if not micro or stamp.time is None:
            return stamp
        return Stamp(stamp.time.replace(microsecond=int(micro)), stamp.quality)

    def feed(self, number: int, text: str) -> Iterator[KernelLine]:
        if found := self._own(number, text):
            yield from self.end()
            self._last, self._after_foreign = found[-1], False
            for line in found:
                yield from _unescaped(line)
        elif self._is_foreign(text):
            self._after_foreign = True
        elif not self._after_foreign or _UNMISTAKABLE(text):
            self._after_foreign = False
            if self._last is None:
                # Lines ahead of the first prefix: the tail of a record that was cut, or raw messages.
                self._without_prefix += _unescaped(KernelLine(number, NO_STAMP, None, None, text, "raw", None))
            else:
                yield from _unescaped(self._last._replace(number=number, message=text.strip()))

    def end(self) -> Iterator[KernelLine]:
        held, self._without_prefix = self._without_prefix, []
        yield from held

    def _own(self, number: int, text: str) -> list[KernelLine]:
        start = text.lstrip()
        if start[0] in '{"}' and (records := json_records(start, self._json)):
            return [KernelLine(number, *record) for record in records]
        line = _prefixed(start, number)
        if line is None:
            return []
        if line.form == "dmesg-rel" and line.stamp.time is None:
            line = line._replace(stamp=self._later(line.mono_s), mono_s=None)
        if line.form == "journal" and line.mono_s is not None:
            self._has_hosts_in_brackets = True
        elif self._has_hosts_in_brackets and _HOST_PROGRAM.match(line.message):
            return []
        return [line]

    def _later(self, seconds: float | None) -> Stamp:
        if self._last is None or self._last.stamp.time is None or seconds is None:
            return NO_STAMP
        return Stamp(self._last.stamp.time + timedelta(seconds=seconds), self._last.stamp.quality)

    def _is_foreign(self, text: str) -> bool:
        start = text.lstrip()
        return (
            start.startswith("-- ")
            or _JSON.match(start) is not None
            or (start[0] == "[" and _HOST_PROGRAM.search(start) is not None)
            or leading_stamp(start)[0].time is not None
        )


# Plain dmesg and syslog, without a character that markup, escapes or a second prefix would begin with.
_PLAIN = re.compile(
    r"(?:([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d))"
    r" ([\w.-]+) (?:kernel: |((?!kernel)[\w.()@-]+(?:\[\d+\])?: )))?"
    r"(?:\[ *(\d{1,10}\.\d{6})\] )?([^\[<>&#\\`\x1b]*)$"
).match

_LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")
_LEVEL = "(?P<level>emerg|alert|crit|err|error|warn|warning|notice|info|debug)"
_FACILITY = "(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|res[0-3]|local[0-7])"

_DECODED = re.compile(r"(?:(?P<host>[\w.:-]+): )?" + _FACILITY + r" *: *" + _LEVEL + r" *: ?")
_LEVEL_ONLY = re.compile(_LEVEL + r" +(?=\[ *\d+\.\d{6}\])")
_PRIORITY = re.compile(r"<(?P<priority>\d{1,3})>(?:1 (?=\d{4}-))?")
_MONO = re.compile(r"\[ *(?P<seconds>\d{1,10}\.\d{6})(?: <[ \d.]{1,20}>)?\]:? ?")
_DELTA = re.compile(r"\[ *\+(?P<delta>\d{1,8}\.\d{6})\] ?")
_MINUTE = re.compile(r"\[(?P<month>[A-Z][a-z]{2}) ?(?P<day>\d{1,2}) (?P<minute>\d\d:\d\d)\] ?")
_CALLER = re.compile(r"\[ *[TC]\d{1,10}\] ")
_TAG = re.compile(r"(?:(?P<host>\S+) +(?:\w+\.\w+ +)?)?kernel(?:\[\d+\])?: ?")
_TAG_5424 = re.compile(r"(?P<host>\S+) kernel (?:\S+) (?:\S+) (?:-|\[[^\]]*\]) ?")
_KMSG = re.compile(r"(?P<priority>\d{1,4}),\d+,(?P<micro>\d+),[-c+][^;]{0,40};")
_ISO_OF_DMESG = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:?\d\d(?: |$)")
_HOST_PROGRAM = re.compile(r"(?:\[ *\d+\.\d{6}\] )?[\w.-]+ [\w.@()/-]+\[\d+\]: ")
# Apache's error log and PHP's web server bracket the same kind of time; dmesg never prints these next.
_WEB_SERVER = re.compile(
    r"\[(?:\w+:)?(?:emerg|alert|crit|error|warn|notice|info|debug)\]|\[client |\[pid |PHP "
    r"|\[?[0-9a-f.:]+\]?:\d+ "
)
_JSON = re.compile(r'[{}\]]|"\w+" ?: ?')
_NOT_HOSTS = frozenset(("INFO", "WARN", "WARNING", "ERROR", "DEBUG", "FATAL", "TRACE", "CRITICAL"))

# dmesg prints `%5ld.%06ld`: at least twelve characters, however short the time since boot is.
_DMESG_WIDTH = re.compile(r"\[(?=[ \d.]{12})(?: {0,4}\d{1,10})\.\d{6}[\] ]").search
_UNMISTAKABLE = re.compile(
    r"invoked oom-killer:|oom-kill:constraint=|Kill(?:ed)? process \d+ \(|Kill(?:ed)? process \d+, UID"
    r"|page allocation failure[:.] ?order:|INFO: task .{1,40} blocked for more than \d+ seconds"
    r"|SLUB: Unable to allocate memory|killed as a result of limit of /|BUG: soft lockup - CPU#"
    r"|Kernel panic - not syncing|nf_conntrack: table full, dropping packet"
    r"|(?:Oops|divide error|general protection fault): [0-9a-f]{4} \[#\d+\]"
    r"|fork rejected by pids controller in|due to memory\.oom\.group set"
    r"|BUG: (?:unable to handle|kernel NULL pointer)|unregister_netdevice: waiting for"
).search


def _prefixed(text: str, number: int) -> KernelLine | None:
    if not text:
        return None
    first = text[0]
    if first == "[":
        return _bracketed(text, number, None, None)
    if first == "<":
        return _with_priority(text, number)
    if first == "{":
        records = json_records(text, {})
        return KernelLine(number, *records[0]) if records else None
    if first.isdigit() and (found := _KMSG.match(text)):
        level = _LEVELS[int(found["priority"]) & 7]
        return KernelLine(number, NO_STAMP, int(found["micro"]) / 1e6, None, text[found.end() :], "kmsg", level)
    if found := _DECODED.match(text) or _LEVEL_ONLY.match(text):
        return _decoded(text[found.end() :], number, found.groupdict())
    return _stamped(text, number, None)


def _with_priority(text: str, number: int) -> KernelLine | None:
    """`<4>` in front of a time since boot, of a syslog prefix, or (before printk.time) of the message."""
    found = _PRIORITY.match(text)
    if found is None or int(found["priority"]) > 191:
        return None
    level = _LEVELS[int(found["priority"]) & 7]
    rest = text[found.end() :]
    if line := _bracketed(rest, number, None, level):
        return line._replace(form="kmsg")
    stamp, after = leading_stamp(rest)
    if stamp.time is None:
        return KernelLine(number, NO_STAMP, None, None, rest, "kmsg", level)
    if tag := _TAG_5424.match(after):
        return _tagged(after, tag, number, stamp, "syslog", level)
    return _stamped(rest, number, level)


def _decoded(text: str, number: int, part: dict[str, str | None]) -> KernelLine | None:
    """What follows `kern  :warn  : `."""
    level = {"error": "err", "warning": "warn"}.get(part["level"] or "", part["level"])
    host = part.get("host")
    if line := _bracketed(text, number, host, level):
        return line
    stamp, rest = leading_stamp(text)
    form = "dmesg-iso" if stamp.time else "dmesg"
    return KernelLine(number, stamp, None, host, rest, form, level)


def _bracketed(text: str, number: int, host: str | None, level: str | None) -> KernelLine | None:
    """The forms of dmesg that begin with a bracket, alone or in front of a second stamp."""
    if not text.startswith("["):
        return None
    if found := _MONO.match(text):
        rest = text[found.end() :]
        seconds = float(found["seconds"])
        if "kernel:" in rest and (tag := _TAG.match(rest)) and tag["host"]:
            return KernelLine(number, NO_STAMP, seconds, tag["host"], rest[tag.end() :], "journal", level)
        stamp, rest = leading_stamp(rest) if rest.startswith("[") else (NO_STAMP, rest)
        return KernelLine(number, stamp, seconds, host, _without_caller(rest), "dmesg", level)
    if found := _DELTA.match(text):
        # kernel_lines turns the delta into a time; alone it is neither a time nor a time since boot.
        return KernelLine(number, NO_STAMP, float(found["delta"]), host, text[found.end() :], "dmesg-rel", level)
    if found := _MINUTE.match(text):
        stamp, _ = leading_stamp(f"{found['month']} {found['day']} {found['minute']}:00")
        return KernelLine(number, stamp, None, host, text[found.end() :], "dmesg-rel", level)
    is_iso = text[1:2].isdigit()
    stamp, rest = leading_stamp(text)
    # Only talosctl puts ISO times in brackets, and always behind facility and level.
    if stamp.time is None or (is_iso and level is None) or _WEB_SERVER.match(rest):
        return None
    mono, rest = _mono(rest)
    return KernelLine(number, stamp, mono, host, _without_caller(rest), "dmesg-iso" if is_iso else "dmesg-T", level)


def _stamped(text: str, number: int, level: str | None) -> KernelLine | None:
    """Syslog, the journal's short forms, and dmesg with ISO times."""
    if _ISO_OF_DMESG.match(text):
        stamp, rest = leading_stamp(text)
        mono, rest = _mono(rest)
        if not _TAG.match(rest):
            return KernelLine(number, stamp, mono, None, _without_caller(rest), "dmesg-iso", level)
    if "kernel" not in text:
        return None
    stamp, rest = leading_stamp(text)
    tag = _TAG.match(rest)
    if tag is None or tag["host"] in _NOT_HOSTS or (stamp.time is None and tag["host"]):
        return None
    # Without a zone and a fraction, or as RFC 3339 in full, it is rsyslog's; the rest is journalctl's.
    is_traditional = stamp.quality in ("no_year", "none") and (stamp.time is None or not stamp.time.microsecond)
    is_syslog = is_traditional or _RFC3339.match(text) is not None
    return _tagged(rest, tag, number, stamp, "syslog" if is_syslog else "journal", level)


_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) ")


def _tagged(text: str, tag: re.Match[str], number: int, stamp: Stamp, form: str, level: str | None) -> KernelLine:
    mono, message = _mono(text[tag.end() :])
    return KernelLine(number, stamp, mono, tag["host"], _without_caller(message), form, level)


def _mono(text: str) -> tuple[float | None, str]:
    if text.startswith("[") and (found := _MONO.match(text)):
        return float(found["seconds"]), text[found.end() :]
    return None, text


def _without_caller(message: str) -> str:
    """CONFIG_PRINTK_CALLER puts `[    T1]` (task) or `[   C3]` (CPU) behind the time."""
    if message.startswith("[") and (found := _CALLER.match(message)):
        return message[found.end() :]
    return message


def _unescaped(line: KernelLine) -> Iterator[KernelLine]:
    """One line per line end that rsyslog (`#012`) or /dev/kmsg (`\\x0a`) escaped."""
    message = line.message
    if "#01" in message or "\\x0a" in message or "\n" in message:
        message = message.replace("#012", "\n").replace("\\x0a", "\n").replace("#011", "\t")
        yield from (line._replace(message=part) for part in message.split("\n") if part)
    else:
        yield line

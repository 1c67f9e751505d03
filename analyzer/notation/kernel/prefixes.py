"""What tools print in front of a kernel message: one line at a time.

Forms: dmesg with all its options (util-linux sys-utils/dmesg.c, `print_record`), consoles and /proc/kmsg
(kernel/printk/printk.c, `info_print_prefix`), /dev/kmsg records, the journal's outputs short…, syslog files
(traditional, RFC 3339, RFC 5424), talosctl dmesg; each also behind what a container runtime, kubectl or
klog puts in front of a line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.notation.kernel.json import Record, json_record
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.log_wrappers import unwrap
from analyzer.notation.stamp import NO_STAMP, Stamp


class KernelLine(NamedTuple):
    """One line that the kernel printed (or that a program wrote into the kernel's buffer).

    number      of the line in its member
    mono_s      seconds since boot
    host        host name column
    message     text after all prefixes
    form        dmesg, dmesg-T, dmesg-rel, dmesg-iso, dmesg-json, kmsg, journal, journal-json,
                journal-export, journal-verbose, syslog, npd (an echo by node-problem-detector), or raw: no
                prefix at all
    level       emerg, alert, crit, err, warn, notice, info or debug
    caller      `T<task>` or `C<cpu>` where the kernel prints who wrote the line
    continues   it has no prefix of its own: time and host are those of the line it continues
    boot        number of the boot within the member, per host, from 1
    boot_id     and machine_id: as the journal's record says, or the separator in front
    """

    number: int
    stamp: Stamp
    mono_s: float | None
    host: str | None
    message: str
    form: str
    level: str | None
    caller: str | None = None
    continues: bool = False
    boot: int = 1
    boot_id: str | None = None
    machine_id: str | None = None


def prefixed(text: str, number: int) -> KernelLine | None:
    """The line, if it has a prefix that marks it as the kernel's; `text` has no leading blanks."""
    if not text:
        return None
    if line := _direct(text, number):
        return line
    inner = _unwrapped(text)
    return None if inner is None else _direct(inner, number)


def of_record(number: int, record: Record) -> KernelLine:
    """The line of a record whose fields came from JSON or a journal's export."""
    stamp, mono_s, host, message, form, level, boot_id, machine_id = record
    return KernelLine(number, stamp, mono_s, host, message, form, level, boot_id=boot_id, machine_id=machine_id)


LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")
MONO = re.compile(r"\[ *(?P<seconds>\d{1,10}\.\d{6})(?: <[ \d.]{1,20}>)?\]:? ?")
HOST_PROGRAM = re.compile(r"(?:\[ *\d+\.\d{6}(?: <[ \d.]{1,20}>)?\] )?[\w.-]+ [\w.@()/-]+\[\d+\]: ")

_LEVEL = "(?P<level>emerg|alert|crit|err|error|warn|warning|notice|info|debug)"
_FACILITY = "(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|res[0-3]|local[0-7])"
_DECODED = re.compile(r"(?:(?P<host>[\w.:-]+): )?" + _FACILITY + r" *: *" + _LEVEL + r" *: ?")
_LEVEL_ONLY = re.compile(_LEVEL + r" +(?=\[ *\d+\.\d{6}\])")
_PRIORITY = re.compile(r"<(?P<priority>\d{1,3})>(?:1 (?=\d{4}-))?")
_DELTA = re.compile(r"\[(?: *\+(?P<delta>\d{1,8}\.\d{6})|< *(?P<between>\d{1,8}\.\d{6})>)\] ?")
_MINUTE = re.compile(r"\[(?P<month>[^\W\d]{1,10}\.?|\d{1,2}[月월]) ?(?P<day>\d{1,2}) (?P<minute>\d\d:\d\d)\] ?")
_CALLER = re.compile(r"\[ *(?P<caller>[TC]\d{1,10})\] ?")
_TAG = re.compile(r"(?:(?P<host>\S+) +(?:\w+\.\w+ +)?)?kernel(?:\[\d+\])?: ?(?:<\d>)?")
_TAG_5424 = re.compile(r"(?P<host>\S+) kernel (?:\S+) (?:\S+) (?:-|\[[^\]]*\]) *")
_KMSG = re.compile(r"(?P<priority>\d{1,4}),\d+,(?P<micro>\d+),[-c+](?:,caller=(?P<caller>[TC]\d+))?[^;]{0,40};")
_ISO_OF_DMESG = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:?\d\d(?: |$)")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) ")
_YEAR_BEHIND = re.compile(r"(?P<year>(?:19|20)\d\d) (?=\S)")
_LOGIN = re.compile(r"[\w.-]{1,64} login: +(?=\[ *\d{1,10}\.\d{6}\])")
_KLOG = re.compile(r"[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d{1,8} [\w./-]{1,80}:\d{1,6}\] ")
_NPD = re.compile(
    r"Source:kernel-monitor Events:\[\{Severity:\S* Timestamp:(?P<time>\d{4}-\S+ \S+ \S+)[^{}]{0,60}?"
    r" Reason:\w+ Message:(?P<message>[^{}]{1,2000})\}"
)
_FOREIGN = re.compile(r"(?P<host>[\w.-]{1,255}) [\w.@()/-]{1,255}(?:\[\d+\])?: ")
# Apache's error log and PHP's web server bracket the same kind of time; dmesg never prints these next.
_WEB_SERVER = re.compile(
    r"\[(?:\w+:)?(?:emerg|alert|crit|error|warn|notice|info|debug)\]|\[client |\[pid |PHP "
    r"|\[?[0-9a-f.:]+\]?:\d+ "
)
_NOT_HOSTS = frozenset(("INFO", "WARN", "WARNING", "ERROR", "DEBUG", "FATAL", "TRACE", "CRITICAL"))


def _unwrapped(text: str) -> str | None:
    """Without what a terminal, runtime or klog put in front; None if there is nothing of that."""
    if found := _LOGIN.match(text) or _KLOG.match(text):
        return text[found.end() :].lstrip()
    if text.startswith(("20", '{"log"', "[pod/")):
        inner = unwrap(text).text.lstrip()
        if inner != text:
            found = _KLOG.match(inner)
            return inner[found.end() :] if found else inner
    return None


def _direct(text: str, number: int) -> KernelLine | None:
    first = text[:1]
    if first == "[":
        return _bracketed(text, number, None, None)
    if first == "<":
        return _with_priority(text, number)
    if first == "{":
        record = json_record(text)
        return None if record is None else of_record(number, record)
    if first.isdigit() and (found := _KMSG.match(text)):
        level = LEVELS[int(found["priority"]) & 7]
        mono = int(found["micro"]) / 1e6
        return KernelLine(number, NO_STAMP, mono, None, text[found.end() :], "kmsg", level, found["caller"])
    if found := _DECODED.match(text) or _LEVEL_ONLY.match(text):
        return _decoded(text[found.end() :], number, found.groupdict())
    if "kernel-monitor" in text and (found := _NPD.search(text)):
        named = _FOREIGN.match(leading_stamp(text)[1])
        host = named["host"] if named else None
        return KernelLine(number, leading_stamp(found["time"])[0], None, host, found["message"], "npd", None)
    return _stamped(text, number, None)


def _with_priority(text: str, number: int) -> KernelLine | None:
    """`<4>` in front of a time since boot, of a syslog prefix, or (before printk.time) of the message."""
    found = _PRIORITY.match(text)
    if found is None or int(found["priority"]) > 191:
        return None
    level = LEVELS[int(found["priority"]) & 7]
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
    return _line(rest, number, stamp, None, host, form, level)


def _bracketed(text: str, number: int, host: str | None, level: str | None) -> KernelLine | None:
    """The forms of dmesg that begin with a bracket, alone or in front of a second stamp."""
    if not text.startswith("["):
        return None
    if found := MONO.match(text):
        rest = text[found.end() :]
        seconds = float(found["seconds"])
        if "kernel:" in rest and (tag := _TAG.match(rest)) and tag["host"]:
            return _line(rest[tag.end() :], number, NO_STAMP, seconds, tag["host"], "journal", level)
        stamp, rest = leading_stamp(rest) if rest.startswith("[") else (NO_STAMP, rest)
        return _line(rest, number, stamp, seconds, host, "dmesg", level)
    if found := _DELTA.match(text):
        # The reader turns the delta into a time; alone it is neither a time nor a time since boot.
        seconds = float(found["delta"] or found["between"])
        return _line(text[found.end() :], number, NO_STAMP, seconds, host, "dmesg-rel", level)
    if found := _MINUTE.match(text):
        stamp, _ = leading_stamp(f"{found['month']} {found['day']} {found['minute']}:00")
        return _line(text[found.end() :], number, stamp, None, host, "dmesg-rel", level)
    is_iso = text[1:2].isdigit()
    stamp, rest = leading_stamp(text)
    # Only talosctl puts ISO times in brackets, and always behind facility and level.
    if stamp.time is None or (is_iso and level is None) or _WEB_SERVER.match(rest):
        return None
    mono, rest = _mono(rest)
    return _line(rest, number, stamp, mono, host, "dmesg-iso" if is_iso else "dmesg-T", level)


def _stamped(text: str, number: int, level: str | None) -> KernelLine | None:
    """Syslog, the journal's short forms, and dmesg with ISO times."""
    if _ISO_OF_DMESG.match(text):
        stamp, rest = leading_stamp(text)
        mono, rest = _mono(rest)
        if not _TAG.match(rest):
            return _line(rest, number, stamp, mono, None, "dmesg-iso", level)
    if "kernel" not in text:
        return None
    stamp, rest = leading_stamp(text)
    if stamp.quality == "no_year" and stamp.time is not None and (year := _YEAR_BEHIND.match(rest)):
        stamp, rest = _of_year(stamp, int(year["year"])), rest[year.end() :]
    tag = _TAG.match(rest)
    if tag is None or tag["host"] in _NOT_HOSTS or (stamp.time is None and tag["host"]):
        return None
    # Without a zone and a fraction, or as RFC 3339 in full, it is rsyslog's; the rest is journalctl's.
    is_traditional = text[0].isalpha() and (stamp.time is None or not stamp.time.microsecond)
    is_traditional = is_traditional and stamp.quality in ("no_year", "none", "zone_unknown")
    is_syslog = is_traditional or stamp.time is None or _RFC3339.match(text) is not None
    return _tagged(rest, tag, number, stamp, "syslog" if is_syslog else "journal", level)


def _of_year(stamp: Stamp, year: int) -> Stamp:
    """The same moment of a year that was printed behind the clock."""
    if stamp.time is None:
        return stamp
    try:
        return Stamp(stamp.time.replace(year=year), "zone_unknown")
    except ValueError:  # 29 February
        return NO_STAMP


def _tagged(text: str, tag: re.Match[str], number: int, stamp: Stamp, form: str, level: str | None) -> KernelLine:
    mono, message = _mono(text[tag.end() :])
    return _line(message, number, stamp, mono, tag["host"], form, level)


def _mono(text: str) -> tuple[float | None, str]:
    if text.startswith("[") and (found := MONO.match(text)):
        return float(found["seconds"]), text[found.end() :]
    return None, text


def _line(
    text: str, number: int, stamp: Stamp, mono_s: float | None, host: str | None, form: str, level: str | None
) -> KernelLine:
    """CONFIG_PRINTK_CALLER puts `[    T1]` (task) or `[   C3]` (CPU) behind the time."""
    if text.startswith("[") and (found := _CALLER.match(text)):
        return KernelLine(number, stamp, mono_s, host, text[found.end() :], form, level, found["caller"])
    return KernelLine(number, stamp, mono_s, host, text, form, level)

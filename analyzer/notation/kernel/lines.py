"""The lines of a kernel log, whatever tool printed it and whatever was lost on the way.

Prefixes are read by kernel_prefixes, entries of several lines by kernel_records. Here is what only the lines
around one tell: what continues it, relative times, boots, the order of a log that was printed newest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from analyzer.notation.kernel.boots import BootCounter
from analyzer.notation.kernel.json import json_records
from analyzer.notation.kernel.prefixes import HOST_PROGRAM, KernelLine, of_record, prefixed
from analyzer.notation.kernel.records import JournalEntries
from analyzer.notation.kernel.shapes import is_console_noise, is_console_status, parts_of
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.pasted import plain_lines
from analyzer.notation.stamp import NO_STAMP, Stamp


def kernel_line(text: str, number: int = 0) -> KernelLine | None:
    """The line, if it has a prefix that marks it as the kernel's.

    Escaped line ends (`#012`) stay in the message, those of JSON are line ends.
    """
    return prefixed(" ".join(plain_lines(text)).lstrip(), number)


def kernel_lines(lines: Iterable[tuple[int, str]]) -> Iterator[KernelLine]:
    """All kernel lines among numbered lines.

    - Lines without prefix behind a kernel line continue it and inherit its time and host.
    - An escaped line end gives one more KernelLine of the same number.
    - Lines of other programs and what continues them are left out.
    - Lines ahead of the first prefix are messages (`raw`): the tail of a record that was cut, or a log without.
    """
    reader = KernelReader()
    for number, text in lines:
        yield from reader.feed(number, text)
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
    if line.form == "dmesg-rel":
        return line.level is not None or _REL_WIDTH(text) is not None
    if line.form in ("syslog", "journal"):
        is_named = line.host is not None or line.stamp.quality == "no_year"
        return line.mono_s is not None or (is_named and line.stamp.time is not None)
    # `<4>message` could be a line of any markup.
    return line.form != "kmsg" or line.mono_s is not None


class KernelReader:
    """The state between the lines of one piece.

    last     the line before, with a prefix of its own
    knows    whether the form of the line that was fed last is known, be it the kernel's or another program's
    foreign  the line that was fed last is another program's
    """

    def __init__(self) -> None:
        self.last: KernelLine | None = None
        self.knows = False
        self.foreign = False
        self.boots = BootCounter()
        self._after_foreign = False
        self._has_hosts_in_brackets = False
        self._json: dict[str, str] = {}
        self._entries = JournalEntries()
        self._wall: tuple[str, Stamp] = ("", NO_STAMP)

    @property
    def is_inside(self) -> bool:
        """Whether an entry of several lines has begun."""
        return self._entries.is_inside

    def feed(self, number: int, text: str) -> list[KernelLine]:
        """The kernel lines that one line of text completes."""
        self.knows = self.foreign = False
        if self._entries.is_inside:
            return self._entry(number, text)
        if (found := _PLAIN(text)) is not None and (quick := self._quick(number, found)) is not None:
            return quick
        out: list[KernelLine] = []
        plain_texts = plain_lines(text)
        # Nothing is left of a fence or a lone quote mark.
        self.knows = not any(plain_texts)
        for plain in plain_texts:
            for part in parts_of(plain):
                if part and not part.isspace():
                    out += self._part(number, part)
        return out

    def end(self) -> list[KernelLine]:
        """What is left when the text ends."""
        number = self._entries.number
        record = self._entries.end()
        return [] if record is None else self._own(of_record(number, record))

    def _quick(self, number: int, found: re.Match[str]) -> list[KernelLine] | None:
        """What `_part` gives for lines of plain dmesg and syslog, at a fraction of the cost; else None."""
        if self._has_hosts_in_brackets:
            return None
        wall, host, program, mono, message = found.groups()
        if program is not None:
            self._after_foreign = self.knows = self.foreign = True
            return []
        if wall is None and (mono is None or "kernel:" in message):
            return None
        if wall is not None and " kernel: " in message:
            return None
        stamp = NO_STAMP if wall is None else self._stamp(wall)
        if wall is not None and stamp.time is None:
            return None
        form = "syslog" if wall is not None else "dmesg"
        seconds = None if mono is None else float(mono)
        return self._own(KernelLine(number, stamp, seconds, host, message.rstrip(), form, None))

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

    def _own(self, line: KernelLine) -> list[KernelLine]:
        """A line with a prefix, of which one or more messages come."""
        line = self.boots.counted(line)
        self.last, self._after_foreign, self.knows = line, False, True
        return _unescaped(line)

    def _entry(self, number: int, text: str) -> list[KernelLine]:
        self.knows = True
        at = self._entries.number
        record = self._entries.feed(number, text.rstrip())
        out = [] if record is None else self._own(of_record(at, record))
        if not self._entries.is_inside and text.strip() not in ("", "}", "},"):
            out += self.feed(number, text)
        return out

    def _part(self, number: int, text: str) -> list[KernelLine]:
        start = text.lstrip().lstrip("\x1e").removeprefix("data: ")
        if self._entries.takes(number, start):
            self.knows = True
            return []
        if start[:1] in ("{", '"', "}") and (records := json_records(start, self._json)):
            return [line for record in records for line in self._own(of_record(number, record))]
        if line := prefixed(start, number):
            return self._bracketed_host(line)
        if _is_json_frame(start):
            self.knows = self._after_foreign = True
            return []
        if found := self.boots.separator(start):
            self.knows, self._after_foreign = found, False
            return []
        if is_console_noise(start):
            self.knows = True
            return []
        return self._without_prefix(number, text, start)

    def _bracketed_host(self, line: KernelLine) -> list[KernelLine]:
        if line.form == "npd":
            # Another program's line, which repeats one of the kernel's: nothing continues it.
            self.knows = self.foreign = self._after_foreign = True
            return [line]
        if line.form == "dmesg-rel" and line.stamp.time is None:
            line = line._replace(stamp=self._later(line.mono_s), mono_s=None)
        if line.form == "journal" and line.mono_s is not None:
            self._has_hosts_in_brackets = True
        elif self._has_hosts_in_brackets and HOST_PROGRAM.match(line.message):
            self.knows = self.foreign = self._after_foreign = True
            return []
        return self._own(line)

    def _without_prefix(self, number: int, text: str, start: str) -> list[KernelLine]:
        if _is_foreign(start):
            self._after_foreign = self.foreign = True
            self.knows = start.startswith(("-- ", '{"__')) or _FOREIGN_SYSLOG(start) is not None
            return []
        if self._after_foreign and not _UNMISTAKABLE(text):
            self.foreign = True
            return []
        self._after_foreign = False
        if self.last is None:
            return _unescaped(KernelLine(number, NO_STAMP, None, None, text.rstrip(), "raw", None))
        if self.last.form == "kmsg" and text.startswith(" ") and _KMSG_VALUE(start):
            self.knows = True
            return []
        self.knows = text[0] in " \t" or is_console_status(start)
        line = self.last._replace(number=number, message=text.strip(), continues=not is_console_status(start))
        return _unescaped(line)

    def _later(self, seconds: float | None) -> Stamp:
        if self.last is None or self.last.stamp.time is None or seconds is None:
            return NO_STAMP
        return Stamp(self.last.stamp.time + timedelta(seconds=seconds), self.last.stamp.quality)


# Plain dmesg and syslog, without a character that markup, escapes or a second prefix would begin with.
_PLAIN = re.compile(
    r"(?:([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d))"
    r" ([\w.-]+) (?:kernel: |((?!kernel)[\w.()@/-]+(?:\[\d+\])?: )))?"
    r"(?:\[ *(\d{1,10}\.\d{6})\] )?([^\[<>&#\\`\x1b]*)$"
).match
_JSON = re.compile(r'\{\s*(?:["}]|$)|[}\]]|"\w+" ?: ?')
_KMSG_VALUE = re.compile(r"[A-Z_]{2,32}=").match
# A line of another program in a syslog or a journal: time, host, name.
_FOREIGN_SYSLOG = re.compile(
    r"(?:\S{1,12} +\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\S{8,30}|\w{2,4} \d{4}-\d\d-\d\d \S{8,20} [A-Z]{2,5}"
    r"|\[ *\d+\.\d{6}\]) [\w.-]{1,255} [\w.@()/\\:-]{1,255}(?:\[\d+\])?: "
).match

# dmesg prints `%5ld.%06ld`: at least twelve characters, however short the time since boot is.
_DMESG_WIDTH = re.compile(r"\[(?=[ \d.]{12})(?: {0,4}\d{1,10})\.\d{6}[\] ]").search
_REL_WIDTH = re.compile(r"\[ *\+\d{1,8}\.\d{6}\] |\[[^\W\d]{1,6}\.?[ \d]\d \d\d:\d\d\] ").search
_UNMISTAKABLE = re.compile(
    r"invoked oom-killer:|oom-kill:constraint=|Kill(?:ed)? process \d+ \(|Kill(?:ed)? process \d+, UID"
    r"|page allocation failure[:.] ?order:|INFO: task .{1,40} blocked for more than \d+ seconds"
    r"|SLUB: Unable to allocate memory|killed as a result of limit of /|BUG: soft lockup - CPU#"
    r"|Kernel panic - not syncing|nf_conntrack: table full"
    r"|(?:Oops|divide error|general protection fault): [0-9a-f]{4} \[#\d+\]"
    r"|fork rejected by pids controller in|due to memory\.oom\.group set"
    r"|BUG: (?:unable to handle|kernel NULL pointer)|unregister_netdevice: waiting for"
    # Fields of journal entries and the frame of `dmesg -J`, where no line holds all of a message.
    r'|_TRANSPORT=kernel|"_TRANSPORT" ?: ?"kernel"|"dmesg" ?: ?\['
).search


def _is_foreign(start: str) -> bool:
    return (
        start.startswith("-- ")
        or _JSON.match(start) is not None
        or (start[0] == "[" and HOST_PROGRAM.search(start) is not None)
        or leading_stamp(start)[0].time is not None
    )


def _is_json_frame(start: str) -> bool:
    """Whether the line is one of `dmesg -J` that holds no message."""
    return _JSON_FRAME.match(start) is not None


_JSON_FRAME = re.compile(r'"dmesg" ?: ?\[$|"(?:pri|fac|time|caller)": |[\[\]{},]{1,4}$')


def _unescaped(line: KernelLine) -> list[KernelLine]:
    """One line per line end that rsyslog (`#012`) or /dev/kmsg (`\\x0a`) escaped."""
    message = line.message
    if "#01" not in message and "\\x0a" not in message and "\n" not in message:
        return [line]
    message = message.replace("#012", "\n").replace("\\x0a", "\n").replace("#011", "\t")
    return [line._replace(message=part) for part in message.split("\n") if part]

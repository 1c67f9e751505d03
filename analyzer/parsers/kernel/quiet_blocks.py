"""Blocks of a log that are wholly of one known form, so that their lines need not be looked at one by one.

Nearly all of a large log says nothing that is asked for. One search in C over a block of lines tells where each
message begins; only the lines of blocks that hold something are read by kernel_lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import re2

from analyzer.bundle.member import Lines
from analyzer.bundle.patterns import PatternSet
from analyzer.notation.kernel.boots import BACK_S
from analyzer.notation.kernel.lines import KernelReader
from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.parsers.kernel.message_kinds import LITERALS
from analyzer.parsers.kernel.quiet_json import Row, json_rows

BLOCK = 8000  # characters
SMALL_BLOCK = 800  # of one that says something


class TextBlock(NamedTuple):
    """Some lines of a log: `text` ends behind its last line, `first` is the number of its first one."""

    text: str
    first: int
    lines: int


class Quiet(NamedTuple):
    """What is worth knowing of a block that says nothing.

    kernel   how many of its lines are the kernel's
    tail     places in the block where the last kernel line, and then the last line, begin
    mono_s   seconds since boot of its last kernel line but one, where the form has them
    """

    kernel: int
    tail: tuple[int, ...]
    mono_s: float | None


def text_blocks(lines: Lines, size: int = BLOCK) -> Iterator[TextBlock]:
    """Cut a log into blocks of about `size` characters at line ends."""
    start, first, text = 0, lines.first, lines.text
    while start < len(text):
        end = text.find("\n", start + size)
        end = len(text) if end < 0 else end + 1
        part = text[start:end]
        count = part.count("\n") + (not part.endswith("\n"))
        yield TextBlock(part, first, count)
        start, first = end, first + count


class QuietSearch:
    """Decides block by block; gives up for a while where blocks have no known form.

    is_uniform  the last block had one, so smaller parts of it may be quiet even if it says something
    """

    def __init__(self, asked: PatternSet | None) -> None:
        self.is_uniform = False
        self._asked = _as_lines(asked.patterns) if asked is not None and asked.patterns else None
        self._missed = 0
        self._rest = 0

    def quiet(self, block: TextBlock, reader: KernelReader) -> Quiet | None:
        """The block's summary if every line continues the form of the line before it and none says anything."""
        self.is_uniform = False
        if self._rest or reader.last is None:
            self._rest = max(0, self._rest - 1)
            return None
        rows = _rows(block.text, reader.last) if block.text.endswith("\n") else []
        self.is_uniform = len(rows) == block.lines
        self._missed = 0 if self.is_uniform else self._missed + 1
        if self._missed > _PATIENCE:
            self._rest = min(self._missed, _LONGEST_REST)
        return self._checked(block, reader, rows) if self.is_uniform else None

    def _checked(self, block: TextBlock, reader: KernelReader, rows: list[Row]) -> Quiet | None:
        if _LOST(block.text) is not None:
            return None
        messages = [message for _, message, kernel in rows if kernel]
        said = "\n".join(messages).replace("\r", "")
        if _SAYS(said) is not None or (self._asked is not None and self._asked.Match(said)):
            return None
        host = reader.last.host if reader.last is not None else None
        seconds = [int(mono) for mono, _, kernel in rows if mono and kernel]
        before = reader.boots.mono_of(host)
        if seconds and (seconds != sorted(seconds) or (before is not None and seconds[0] < before - BACK_S)):
            return None
        return Quiet(len(messages), _tail(block.text, rows), float(seconds[-1]) if seconds else None)


_PATIENCE = 4  # blocks that are not quiet, one after another
_LONGEST_REST = 64

# A note of the syslog's own about lines that it lost.
_LOST = re2.compile(r"rate-limiting|Missed \d+ kernel|Suppressed \d").search
# Anything known, reports and their traces, line ends and second prefixes inside a message.
_SAYS = re2.compile(
    "|".join(
        (
            *LITERALS,
            r"invoked oom-killer|oom-kill:|[Kk]ill(?:ed)? process |killed as a result|memory\.oom\.group set"
            r"|Memory limit reached of cgroup|no killable processes|page allocation failure|Mem-Info:"
            r"|#01\d|\\x0a|ainted: |Not tainted|(?:^|\s)kernel: |\] \[ *\d+\.\d{6}\]|\[ *\d{1,10}\.\d{6}\] \[",
        )
    )
).search

_WALL = (
    r"(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{6})?|\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:?\d\d)"
    r"|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]{2,5})"
)
_MONO = r"\[ *(\d{1,10})\.\d{6}\] ?"
_CALLER = r"(?:\[ *[TC]\d{1,10}\] ?)?"
_FORMS = {
    "dmesg": rf"(?:\w+ {{0,3}}:\w+ {{0,3}}: )?{_MONO}{_CALLER}(?!\S+ kernel)(([^\n])[^\n]*)\n",
    "kmsg": rf"<\d{{1,3}}>{_MONO}{_CALLER}(([^\n])[^\n]*)\n",
    "dmesg-T": r"(?:\w+ {0,3}:\w+ {0,3}: )?\[[^\W\d]{1,6}\.?,? {1,2}[^\W]{1,6}\.? [ \d]\d \d\d:\d\d:\d\d \d{4}\] "
    rf"(?:{_MONO})?{_CALLER}(([^\n])[^\n]*)\n",
    "dmesg-iso": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d (?!\S+ kernel)"
    rf"(?:{_MONO})?{_CALLER}(([^\n])[^\n]*)\n",
}


def _rows(text: str, last: KernelLine) -> list[Row]:
    """A row for each line of a block whose lines all look like `last`; fewer where they do not."""
    if last.form == "journal-json":
        return json_rows(text, last)
    pattern = _pattern(last)
    return [] if pattern is None else pattern.findall(text)


def _pattern(last: KernelLine) -> re.Pattern[str] | None:
    """Of the lines that look like `last`: groups are seconds since boot, message, a mark if it is the kernel's."""
    if last.host is None:
        text = _FORMS.get(last.form)
        return None if text is None else _compiled(text)
    if last.form not in ("syslog", "journal") or (last.form == "journal" and last.stamp.time is None):
        return None
    host = re.escape(last.host)
    program = r"(?!kernel)[\w.()@/\\:-]{1,255}(?:\[\d+\])?: [^\n]*"
    return _compiled(rf"{_WALL} {host} (?:kernel: ?(?:{_MONO})?{_CALLER}(([^\n])[^\n]*)|{program})\n")


@lru_cache(maxsize=64)
def _compiled(text: str) -> re.Pattern[str]:
    # At the begin of a line only; unlike `^` it costs nothing where one match ends and the next begins.
    return re.compile(rf"(?<![^\n]){text}")


def _tail(text: str, rows: list[Row]) -> tuple[int, ...]:
    """Where the last kernel line begins, and the last line if that is another program's."""
    last = text.rfind("\n", 0, len(text) - 1) + 1
    if rows[-1][2]:
        return (last,)
    place = last
    for row in reversed(rows[:-1]):
        place = text.rfind("\n", 0, place - 1) + 1
        if row[2]:
            return (place, last)
    return (last,)


@lru_cache(maxsize=4)
def _as_lines(patterns: tuple[str, ...]) -> re2.Set:
    """The patterns for a text of many lines: `^` and `$` are those of a line."""
    found = re2.Set.SearchSet()
    for pattern in patterns:
        found.Add(f"(?m){pattern}")
    found.Compile()
    return found

"""What each kernel log covers: from when to when, of which boot, with which holes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from analyzer.bundle.member import Piece, TextLine
from analyzer.model.problem import Problem
from analyzer.notation.kernel_lines import KernelLine, kernel_lines
from analyzer.parsers.kernel.oom_blocks import mentions_oom
from analyzer.tables import kernel_logs
from analyzer.tables.kernel_logs import KernelLog

MEMBERS = ("kernel-log",)
YIELDS = (kernel_logs.TABLE,)


def parse(piece: Piece) -> Iterator[KernelLog | Problem]:
    """One row for each stretch of one node and one boot, in the order of their first lines."""
    for (_, boot_id), group in groupby(piece.lines, key=_BootOf()):
        lines = _Counted(group)
        stretches = _stretches(lines)
        lost = lines.lost
        # What precedes the first prefix is the tail of a cut record, not a log of its own.
        for stretch in [part for part in stretches if part.first.form != "raw"] or stretches:
            yield stretch.row(boot_id, lines.count, lost)
            lost = 0


# A ring buffer is thousands of lines; what is shorter, or spans less, was cut out of one.
_FEWEST_LINES = 50
_SHORTEST_S = 2.0
_BOOT_S = 5.0  # the first line of a whole buffer is printed within the first seconds
_BACK_S = 10.0  # lines of several CPUs can be out of order by less
_OOM_SHARE = 0.9
_LONGEST_REPORT = 5000  # lines of one OOM report, with a task table of thousands

_SEPARATOR = re.compile(r"-- (?:Boot (?P<id>[0-9a-f]{32})|Reboot) --").match
_JSON_BOOT = re.compile(r'"_BOOT_ID" ?: ?"([0-9a-f]{32})"').search
_BANNER = re.compile(r"Linux version (?P<version>\d+\.\d\S*)").match
_TAINT = re.compile(r"(?:Not tainted|Tainted:[ A-Z-]*) (?P<version>\d+\.\d\S*) ?").search
_SUPPRESSED = re.compile(r"\d+ callbacks suppressed|printk messages dropped|\d+ messages suppressed").search
_LOST_BY_SYSLOG = re.compile(r"rsyslogd.*imjournal.*rate-limiting").search


class _BootOf:
    """Number and ID of the boot that a line of a journal belongs to; boots are set apart by separators."""

    def __init__(self) -> None:
        self._boot: tuple[int, str | None] = (0, None)

    def __call__(self, line: TextLine) -> tuple[int, str | None]:
        if line.text.startswith("-- ") and (found := _SEPARATOR(line.text)):
            self._boot = (self._boot[0] + 1, found["id"])
        return self._boot


class _Counted:
    """Lines on their way through, with what the lines of other programs tell about the log."""

    def __init__(self, lines: Iterator[TextLine]) -> None:
        self._lines = lines
        self.count = 0
        self.lost = 0
        self.latest = ""

    def __iter__(self) -> Iterator[TextLine]:
        for line in self._lines:
            self.count += 1
            self.latest = line.text
            if "rate-limiting" in line.text and _LOST_BY_SYSLOG(line.text):
                self.lost += 1
            yield line


def _stretches(lines: _Counted) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    of_host: dict[str | None, _Stretch] = {}
    for line in kernel_lines(lines):
        stretch = of_host.get(line.host)
        if stretch is None or stretch.is_other_boot(line):
            boot_id = _JSON_BOOT(lines.latest) if line.form == "journal-json" else None
            stretch = of_host[line.host] = _Stretch(line, boot_id[1] if boot_id else None)
            stretches.append(stretch)
        stretch.add(line)
    return stretches


class _Stretch:
    """Lines of one host and one boot, as far as they were read."""

    def __init__(self, first: KernelLine, boot_id: str | None) -> None:
        self.first = first
        self._boot_id = boot_id
        self._count = 0
        self._oom_count = 0
        self._oom_lines_left = 0
        self._suppressed = 0
        self._timed: tuple[KernelLine, KernelLine] | None = None
        self._mono: tuple[float, float] | None = None
        self._version: str | None = None

    def is_other_boot(self, line: KernelLine) -> bool:
        """Whether the clock since boot went back, or the banner of a boot appears."""
        if line.mono_s is not None and self._mono is not None:
            return line.mono_s < self._mono[1] - _BACK_S
        return line.message.startswith("Linux version ") and _BANNER(line.message) is not None

    def add(self, line: KernelLine) -> None:
        """Count one more line."""
        self._count += 1
        if self.first.form == "raw" and line.form != "raw":
            self.first = line
        if line.stamp.time is not None:
            self._timed = (self._timed[0] if self._timed else line, line)
        if line.mono_s is not None:
            self._mono = (self._mono[0] if self._mono else line.mono_s, line.mono_s)
        message = line.message
        if "suppressed" in message or "dropped" in message:
            self._suppressed += _SUPPRESSED(message) is not None
        if self._version is None and ("ainted" in message or "Linux version" in message):
            found = _BANNER(message) or _TAINT(message)
            self._version = found["version"] if found else None
        self._count_oom(message)

    def row(self, boot_id: str | None, lines_around: int, lost: int) -> KernelLog:
        """`lines_around` are all lines of the member's stretch, `lost` notes of syslog about lost ones."""
        first, last = self._timed or (None, None)
        return KernelLog(
            line=self.first.number,
            node=self.first.host,
            boot_id=boot_id or self._boot_id,
            first=first.stamp.time if first else None,
            last=last.stamp.time if last else None,
            time_quality=first.stamp.quality if first else "none",
            first_mono_s=self._mono[0] if self._mono else None,
            last_mono_s=self._mono[1] if self._mono else None,
            lines=self._count,
            suppressed=self._suppressed + lost,
            excerpt=self._is_excerpt(lines_around),
            kernel_version=self._version,
            form=self.first.form,
        )

    def _count_oom(self, message: str) -> None:
        """Everything from `invoked oom-killer` to `Killed process` belongs to a report."""
        is_proof = mentions_oom(message) or message.startswith("oom_reaper:")
        if is_proof and "invoked oom-killer" in message:
            self._oom_lines_left = _LONGEST_REPORT
        self._oom_count += is_proof or self._oom_lines_left > 0
        self._oom_lines_left -= 1
        if is_proof and "Killed process" in message:
            self._oom_lines_left = 0

    def _is_excerpt(self, lines_around: int) -> bool:
        if _BANNER(self.first.message) or (self._mono is not None and self._mono[0] < _BOOT_S):
            return False
        # In the syslog of all programs few lines are the kernel's.
        count = lines_around if self.first.form in ("syslog", "journal") else self._count
        is_short = self._mono is not None and self._mono[1] - self._mono[0] < _SHORTEST_S
        return count < _FEWEST_LINES or is_short or self._oom_count > _OOM_SHARE * self._count

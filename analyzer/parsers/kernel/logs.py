"""What each kernel log covers: from when to when, of which boot, with which holes, and whose log it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.parsers.kernel.oom_blocks import mentions_oom
from analyzer.tables.kernel_logs import KernelLog
from analyzer.tables.node_identities import NodeIdentity


class KernelLogs:
    """Takes the lines of a log; gives a row for each stretch of one node and one boot, by their first lines."""

    def __init__(self) -> None:
        self._sections = [_Section()]
        self._identities: dict[tuple[str, str], int] = {}

    def section(self) -> None:
        """A separator of boots was read."""
        if not self._sections[-1].has_lines:
            self._sections.pop()
        self._sections.append(_Section())

    def add(self, line: KernelLine) -> None:
        """Count a kernel line."""
        self._sections[-1].stretch(line).add(line)
        identity = (line.host, line.boot_id, line.machine_id)
        if identity != (None, None, None):
            self._identify(line)

    def around(self, text: str, count: int = 1) -> None:
        """Count lines of the text, whoever wrote them; `text` is one of another program."""
        section = self._sections[-1]
        section.count += count
        if text and _LOST_BY_SYSLOG(text):
            section.lost += 1

    def passed(self, line: KernelLine, count: int) -> None:
        """Kernel lines that say nothing were skipped; `line` is the last line with their form and host."""
        self._sections[-1].stretch(line).pass_over(count)

    def rows(self) -> Iterator[KernelLog | NodeIdentity]:
        """Everything, when the log ends."""
        for section in self._sections:
            yield from section.rows()
        for (kind, value), number in self._identities.items():
            yield NodeIdentity(number, kind, value)

    def _identify(self, line: KernelLine) -> None:
        told = (("hostname", line.host), ("boot-id", line.boot_id), ("machine-id", line.machine_id))
        for kind, value in told:
            is_name = value and not (kind == "hostname" and _ADDRESS(value))
            if value and is_name and len(self._identities) < _MOST_IDENTITIES:
                self._identities.setdefault((kind, value), line.number)


_MOST_IDENTITIES = 10_000
# A ring buffer is thousands of lines; what is shorter, or spans less, was cut out of one.
_FEWEST_LINES = 50
_SHORTEST_S = 2.0
_BOOT_S = 5.0  # the first line of a whole buffer is printed within the first seconds
_OOM_SHARE = 0.9
_LONGEST_REPORT = 5000  # lines of one OOM report, with a task table of thousands

_BANNER = re.compile(r"Linux version (?P<version>\d+\.\d\S*)").match
_TAINT = re.compile(r"(?:Not tainted|Tainted:[ A-Z-]*) (?P<version>\d+\.\d\S*) ?").search
_SUPPRESSED = re.compile(r"\d+ callbacks suppressed|printk messages dropped|\d+ messages suppressed").search
_LOST_BY_SYSLOG = re.compile(
    r"rsyslogd.*imjournal.*rate-limiting|journal(?:d)?\[\d+\]: Missed \d+ kernel messages"
).search
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$|[0-9a-f:]*:[0-9a-f:]*$").match


class _Section:
    """What stands between two separators of a journal; a log without them is one section."""

    def __init__(self) -> None:
        self.count = 0
        self.lost = 0
        self._stretches: list[_Stretch] = []
        self._of_host: dict[str | None, _Stretch] = {}

    @property
    def has_lines(self) -> bool:
        """Whether any line of it is the kernel's."""
        return bool(self._stretches)

    def stretch(self, line: KernelLine) -> _Stretch:
        """The stretch that a line belongs to."""
        stretch = self._of_host.get(line.host)
        if stretch is None or stretch.boot != line.boot:
            stretch = self._of_host[line.host] = _Stretch(line)
            self._stretches.append(stretch)
        return stretch

    def rows(self) -> Iterator[KernelLog]:
        lost = self.lost
        # What precedes the first prefix is the tail of a cut record, not a log of its own.
        own = [part for part in self._stretches if part.first.form != "raw"]
        for stretch in own or self._stretches:
            yield stretch.row(self.count, lost)
            lost = 0


class _Stretch:
    """Lines of one host and one boot, as far as they were read."""

    def __init__(self, first: KernelLine) -> None:
        self.first = first
        self.boot = first.boot
        self._boot_id = first.boot_id
        self._count = 0
        self._oom_count = 0
        self._oom_lines_left = 0
        self._suppressed = 0
        self._timed: tuple[KernelLine, KernelLine] | None = None
        self._mono: tuple[float, float] | None = None
        self._version: str | None = None

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

    def pass_over(self, count: int) -> None:
        """Count lines that say nothing."""
        self._count += count
        self._oom_lines_left -= count

    def row(self, lines_around: int, lost: int) -> KernelLog:
        """`lines_around` are all lines of the section, `lost` notes of syslog about lost ones."""
        first, last = self._timed or (None, None)
        return KernelLog(
            line=self.first.number,
            node=self.first.host,
            boot_id=self._boot_id,
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
            boot=self.boot,
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

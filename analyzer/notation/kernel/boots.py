"""Which boot a kernel line belongs to: one file can hold several, and those of several hosts."""

from __future__ import annotations

import re

from analyzer.notation.kernel.prefixes import KernelLine


class BootCounter:
    """Counts the boots of every host from 1.

    A boot begins behind a journal's separator, with another boot ID, where the clock since boot goes back, or
    with the banner where there is no such clock. `separators` counts those of the journal.
    """

    def __init__(self) -> None:
        self._hosts: dict[str | None, _Boot] = {}
        self.separators = 0
        self._id: str | None = None

    def separator(self, text: str) -> bool:
        """Whether the line sets two boots of a journal apart; what follows belongs to the next one."""
        if not text.startswith("-- ") or not (found := _SEPARATOR.match(text)):
            return False
        self.separators += 1
        self._id = found["id"]
        return True

    def counted(self, line: KernelLine) -> KernelLine:
        """The line with the number and, where a separator told it, the ID of its boot."""
        boot = self._hosts.get(line.host)
        if boot is None:
            boot = self._hosts[line.host] = _Boot(self.separators)
        elif self._is_other(boot, line):
            number = boot.number + 1
            boot = self._hosts[line.host] = _Boot(self.separators, number)
        if line.mono_s is not None:
            boot.mono_s = line.mono_s
        boot.id = line.boot_id or boot.id
        if boot.number == 1 and (line.boot_id or self._id is None):
            return line
        return line._replace(boot=boot.number, boot_id=line.boot_id or self._id)

    def mono_of(self, host: str | None) -> float | None:
        """Seconds since boot of a host's last line."""
        boot = self._hosts.get(host)
        return None if boot is None else boot.mono_s

    def passed(self, host: str | None, mono_s: float | None) -> None:
        """Lines of a host were skipped; the last of them had this time since boot."""
        boot = self._hosts.get(host)
        if boot is not None and mono_s is not None:
            boot.mono_s = mono_s

    def _is_other(self, boot: _Boot, line: KernelLine) -> bool:
        if boot.separators != self.separators:
            return True
        if line.boot_id is not None and boot.id is not None:
            return line.boot_id != boot.id
        if line.mono_s is not None and boot.mono_s is not None:
            return line.mono_s < boot.mono_s - BACK_S
        return line.message.startswith("Linux version ") and _BANNER.match(line.message) is not None


BACK_S = 10.0  # lines of several CPUs can be out of order by less

_SEPARATOR = re.compile(r"-- (?:Boot (?P<id>[0-9a-f]{32})|Reboot) --")
_BANNER = re.compile(r"Linux version \d+\.\d")


class _Boot:
    def __init__(self, separators: int, number: int = 1) -> None:
        self.number = number
        self.separators = separators
        self.mono_s: float | None = None
        self.id: str | None = None

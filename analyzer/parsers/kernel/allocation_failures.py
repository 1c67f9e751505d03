"""`page allocation failure` reports, with what their own dump says about free memory.

Source: `warn_alloc` in mm/page_alloc.c of Linux 6.12; older wordings from reports of 2.6.32 to 4.x.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.parsers.kernel.memory_dump import FreeList, MemoryDump, is_dump_line, memory_dump
from analyzer.parsers.kernel.oom_blocks import MOST_WRITERS, seconds_apart
from analyzer.tables.allocation_failures import AllocationFailure


class AllocationReports:
    """Takes the lines of a log; gives a row for each failure once its report is over.

    Fields of a dump that was cut off or rate-limited stay None. Reports of several hosts, and of several tasks
    where the kernel prints who wrote a line, are kept apart. `took` tells whether the last line said something.
    """

    def __init__(self) -> None:
        self._open: dict[tuple[str | None, str | None], list[KernelLine]] = {}
        self._idle = 0
        self.took = False

    @property
    def is_waiting(self) -> bool:
        """Whether a report may go on."""
        return bool(self._open)

    def feed(self, line: KernelLine) -> Iterator[AllocationFailure]:
        """Rows of the reports that end with this line."""
        writer = (line.host, line.caller)
        report = self._open.get(writer)
        is_new = _MARK in line.message and _FAILURE.match(line.message) is not None
        if report and (is_new or _is_over(report[0], line)):
            yield _row(self._open.pop(writer))
            report = None
        self.took = is_new or (report is not None and _is_wanted(line.message))
        if is_new:
            if len(self._open) > MOST_WRITERS:
                yield from self.end()
            self._open[writer] = [line]
        elif report is not None and self.took:
            report.append(line)
        else:
            self._idle += 1
            if self._idle > _LONGEST_TRACE:
                yield from self.end()
            return
        self._idle = 0

    def end(self) -> Iterator[AllocationFailure]:
        """Rows of the reports that are open when the log ends."""
        reports, self._open, self._idle = self._open, {}, 0
        yield from map(_row, reports.values())


def mentions_failure(text: str) -> bool:
    """Cheap test whether a text of any length holds a failure."""
    return _MARK in text


_MARK = "page allocation failure"
_LONGEST_TRACE = 400  # lines of traces and modules between two lines that say something
_GAP_S = 10.0  # the lines of one report follow each other within milliseconds

_FAILURE = re.compile(
    r"(?P<comm>.{1,64}?): page allocation failure[:.] ?order:(?P<order>\d+),"
    r"(?: mode:(?P<mode>0x[0-9a-fA-F]+(?:\([^)]*\))?))?(?:, ?nodemask=(?:\(null\)|[\d,-]*?))?"
    r"(?:,cpuset=(?P<cpuset>.*?),mems_allowed=)?"
)
_CPUSET = re.compile(r".{1,64}? cpuset=(?P<cpuset>\S+) mems_allowed=")
_CPU = re.compile(r"(?:CPU: .{0,40}?PID|Pid): (?P<pid>\d+)")
_VERSION = re.compile(r"(?:Not tainted|Tainted:[ A-Z-]*) (?P<version>(?P<major>\d+)\.(?P<minor>\d+)\S*)")
_END = re.compile(r"Tasks state \(|\[ *pid *\]|oom-kill:")

# The names of masks that may sleep; bits of the hexadecimal form differ between kernels.
_MAY_WAIT = re.compile(
    r"GFP_(?:KERNEL|USER|HIGHUSER|NOIO|NOFS|TRANSHUGE\b|TEMPORARY)|__GFP_(?:DIRECT_RECLAIM|RECLAIM|WAIT)"
)
_WAIT_BIT = 0x10  # __GFP_WAIT before 4.4

# ISA's 16 MB. What is larger and called DMA (arm64) is memory for everybody.
_SMALL_ZONE = 16 * 1024 * 1024


def _is_wanted(text: str) -> bool:
    return is_dump_line(text) or text.startswith(("CPU: ", "Pid: ")) or " cpuset=" in text


def _is_over(first: KernelLine, line: KernelLine) -> bool:
    if _END.match(line.message) or "invoked oom-killer:" in line.message:
        return True
    if line.mono_s is not None and first.mono_s is not None:
        return not 0 <= line.mono_s - first.mono_s + 1 <= _GAP_S
    return seconds_apart(first, line) > _GAP_S


def _row(lines: list[KernelLine]) -> AllocationFailure:
    first, *details = lines
    found = _FAILURE.match(first.message)
    part = found.groupdict() if found else {}
    cpu = next((line.message for line in details if line.message.startswith(("CPU:", "Pid:"))), "")
    version, pid = _VERSION.search(cpu), _CPU.match(cpu)
    cpuset = next((match["cpuset"] for line in details if (match := _CPUSET.match(line.message))), None)
    order, mode = int(part["order"]), part.get("mode")
    atomic = _atomic(mode, version)
    return AllocationFailure(
        line=first.number,
        node=first.host,
        time=first.stamp.time,
        time_quality=first.stamp.quality,
        mono_s=first.mono_s,
        boot=first.boot,
        kernel_version=version["version"] if version else None,
        comm=part["comm"],
        pid=int(pid["pid"]) if pid else None,
        order=order,
        mode=mode,
        atomic=atomic,
        cgroup=part.get("cpuset") or cpuset,
        **_memory(memory_dump(details), order, mode or "", atomic=bool(atomic)),
    )


def _atomic(mode: str | None, version: re.Match[str] | None) -> bool | None:
    if mode is None:
        return None
    if "(" in mode:
        return _MAY_WAIT.search(mode) is None
    if version and (int(version["major"]), int(version["minor"])) < (4, 4):
        return not int(mode, 16) & _WAIT_BIT
    return None


def _memory(dump: MemoryDump, order: int, mode: str, *, atomic: bool) -> dict[str, Any]:
    """Free memory and free blocks in the zones that the mask allows."""
    sizes = {(zone.node, zone.name): zone.size_bytes for zone in dump.zones}
    zones = [zone for zone in dump.zones if _is_allowed(zone.name, zone.size_bytes, mode)]
    lists = [
        entry for entry in dump.free_lists if _is_allowed(entry.name, sizes.get((entry.node, entry.name), 0), mode)
    ]
    columns: dict[str, Any] = {}
    if zones:
        columns["free_bytes"] = sum(zone.free_bytes for zone in zones)
        columns["min_bytes"] = sum(zone.min_bytes for zone in zones)
        columns["free_line"] = max(zones, key=lambda zone: zone.size_bytes).line
    if lists:
        unusable = _unusable_letters(mode, atomic=atomic)
        blocks = [found for entry in lists for found in _usable_blocks(entry, unusable)]
        columns["largest_free_order"] = max((of for of, _ in blocks), default=None)
        columns["suitable_blocks"] = sum(count for of, count in blocks if of >= order)
        columns["list_line"] = max(lists, key=lambda entry: sizes.get((entry.node, entry.name), 0)).line
    return columns


def _is_allowed(zone: str, size_bytes: int, mode: str) -> bool:
    """Whether memory of a zone may be taken; a zone of unknown size has size 0."""
    if "GFP_DMA32" in mode:
        return zone == "DMA32"
    if "GFP_DMA" in mode:
        return zone == "DMA"
    if zone == "DMA":
        return size_bytes > _SMALL_ZONE
    if zone == "Movable":
        return "(" not in mode or "MOVABLE" in mode
    return zone != "Device"


def _unusable_letters(mode: str, *, atomic: bool) -> frozenset[str]:
    """Migrate types whose blocks the allocation cannot have: isolated, CMA, reserved for atomic ones."""
    letters = {"I"}
    letters |= set() if atomic else {"H"}
    letters |= set() if "MOVABLE" in mode else {"C"}
    return frozenset(letters)


def _usable_blocks(entry: FreeList, unusable: frozenset[str]) -> Iterator[tuple[int, int]]:
    """(order, count) of the blocks that the allocation could have had."""
    for order, (count, letters) in enumerate(entry.blocks):
        if count and (not letters or set(letters) - unusable):
            yield order, count

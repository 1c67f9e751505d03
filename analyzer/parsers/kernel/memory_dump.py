"""The memory dump (`Mem-Info:` and what follows) that OOM reports and allocation failures print.

Source: `show_mem` in mm/show_mem.c (mm/page_alloc.c before 6.5), read for Linux 3.10, 4.19, 6.1, 6.12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from analyzer.notation.kernel.prefixes import KernelLine


class Zone(NamedTuple):
    """Watermark line of a zone; `size_bytes` is what the kernel manages of it."""

    line: int
    node: int
    name: str
    free_bytes: int
    min_bytes: int
    size_bytes: int


class FreeList(NamedTuple):
    """Free blocks of a zone: for each order how many, and the letters of their migrate types."""

    line: int
    node: int
    name: str
    page_size: int
    blocks: tuple[tuple[int, str], ...]


class MemoryDump(NamedTuple):
    """What of a dump is there; `pages` are the counters of the machine, in pages."""

    line: int | None
    pages: dict[str, int]
    zones: tuple[Zone, ...]
    free_lists: tuple[FreeList, ...]
    totals: dict[str, int]
    ram_line: int | None
    hugepages_bytes: int | None

    @property
    def page_size(self) -> int:
        """In bytes: the first block of a free list is one page; 4096 where no free list is there."""
        return next((entry.page_size for entry in self.free_lists), 4096)

    def bytes_of(self, *counters: str) -> int | None:
        """Sum of counters of the machine; None if one of them is missing."""
        if any(name not in self.pages for name in counters):
            return None
        return sum(self.pages[name] for name in counters) * self.page_size


def memory_dump(lines: Iterable[KernelLine]) -> MemoryDump:
    """Read the first dump among `lines`; a second one, of another event, is not mixed into it."""
    first: int | None = None
    ram_line: int | None = None
    pages: dict[str, int] = {}
    totals: dict[str, int] = {}
    zones: dict[tuple[int, str], Zone] = {}
    free_lists: dict[tuple[int, str], FreeList] = {}
    huge: dict[tuple[str, str], int] = {}
    for number, text in ((line.number, line.message) for line in lines):
        if zone := _zone(number, text):
            zones.setdefault((zone.node, zone.name), zone)
        elif entry := _free_list(number, text):
            free_lists.setdefault((entry.node, entry.name), entry)
        elif found := _HUGE.match(text):
            huge.setdefault((found["node"], found["size"]), int(found["total"]) * int(found["size"]) * 1024)
        elif found := _TOTAL.match(text):
            totals.setdefault(found["what"] or found["swap"], int(found["pages"] or found["kb"]))
            ram_line = number if found["what"] == "RAM" and ram_line is None else ram_line
        elif text.startswith("Mem-Info:"):
            first = number if first is None else first
        elif _COUNTERS.match(text):
            first = number if first is None else first
            for name, value in _COUNTER.findall(text):
                pages.setdefault(name, int(value))
    return MemoryDump(
        first,
        pages,
        tuple(zones.values()),
        tuple(free_lists.values()),
        totals,
        ram_line,
        sum(huge.values()) if huge else None,
    )


def is_dump_line(text: str) -> bool:
    """Whether a message can be a part of a memory dump."""
    return _DUMP(text) is not None


_DUMP = re.compile(
    r"Mem-Info:|Node \d+ |(?:Free|Total) swap|\d+ pages (?:RAM|reserved)"
    r"|\s*(?:active_anon|active_file|unevictable|slab_reclaimable|mapped|sec_pagetables|kernel_misc\w*|free):\d"
).match
_COUNTERS = re.compile(
    r"\s*(?:active_anon|active_file|unevictable|slab_reclaimable|mapped|sec_pagetables|free):\d+(?!kB)\b"
)
_COUNTER = re.compile(r"([a-z_]+):(\d+)")
_ZONE = re.compile(
    r"(?:Node (?P<node>\d+) )?(?P<name>[A-Z]\w*) free:(?P<free>\d+)kB (?:boost:\d+kB )?min:(?P<min>\d+)kB"
)
_SIZE = re.compile(r" (?:managed|present):(\d+)kB")
_FREE_LIST = re.compile(r"(?:Node (?P<node>\d+) )?(?P<name>[A-Z]\w*): (?P<blocks>\d+\*\d+kB.*)")
_BLOCKS = re.compile(r"(\d+)\*(\d+)kB(?: \(([A-Z]+)\))?")
_HUGE = re.compile(r"(?:Node (?P<node>\d+) )?hugepages_total=(?P<total>\d+) .*hugepages_size=(?P<size>\d+)kB")
_TOTAL = re.compile(r"(?P<pages>\d+) pages (?P<what>RAM|reserved)$|(?P<swap>Free swap|Total swap) *= *(?P<kb>\d+)kB")


def _zone(number: int, text: str) -> Zone | None:
    found = _ZONE.match(text)
    if found is None:
        return None
    sizes = _SIZE.findall(text)
    # Both are printed by newer kernels, `present` first; only that part is used which is managed.
    size = int(sizes[-1]) * 1024 if sizes else 0
    free, minimum = int(found["free"]) * 1024, int(found["min"]) * 1024
    return Zone(number, int(found["node"] or 0), found["name"], free, minimum, size)


def _free_list(number: int, text: str) -> FreeList | None:
    found = _FREE_LIST.match(text)
    if found is None:
        return None
    blocks = _BLOCKS.findall(found["blocks"])
    page_size = int(blocks[0][1]) * 1024
    counts = tuple((int(count), letters) for count, _, letters in blocks)
    return FreeList(number, int(found["node"] or 0), found["name"], page_size, counts)

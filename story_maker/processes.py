"""Processes with the numbers that the kernel prints of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from story_maker.dice import Dice

PAGE = 4096
PAGE_KB = 4


@dataclass(frozen=True, slots=True)
class Process:
    """One thread group; sizes in kB, multiples of a page."""

    comm: str
    anon: int
    file: int = 0
    shmem: int = 0
    uid: int = 0
    virtual: int = 0
    adj: int = 0
    pid: int = 0

    @property
    def rss(self) -> int:
        """Resident size in kB."""
        return self.anon + self.file + self.shmem

    @property
    def page_tables(self) -> int:
        """Bytes of page tables: a few upper levels and a page for each 2 MiB that is mapped."""
        leaves = self.rss // 2048 + self.virtual // (512 * 1024) + 7
        return leaves * PAGE

    def grown(self, anon: int) -> Process:
        """Return the process after it grew (or shrank) to `anon` kB, its address space along with it."""
        return replace(self, anon=anon, virtual=self.virtual + max(0, anon - self.anon))


def settle(processes: list[Process], dice: Dice, label: str, first_pid: int) -> list[Process]:
    """Round sizes to pages, give each process an address space, and PIDs in rising order."""
    settled = []
    # Other things start on the machine as well: where the counter stands is chance.
    pid = first_pid + dice.between(f"{label}/first", 0, 211)
    for index, process in enumerate(processes):
        pid += dice.between(f"{label}/{process.comm}/{index}/pid", 1, 37)
        spread = dice.between(f"{label}/{process.comm}/{index}/vm", 118, 160)
        virtual = process.virtual or (process.rss + 4096) * spread // 100
        settled.append(
            replace(
                process,
                pid=process.pid or pid,
                anon=_pages(process.anon),
                file=_pages(process.file),
                shmem=_pages(process.shmem),
                virtual=_pages(max(virtual, process.rss)),
            )
        )
    return settled


def _pages(kb: int) -> int:
    return kb // PAGE_KB * PAGE_KB

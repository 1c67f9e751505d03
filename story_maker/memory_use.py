"""How a cgroup's or a machine's memory adds up: sums close to the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from story_maker.dice import Dice
from story_maker.processes import PAGE, Process


@dataclass(frozen=True)
class CgroupUse:
    """Bytes charged to a cgroup: `total` is the sum of anon, file, shmem and kernel."""

    anon: int
    file: int
    shmem: int
    stack: int
    page_tables: int
    percpu: int
    sock: int
    slab_reclaimable: int
    slab_unreclaimable: int
    processes: int

    @property
    def kernel(self) -> int:
        """Kernel memory, without sockets."""
        slab = self.slab_reclaimable + self.slab_unreclaimable
        return self.stack + self.page_tables + self.percpu + slab

    @property
    def total(self) -> int:
        """What memory.current shows; `file` includes shmem, as in memory.stat."""
        return self.anon + self.file + self.sock + self.kernel


def cgroup_use(processes: list[Process], cache_kb: int, dice: Dice, label: str) -> CgroupUse:
    """Return what these processes and so much page cache charge to their cgroup."""
    shmem = sum(process.shmem for process in processes) * 1024
    slab = dice.between(f"{label}/slab", 260, 900) * 1024 + len(processes) * 40_960
    return CgroupUse(
        anon=sum(process.anon for process in processes) * 1024,
        file=cache_kb // 4 * PAGE + shmem,
        shmem=shmem,
        stack=len(processes) * dice.between(f"{label}/threads", 5, 14) * 16384,
        page_tables=sum(process.page_tables for process in processes),
        percpu=dice.between(f"{label}/percpu", 10, 90) * 96,
        sock=0,
        slab_reclaimable=slab * 2 // 3 // 8 * 8,
        slab_unreclaimable=slab // 3 // 8 * 8,
        processes=len(processes),
    )


def fill(limit: int, processes: list[Process], hog: int, cache_kb: int, dice: Dice) -> tuple[list[Process], CgroupUse]:
    """Let the process with the PID `hog` grow until the cgroup's usage equals `limit` bytes exactly."""
    empty = cgroup_use([_sized(one, hog, 0) for one in processes], cache_kb, dice, f"{limit}")
    room = limit - empty.total
    anon = room * 997 // 1000 // PAGE * 4
    grown = [_sized(one, hog, anon) for one in processes]
    use = cgroup_use(grown, cache_kb, dice, f"{limit}")
    rest = limit - use.total
    if rest < 0:
        raise ValueError(f"{hog}: {-rest} bytes over the limit")
    return grown, replace(use, slab_unreclaimable=use.slab_unreclaimable + rest)


def add(uses: list[CgroupUse]) -> CgroupUse:
    """Return the sum, as the parent cgroup shows it."""
    names = CgroupUse.__dataclass_fields__
    return CgroupUse(**{name: sum(getattr(use, name) for use in uses) for name in names})


def _sized(process: Process, hog: int, anon: int) -> Process:
    return process.grown(anon) if process.pid == hog else process

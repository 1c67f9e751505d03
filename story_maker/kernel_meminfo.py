"""The Mem-Info part of global OOM and allocation-failure reports: machine, zones, free lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from story_maker.dice import Dice
from story_maker.processes import Process

_ORDERS = 11
_DMA_KB = 15_360
_DMA32_KB = 3_061_744


@dataclass(frozen=True)
class MachineUse:
    """Where a machine's memory is, in kB; what is named here sums up to `total_kb`.

    free_lists: free blocks by order of each zone, smallest zone first, where the story fixes them
    """

    total_kb: int
    free_kb: int
    anon_kb: int
    file_kb: int
    shmem_kb: int
    slab_reclaimable_kb: int
    slab_unreclaimable_kb: int
    stack_kb: int
    page_tables_kb: int
    free_lists: tuple[tuple[int, ...], ...] = ()
    min_free_kb: int = 67_584

    @property
    def rest_kb(self) -> int:
        """Memory that no counter of the report names: per-CPU areas, drivers, the kernel itself."""
        slab = self.slab_reclaimable_kb + self.slab_unreclaimable_kb
        used = self.anon_kb + self.file_kb + self.shmem_kb + slab + self.stack_kb + self.page_tables_kb
        return self.total_kb - self.free_kb - used


class Zone(NamedTuple):
    """One zone of node 0 with its share of the machine's use, in kB."""

    name: str
    managed: int
    blocks: tuple[int, ...]
    use: dict[str, int]

    @property
    def free(self) -> int:
        """Free memory: the sum of the free list."""
        return sum(count << order + 2 for order, count in enumerate(self.blocks))


def machine_use(total_kb: int, free_kb: int, processes: list[Process], file_kb: int, dice: Dice) -> MachineUse:
    """Return the use of a machine with these processes, so much free and so much page cache."""
    return MachineUse(
        total_kb=total_kb,
        free_kb=free_kb,
        anon_kb=sum(process.anon for process in processes),
        file_kb=file_kb,
        shmem_kb=sum(process.shmem for process in processes) + 9_412,
        slab_reclaimable_kb=total_kb // dice.between("slab/reclaimable", 130, 170) // 4 * 4,
        slab_unreclaimable_kb=total_kb // dice.between("slab/unreclaimable", 70, 90) // 4 * 4,
        stack_kb=len(processes) * 16 * 9,
        page_tables_kb=sum(process.page_tables for process in processes) // 1024,
    )


def exhaust(
    total_kb: int, processes: list[Process], hog: int, dice: Dice, file_kb: int = 2_980
) -> tuple[list[Process], MachineUse]:
    """Let the process with the PID `hog` grow until the machine is full: free at its watermark, about 1 % unnamed."""
    free_kb = 67_584 * 91 // 100 + 13_300
    bare = [process.grown(0) if process.pid == hog else process for process in processes]
    use = machine_use(total_kb, free_kb, bare, file_kb, dice)
    room = use.rest_kb - total_kb // 96
    anon = room * 998 // 1000 // 4 * 4
    if anon <= 0:
        raise ValueError(f"the machine is full without {hog}: {anon} kB")
    full = [process.grown(anon) if process.pid == hog else process for process in processes]
    return full, machine_use(total_kb, free_kb, full, file_kb, dice)


def zones_of(use: MachineUse, dice: Dice) -> list[Zone]:
    """Spread the machine's use over DMA, DMA32 and Normal."""
    names = ("DMA", "DMA32", "Normal")
    managed = (_DMA_KB, _DMA32_KB, use.total_kb - _DMA_KB - _DMA32_KB)
    lists = use.free_lists or _scattered(use, managed, dice)
    zones: list[Zone] = []
    left = {"anon": use.anon_kb + use.shmem_kb, "file": use.file_kb}
    for name, size, blocks in zip(names, managed, lists, strict=True):
        share = {key: _share(name, size, use, value) for key, value in left.items()}
        if name == "Normal":
            taken = {key: sum(zone.use[key] for zone in zones) for key in left}
            share = {key: value - taken[key] for key, value in left.items()}
        zones.append(Zone(name, size, tuple(blocks), share))
    return zones


def memory_info(version: tuple[int, int], use: MachineUse, dice: Dice) -> list[str]:
    """Return the records from `Mem-Info:` to the pages of RAM."""
    zones = zones_of(use, dice)
    lines = ["Mem-Info:", _totals(version, use, zones)]
    if version >= (4, 8):
        lines.append(_node_line(version, use))
    for number, zone in enumerate(zones):
        lines += [_zone_line(version, zone, use), _lowmem(zones, number, version)]
    lines += [_free_list(zone) for zone in zones]
    return lines + _tail(version, use)


def _scattered(use: MachineUse, managed: tuple[int, ...], dice: Dice) -> list[list[int]]:
    """Return free lists that add up: the free memory of a full machine lies in small blocks."""
    lists: list[list[int]] = [[0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2]]
    rest = use.free_kb - sum(count << order + 2 for order, count in enumerate(lists[0]))
    dma32 = rest * managed[1] // (managed[1] + managed[2]) // 4 * 4
    for number, target in enumerate((dma32, rest - dma32)):
        blocks = [0] * _ORDERS
        left = target
        for order in range(6, 0, -1):
            most = left // 5 >> order + 2
            blocks[order] = most - dice.between(f"block/{number}/{order}", 0, max(0, most // 4))
            left -= blocks[order] << order + 2
        blocks[0] = left // 4
        lists.append(blocks)
    return lists


def roomy_lists(total_kb: int, free_kb: int, dice: Dice) -> tuple[tuple[int, ...], ...]:
    """Return free lists of a machine at ease: most of what is free lies in blocks of the highest order."""
    dma = (0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2)
    rest = free_kb - sum(count << order + 2 for order, count in enumerate(dma))
    dma32 = rest * _DMA32_KB // total_kb // 4 * 4
    lists: list[tuple[int, ...]] = [dma]
    for number, target in enumerate((dma32, rest - dma32)):
        blocks = [dice.between(f"roomy/{number}/{order}", 20, 900 >> order // 2) for order in range(_ORDERS)]
        used = sum(count << order + 2 for order, count in enumerate(blocks[:-1]))
        blocks[-1], left = divmod(target - used, 4096)
        blocks[0] += left // 4
        lists.append(tuple(blocks))
    return tuple(lists)


def _share(name: str, size: int, use: MachineUse, value: int) -> int:
    return 0 if name == "DMA" else value * size // use.total_kb // 4 * 4


def _totals(version: tuple[int, int], use: MachineUse, zones: list[Zone]) -> str:
    lru = _lru(use.anon_kb + use.shmem_kb, use.file_kb)
    free = sum(zone.free for zone in zones) // 4
    unstable = " unstable:0" if version < (5, 9) else ""
    bounce = "" if version >= (6, 0) else " bounce:0"
    parts = [
        f"active_anon:{lru[0] // 4} inactive_anon:{lru[1] // 4} isolated_anon:0",
        f" active_file:{lru[2] // 4} inactive_file:{lru[3] // 4} isolated_file:0",
        f" unevictable:0 dirty:0 writeback:0{unstable}",
        f" slab_reclaimable:{use.slab_reclaimable_kb // 4} slab_unreclaimable:{use.slab_unreclaimable_kb // 4}",
        f" mapped:{use.file_kb // 40} shmem:{use.shmem_kb // 4} pagetables:{use.page_tables_kb // 4}{bounce}",
    ]
    if version >= (6, 0):
        parts.append(" sec_pagetables:0 bounce:0")
    if version >= (5, 13):
        parts.append(" kernel_misc_reclaimable:0")
    return "\n".join([*parts, f" free:{free} free_pcp:0 free_cma:0"])


def _lru(anon: int, file: int) -> tuple[int, int, int, int]:
    """Split into active and inactive, anonymous and file."""
    active = anon // 16 // 4 * 4
    active_file = file // 3 // 4 * 4
    return active, anon - active, active_file, file - active_file


def _node_line(version: tuple[int, int], use: MachineUse) -> str:
    lru = _lru(use.anon_kb + use.shmem_kb, use.file_kb)
    text = (
        f"Node 0 active_anon:{lru[0]}kB inactive_anon:{lru[1]}kB active_file:{lru[2]}kB inactive_file:{lru[3]}kB "
        f"unevictable:0kB isolated(anon):0kB isolated(file):0kB mapped:{use.file_kb // 40 * 4}kB dirty:0kB "
        f"writeback:0kB shmem:{use.shmem_kb}kB shmem_thp: 0kB shmem_pmdmapped: 0kB "
        f"anon_thp: {use.anon_kb // 2048 // 7 * 2048}kB writeback_tmp:0kB "
    )
    if version < (5, 9):
        text += "unstable:0kB "
    else:
        text += f"kernel_stack:{use.stack_kb}kB pagetables:{use.page_tables_kb}kB "
    if version >= (6, 0):
        text += "sec_pagetables:0kB "
    return text + "all_unreclaimable? no"


def _zone_line(version: tuple[int, int], zone: Zone, use: MachineUse) -> str:
    low = use.min_free_kb * zone.managed // use.total_kb // 4 * 4
    lru = _lru(zone.use["anon"], zone.use["file"])
    boost = "boost:0kB " if version >= (5, 14) else ""
    atomic = "reserved_highatomic:0KB " if version >= (5, 5) else ""
    present = zone.managed + (632 if zone.name == "DMA" else zone.managed // 64 // 4 * 4)
    text = (
        f"Node 0 {zone.name} free:{zone.free}kB {boost}min:{low}kB low:{low * 5 // 4}kB high:{low * 3 // 2}kB {atomic}"
        f"active_anon:{lru[0]}kB inactive_anon:{lru[1]}kB active_file:{lru[2]}kB inactive_file:{lru[3]}kB "
        f"unevictable:0kB "
    )
    if version < (4, 8):
        return text + _zone_tail_3_10(zone, present, use)
    text += f"writepending:0kB present:{present}kB managed:{zone.managed}kB mlocked:0kB "
    if version < (5, 9):
        part = zone.managed * 1000 // use.total_kb
        stack, tables = use.stack_kb * part // 1000, use.page_tables_kb * part // 1000
        text += f"kernel_stack:{stack // 4 * 4}kB pagetables:{tables // 4 * 4}kB "
    return text + "bounce:0kB free_pcp:0kB local_pcp:0kB free_cma:0kB"


def _zone_tail_3_10(zone: Zone, present: int, use: MachineUse) -> str:
    part = 0 if zone.name == "DMA" else zone.managed * 1000 // use.total_kb

    def share(value: int) -> int:
        return value * part // 1000 // 4 * 4

    return (
        f"isolated(anon):0kB isolated(file):0kB present:{present}kB managed:{zone.managed}kB mlocked:0kB "
        f"dirty:{share(1480)}kB writeback:0kB mapped:{share(use.file_kb // 10)}kB shmem:{share(use.shmem_kb)}kB "
        f"slab_reclaimable:{share(use.slab_reclaimable_kb)}kB slab_unreclaimable:{share(use.slab_unreclaimable_kb)}kB "
        f"kernel_stack:{share(use.stack_kb)}kB pagetables:{share(use.page_tables_kb)}kB unstable:0kB bounce:0kB "
        f"free_pcp:{share(6200)}kB local_pcp:{share(700)}kB free_cma:0kB writeback_tmp:0kB pages_scanned:0 "
        "all_unreclaimable? no"
    )


def _lowmem(zones: list[Zone], number: int, version: tuple[int, int]) -> str:
    above = [0] * 4
    for index in range(number + 1, len(zones)):
        above[index] = sum(zone.managed for zone in zones[number + 1 : index + 1]) // 1024
    above[3] = above[2]
    values = above if version < (4, 14) else [*above, above[2]]
    return f"lowmem_reserve[]: {' '.join(str(value) for value in values)}"


def _free_list(zone: Zone) -> str:
    parts = []
    for order, count in enumerate(zone.blocks):
        letters = f" ({'UME' if order < 5 else 'M'})" if count else ""
        parts.append(f"{count}*{4 << order}kB{letters}")
    return f"Node 0 {zone.name}: {' '.join(parts)} = {zone.free}kB"


def _tail(version: tuple[int, int], use: MachineUse) -> list[str]:
    lines = ["Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB"]
    if version < (6, 0):
        huge = "Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=1048576kB"
        lines.insert(0, huge)
    lines += [f"{(use.file_kb + use.shmem_kb) // 4} total pagecache pages", "0 pages in swap cache"]
    if version < (5, 16):
        lines.append("Swap cache stats: add 0, delete 0, find 0/0")
    reserved = use.total_kb // 64
    lines += [
        "Free swap  = 0kB",
        "Total swap = 0kB",
        f"{(use.total_kb + reserved) // 4} pages RAM",
        "0 pages HighMem/MovableOnly",
        f"{reserved // 4} pages reserved",
    ]
    return lines if version < (4, 0) else [*lines, "0 pages hwpoisoned"]

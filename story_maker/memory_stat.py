"""memory.stat: the keys of each kernel, in its order."""

from __future__ import annotations

from story_maker.dice import Dice
from story_maker.memory_use import CgroupUse


def stat_values(use: CgroupUse, dice: Dice, label: str, *, reclaimed: bool) -> dict[str, int]:
    """Return every key that some kernel prints; `reclaimed`: the cgroup had met its limit."""
    inactive = use.anon // 4096 * 97 // 100 * 4096
    file_inactive = use.file // 4096 // 2 * 4096
    faults = use.anon // 4096 * 3 + dice.between(f"{label}/faults", 20_000, 900_000)
    scanned = dice.between(f"{label}/scan", 18_000, 95_000) if reclaimed else 0
    stolen = scanned * 7 // 10
    return {
        "anon": use.anon,
        "file": use.file,
        "kernel": use.kernel,
        "kernel_stack": use.stack,
        "pagetables": use.page_tables,
        "percpu": use.percpu,
        "sock": use.sock,
        "shmem": use.shmem,
        "file_mapped": use.file // 4096 // 3 * 4096,
        "anon_thp": use.anon // (2 << 20) // 6 * (2 << 20),
        "inactive_anon": inactive + use.shmem,
        "active_anon": use.anon - inactive,
        "inactive_file": file_inactive - min(file_inactive, use.shmem),
        "active_file": use.file - max(file_inactive, use.shmem),
        "slab_reclaimable": use.slab_reclaimable,
        "slab_unreclaimable": use.slab_unreclaimable,
        "slab": use.slab_reclaimable + use.slab_unreclaimable,
        "workingset_refault": scanned // 11,
        "workingset_refault_file": scanned // 11,
        "workingset_activate": scanned // 40,
        "workingset_activate_file": scanned // 40,
        "workingset_restore_file": scanned // 90,
        "workingset_nodereclaim": scanned // 500,
        "pgscan": scanned,
        "pgsteal": stolen,
        "pgscan_direct": scanned,
        "pgsteal_direct": stolen,
        "pgfault": faults,
        "pgmajfault": 30 + scanned // 100,
        "pgrefill": scanned // 4,
        "pgactivate": scanned // 3,
        "pgdeactivate": scanned // 5,
        "thp_fault_alloc": use.anon // (2 << 20) // 5,
        "thp_collapse_alloc": use.anon // (2 << 20) // 40,
    }


def stat_lines(keys: tuple[str, ...], values: dict[str, int]) -> list[str]:
    """Return `key value` lines in the kernel's order; what it knows and the cgroup does not use is 0."""
    return [f"{key} {values.get(key, 0)}" for key in keys]

"""/proc of a node at collection: meminfo, buddyinfo, vmstat, pressure; their figures agree with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from story_maker.cgroup_tree import Files, pressure
from story_maker.cluster import Cluster
from story_maker.kernel_forms import form_of
from story_maker.kernel_meminfo import MachineUse, Zone, machine_use, roomy_lists, zones_of
from story_maker.node import Node
from story_maker.processes import Process


def node_processes(node: Node, cluster: Cluster) -> list[Process]:
    """Return every process that runs on the node now."""
    found = [process for _, process in node.host]
    for pod in cluster.pods_on(node.name):
        for container in pod.init + pod.containers:
            if container.running:
                found += container.processes
    return found


def present_use(node: Node, cluster: Cluster) -> MachineUse:
    """Return where the machine's memory is at collection: page cache takes part of what is left."""
    processes = node_processes(node, cluster)
    cache = sum(one.page_cache for pod in cluster.pods_on(node.name) for one in pod.containers)
    empty = machine_use(node.memory_kb, 0, processes, 0, cluster.dice)
    left = empty.rest_kb - node.memory_kb // 90
    percent = cluster.dice.between(f"{node.name}/cache", 34, 52)
    file_kb = max(cache, left * percent // 100) // 4 * 4
    free_kb = max(0, left - file_kb) // 4 * 4
    use = machine_use(node.memory_kb, free_kb, processes, file_kb, cluster.dice)
    if free_kb < 400_000:
        return use
    return replace(use, free_lists=roomy_lists(use.total_kb, free_kb, cluster.dice))


def proc_files(
    node: Node, cluster: Cluster, *, kills: int = 0, counters: Mapping[str, int] | None = None,
    use: MachineUse | None = None,
) -> Files:  # fmt: skip
    """Return file texts by path below proc; `kills` is what vmstat counted since the boot."""
    use = use or present_use(node, cluster)
    zones = zones_of(use, cluster.dice)
    files = {
        "meminfo": _meminfo(node, use),
        "buddyinfo": "".join(_buddy(zone) for zone in zones),
        "vmstat": _vmstat(node, use, cluster, kills, counters or {}),
        "uptime": _uptime(node, cluster),
        "loadavg": "0.84 0.91 0.88 2/1014 214311\n",
    }
    if form_of(node.kernel).version >= (5, 4):
        files["pressure/memory"] = pressure(0, f"{node.name}/memory", cluster)
    return files


def _meminfo(node: Node, use: MachineUse) -> str:
    cached = use.file_kb - use.file_kb // 20 // 4 * 4 + use.shmem_kb
    slab = use.slab_reclaimable_kb + use.slab_unreclaimable_kb
    values = {
        "MemTotal": use.total_kb,
        "MemFree": use.free_kb,
        "MemAvailable": use.free_kb + (use.file_kb + use.slab_reclaimable_kb) * 9 // 10,
        "Buffers": use.file_kb // 20 // 4 * 4,
        "Cached": cached,
        "SwapCached": 0,
        "Active": use.anon_kb // 16 + use.file_kb // 3,
        "Inactive": use.anon_kb - use.anon_kb // 16 + use.shmem_kb + use.file_kb - use.file_kb // 3,
        "Active(anon)": use.anon_kb // 16,
        "Inactive(anon)": use.anon_kb - use.anon_kb // 16 + use.shmem_kb,
        "Active(file)": use.file_kb // 3,
        "Inactive(file)": use.file_kb - use.file_kb // 3,
        "Unevictable": 0,
        "Mlocked": 0,
        "SwapTotal": 0,
        "SwapFree": 0,
        "Dirty": 412,
        "Writeback": 0,
        "AnonPages": use.anon_kb,
        "Mapped": use.file_kb // 40 * 4,
        "Shmem": use.shmem_kb,
        "KReclaimable": use.slab_reclaimable_kb,
        "Slab": slab,
        "SReclaimable": use.slab_reclaimable_kb,
        "SUnreclaim": use.slab_unreclaimable_kb,
        "KernelStack": use.stack_kb,
        "PageTables": use.page_tables_kb,
        "NFS_Unstable": 0,
        "Bounce": 0,
        "WritebackTmp": 0,
        "CommitLimit": use.total_kb // 2,
        "Committed_AS": use.anon_kb * 3,
        "VmallocTotal": 34359738367,
        "VmallocUsed": 38_412,
        "VmallocChunk": 0,
        "Percpu": node.cpus * 1_664,
        "HardwareCorrupted": 0,
        "AnonHugePages": use.anon_kb // 2048 // 7 * 2048,
    }
    if form_of(node.kernel).version < (4, 19):
        for newer in ("KReclaimable", "Percpu"):
            del values[newer]
    lines = [f"{key + ':':<16}{value:>8} kB" for key, value in values.items()]
    lines += [f"{f'HugePages_{name}:':<16}{0:>8}" for name in ("Total", "Free", "Rsvd", "Surp")]
    return "\n".join([*lines, f"{'Hugepagesize:':<16}{2048:>8} kB"]) + "\n"


def _buddy(zone: Zone) -> str:
    return f"Node 0, zone {zone.name:>8} " + "".join(f"{count:6d} " for count in zone.blocks) + "\n"


def _vmstat(node: Node, use: MachineUse, cluster: Cluster, kills: int, counters: Mapping[str, int]) -> str:
    dice, label = cluster.dice, f"{node.name}/vmstat"
    faults = dice.between(f"{label}/fault", 30_000_000, 900_000_000)
    values = {
        "nr_free_pages": use.free_kb // 4,
        "nr_zone_inactive_file": (use.file_kb - use.file_kb // 3) // 4,
        "nr_zone_active_file": use.file_kb // 3 // 4,
        "nr_page_table_pages": use.page_tables_kb // 4,
        "nr_anon_pages": use.anon_kb // 4,
        "nr_mapped": use.file_kb // 40,
        "nr_file_pages": (use.file_kb + use.shmem_kb) // 4,
        "nr_shmem": use.shmem_kb // 4,
        "nr_slab_reclaimable": use.slab_reclaimable_kb // 4,
        "nr_slab_unreclaimable": use.slab_unreclaimable_kb // 4,
        "pgpgin": faults // 60,
        "pgpgout": faults // 9,
        "pswpin": 0,
        "pswpout": 0,
        "allocstall_dma": 0,
        "allocstall_dma32": 0,
        "allocstall_normal": 0,
        "allocstall_movable": 0,
        "pgfault": faults,
        "pgmajfault": faults // 9000,
        "pgscan_direct": 0,
        "oom_kill": kills,
        "compact_stall": 0,
        "compact_fail": 0,
        "compact_success": 0,
        "thp_fault_alloc": faults // 120_000,
        "thp_fault_fallback": 0,
    } | dict(counters)
    if form_of(node.kernel).version < (4, 13):
        del values["oom_kill"]
    return "".join(f"{key} {value}\n" for key, value in values.items())


def _uptime(node: Node, cluster: Cluster) -> str:
    seconds = node.seconds(cluster.collected)
    return f"{seconds:.2f} {seconds * node.cpus * 0.86:.2f}\n"

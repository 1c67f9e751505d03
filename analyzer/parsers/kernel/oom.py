"""Runs of the kernel's OOM killer, and the task tables that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.notation.kernel.lines import kernel_lines
from analyzer.parsers.kernel.memory_dump import MemoryDump, memory_dump
from analyzer.parsers.kernel.oom_blocks import Block, OomBlocks, Part, mentions_oom
from analyzer.parsers.kernel.oom_cgroup import stat_columns, usage_columns
from analyzer.parsers.kernel.oom_task_table import task_rows
from analyzer.tables.oom_kills import OomKill
from analyzer.tables.oom_tasks import OomTask


def parse(piece: Piece) -> Iterator[OomKill | OomTask]:
    """One OomKill for each run of the OOM killer, however little of its report is there; its task table."""
    if not mentions_oom(piece.lines.text):
        return
    blocks = OomBlocks()
    for line in kernel_lines(piece.lines):
        for block in blocks.feed(line):
            yield from oom_rows(block)
    for block in blocks.end():
        yield from oom_rows(block)


def oom_rows(block: Block) -> Iterator[OomKill | OomTask]:
    """The row of one report and those of its task table."""
    dump = memory_dump(part.line for part in block if part.kind == "dump")
    tasks = task_rows(block, block[0].line.number, dump.page_size)
    yield _event(block, dump, tasks)
    yield from tasks


_Columns = dict[str, Any]


def _event(block: Block, dump: MemoryDump, tasks: list[OomTask]) -> OomKill:
    kills = [part for part in block if part.kind == "kill"]
    at = kills[0].line if kills else block[0].line
    scope = _scope(block)
    columns = {
        "node": at.host,
        "time": at.stamp.time,
        "time_quality": at.stamp.quality,
        "mono_s": at.mono_s,
        "boot": at.boot,
        "echo": True if at.form == "npd" else None,
        **_head(block),
        **scope,
        **_victim(block, kills, tasks),
        "kill_lines": len(kills) or None,
        **usage_columns(block),
        **stat_columns(block, scope["oom_memcg"]),
        **_machine(dump),
    }
    rss = [task.rss_bytes for task in tasks if task.rss_bytes is not None]
    return OomKill(line=block[0].line.number, tasks_rss_bytes=sum(rss) if rss else None, **columns)


def _first(block: Block, *kinds: str) -> Part | None:
    return next((part for part in block if part.kind in kinds), None)


def _head(block: Block) -> _Columns:
    invoked, cpu = _first(block, "invoked"), _first(block, "cpu")
    columns: _Columns = {"kernel_version": cpu.group["version"] if cpu else None}
    if invoked:
        order = invoked.group.get("order")
        columns |= {
            "invoker": invoked.group["comm"],
            "gfp": invoked.group.get("gfp"),
            "order": None if order is None else int(order),
            "invoked_line": invoked.line.number,
        }
    return columns


def _scope(block: Block) -> _Columns:
    """Which memory was exhausted: constraint and cgroups, from the best of the lines that tell them."""
    constraint, constraint_line = _constraint(block)
    limit = _named(block, "memcg", "summary", "legacy", "legacy-limit", "limit-reached", "stats")
    task = _named(block, "task_memcg", "summary") or _named(block, "task", "legacy", "legacy-task")
    task = task or _named(block, "memcg", "group")
    limit_path = cgroup_path(limit[0]) if limit else None
    task_path = cgroup_path(task[0]) if task else None
    level = limit_path.level if limit_path else None
    if constraint in ("NONE", "CPUSET", "MEMORY_POLICY"):
        level = "node"
    return {
        "constraint": constraint,
        "constraint_line": constraint_line,
        "oom_memcg": limit_path.text if limit_path else None,
        "memcg_line": limit[1] if limit else None,
        "limit_level": level,
        "limit_pod_uid": limit_path.pod_uid if limit_path else None,
        "limit_container_id": limit_path.container_id if limit_path else None,
        "task_memcg": task_path.text if task_path else None,
        "task_line": task[1] if task else None,
        "pod_uid": task_path.pod_uid if task_path else None,
        "container_id": task_path.container_id if task_path else None,
    }


def _constraint(block: Block) -> tuple[str | None, int | None]:
    if summary := _first(block, "summary"):
        return summary.group["constraint"], summary.line.number
    if memcg := _first(block, "legacy", "legacy-limit", "limit-reached", "group", "trace", "stats", "usage"):
        return "MEMCG", memcg.line.number
    for part in block:
        if part.kind in ("kill", "decision") and (stem := part.group.get("scope")):
            return "MEMCG" if stem.startswith("Memory cgroup") else "NONE", part.line.number
    return None, None


def _named(block: Block, key: str, *kinds: str) -> tuple[str, int] | None:
    """A cgroup path and the line that names it."""
    for kind in kinds:
        for part in block:
            if part.kind == kind and (path := _group(part, key)):
                return path, part.line.number
    return None


def _group(part: Part, key: str) -> str | None:
    """A group of the line; those of the summary only where what follows shows that they are whole."""
    if part.kind == "summary" and key in _SUMMARY:
        found = _SUMMARY[key].search(part.line.message)
        return found[1] if found else None
    return part.group.get(key)


# Task names may hold commas and blanks: everything is anchored on the key that follows.
_SUMMARY = {
    "task_memcg": re.compile(r",task_memcg=(/.*?),task="),
    "task": re.compile(r",task=(.*),pid=\d"),
    "pid": re.compile(r",pid=(\d+),uid="),
}


def _victim(block: Block, kills: list[Part], tasks: list[OomTask]) -> _Columns:
    columns: _Columns = {"group_kill": True} if _first(block, "group") else {}
    pids = {part.group["pid"] for part in block if part.kind in ("kill", "sharing")}
    if kills:
        columns |= {"killed": len(pids), **_killed(kills[0])}
    elif summary := _first(block, "summary"):
        pid = _group(summary, "pid")
        columns |= {
            "killed": 1,
            "victim": _group(summary, "task"),
            "victim_pid": int(pid) if pid else None,
            "kill_line": summary.line.number,
        }
    elif decision := _first(block, "decision"):
        columns |= {
            "victim": decision.group["comm"],
            "victim_pid": int(decision.group["pid"]),
            "kill_line": decision.line.number,
        }
    elif _first(block, "none"):
        columns["killed"] = 0
    if columns.get("oom_score_adj") is None:
        # Before 5.4 only the task table has it.
        found = (task.oom_score_adj for task in tasks if task.pid == columns.get("victim_pid"))
        columns["oom_score_adj"] = next(found, None)
    return columns


def _killed(part: Part) -> _Columns:
    sizes = {name: int(kb) * 1024 for name, kb in _SIZES.findall(part.group["rest"])}
    adj = _ADJ.search(part.group["rest"])
    return {
        "victim": part.group["comm"],
        "victim_pid": int(part.group["pid"]),
        "oom_score_adj": int(adj[1]) if adj else None,
        "total_vm_bytes": sizes.get("total-vm"),
        "anon_bytes": sizes.get("anon-rss"),
        "file_bytes": sizes.get("file-rss"),
        "shmem_bytes": sizes.get("shmem-rss"),
        "kill_line": part.line.number,
    }


_SIZES = re.compile(r"(total-vm|anon-rss|file-rss|shmem-rss):(\d+)kB")
_ADJ = re.compile(r"oom_score_adj:(-?\d+)")


def _machine(dump: MemoryDump) -> _Columns:
    ram, reserved = dump.totals.get("RAM"), dump.totals.get("reserved")
    swap_free, swap_total = dump.totals.get("Free swap"), dump.totals.get("Total swap")
    return {
        "total_bytes": None if ram is None else (ram - (reserved or 0)) * dump.page_size,
        "ram_line": dump.ram_line,
        "free_bytes": dump.bytes_of("free"),
        "node_anon_bytes": dump.bytes_of("active_anon", "inactive_anon"),
        "node_file_bytes": dump.bytes_of("active_file", "inactive_file"),
        "node_shmem_bytes": dump.bytes_of("shmem"),
        "node_slab_unreclaimable_bytes": dump.bytes_of("slab_unreclaimable"),
        "node_pagetables_bytes": dump.bytes_of("pagetables"),
        "node_hugepages_bytes": dump.hugepages_bytes,
        "meminfo_line": dump.line,
        "swap_free_bytes": None if swap_free is None else swap_free * 1024,
        "swap_total_bytes": None if swap_total is None else swap_total * 1024,
        "min_bytes": sum(zone.min_bytes for zone in dump.zones) if dump.zones else None,
    }

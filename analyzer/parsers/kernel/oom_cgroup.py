"""Limit and statistics of the cgroup in an OOM report."""

from __future__ import annotations

import re
from typing import Any

from analyzer.parsers.kernel.oom_blocks import Block, Part

Columns = dict[str, Any]


def usage_columns(block: Block) -> Columns:
    """Usage and limits, in bytes; no limit is None."""
    columns: Columns = {}
    for part in block:
        if part.kind != "usage" or part.group["what"] in columns.setdefault("seen", ()):
            continue
        columns["seen"] = (*columns["seen"], part.group["what"])
        columns |= _usage(part)
    seen = columns.pop("seen", ())
    if "memory+swap" in seen or "kmem" in seen:
        columns["cgroup_version"] = 1
    elif "swap" in seen:
        columns["cgroup_version"] = 2
    return columns


def stat_columns(block: Block, memcg: str | None) -> Columns:
    """Statistics of the cgroup `memcg` (of the first one if None), not of those below it."""
    start = next(
        (place for place, part in enumerate(block) if part.kind == "stats" and memcg in (None, part.group["memcg"])),
        None,
    )
    if start is None:
        return {}
    one_line = block[start].group.get("values")
    if one_line:
        values = {key: int(value) * 1024 for key, value in _ONE_LINE.findall(one_line)}
    else:
        values = _following_values(block[start + 1 :])
    columns = {column: next((values[key] for key in keys if key in values), None) for column, keys in _STATS.items()}
    return {**columns, "stat_line": block[start].line.number}


# Limits from here up mean that there is none: 2^63 rounded down to pages, in whatever page size.
_NO_LIMIT = 1 << 62

_ONE_LINE = re.compile(r"(\w+):(\d+)KB")

# cgroup v2 and 5.2 to 6.4 on v1: anon, file. v1 before and after that: rss, cache; from 6.5 on with the
# sum of the cgroups below as total_….
_STATS = {
    "stat_anon_bytes": ("anon", "total_rss", "rss"),
    "stat_file_bytes": ("file", "total_cache", "cache"),
    "stat_shmem_bytes": ("shmem", "total_shmem"),
    "stat_slab_unreclaimable_bytes": ("slab_unreclaimable",),
    "stat_kernel_bytes": ("kernel",),
}


def _usage(part: Part) -> Columns:
    usage, limit = int(part.group["usage"]) * 1024, int(part.group["limit"]) * 1024
    known_limit = limit if limit < _NO_LIMIT else None
    what = part.group["what"]
    if what == "kmem":
        return {"kmem_usage_bytes": usage}
    if what == "memory":
        failcnt = int(part.group["failcnt"])
        number = part.line.number
        return {"usage_bytes": usage, "limit_bytes": known_limit, "failcnt": failcnt, "usage_line": number}
    return {"swap_usage_bytes": usage, "swap_limit_bytes": known_limit, "swap_line": part.line.number}


def _following_values(parts: list[Part]) -> dict[str, int]:
    values: dict[str, int] = {}
    for part in parts:
        if part.kind != "stat":
            break
        values.setdefault(part.group["key"], int(part.group["value"]))
    return values

"""Memory of nodes and containers at collection time, against their limits."""

from __future__ import annotations

from typing import Any

from analyzer.engine.database import Database
from analyzer.model.report import MemoryBar
from analyzer.model.source import Cite

_BARS = 60


def node_bars(database: Database, members: list[str]) -> tuple[MemoryBar, ...]:
    """One bar a node from /proc/meminfo, and one for its kubepods cgroup where that was collected."""
    rows = database.rows(
        """SELECT node, min(src) AS src,
             max(value) FILTER (key = 'MemTotal') AS total, max(value) FILTER (key = 'MemAvailable') AS available,
             max(value) FILTER (key = 'AnonPages') AS anon, max(value) FILTER (key = 'Shmem') AS shmem,
             max(value) FILTER (key = 'SUnreclaim') AS kernel, max(value) FILTER (key = 'Cached') AS cached, max(value) FILTER (key = 'MemFree') AS free
           FROM node_values v LEFT JOIN member_clusters c ON c.member = member(v.src)
           WHERE file = 'meminfo' GROUP BY c.cluster, node ORDER BY node NULLS LAST, c.cluster"""
    )
    bars = [_node_bar(row, members) for row in rows if row["total"]]
    pods = database.rows(
        "SELECT * FROM cgroup_memory WHERE level = 'kubepods' AND current_bytes IS NOT NULL ORDER BY node, cgroup"
    )
    return tuple(bars + [_bar(row, "kubepods", f"{row['node'] or 'node'}: all pods", members, None) for row in pods])


def container_bars(database: Database, members: list[str]) -> tuple[MemoryBar, ...]:
    """One bar for each container or pod cgroup that was collected, nearest to its limit first."""
    rows = database.rows(
        """SELECT m.*, c.memory_request_bytes AS request, coalesce(l.namespace || '/' || l.pod || coalesce(' (' || c.container || ')', ''),
             p.namespace || '/' || p.pod, m.cgroup) AS subject
           FROM cgroup_memory m
           LEFT JOIN container_list c ON c.now_container_id = m.container_id
           LEFT JOIN pod_list l ON l.pod_key = c.pod_key
           LEFT JOIN pod_list p ON p.cgroup_uid = m.pod_uid
           WHERE m.level IN ('container', 'pod') AND m.current_bytes IS NOT NULL
           ORDER BY coalesce((coalesce(m.anon_bytes, 0) + coalesce(m.shmem_bytes, 0) + coalesce(m.slab_unreclaimable_bytes, 0)) / m.limit_bytes, 0) DESC, m.cgroup"""
    )
    return tuple(_bar(row, row["level"], row["subject"], members, row["request"]) for row in rows[:_BARS])


def _node_bar(row: dict[str, Any], members: list[str]) -> MemoryBar:
    used = row["total"] - row["available"] if row["available"] is not None else None
    cite = Cite.decode(str(row["src"]))
    parts = (("anonymous", row["anon"]), ("shared", row["shmem"]), ("kernel", row["kernel"]), ("cache", row["cached"]))
    return MemoryBar(
        row["node"] or "node", "node", row["total"], "MemTotal", used, tuple((n, v) for n, v in parts if v is not None),
        None, None, members[cite.member], cite.line,
    )  # fmt: skip


def _bar(row: dict[str, Any], kind: str, subject: str, members: list[str], request: int | None) -> MemoryBar:
    cite = Cite.decode(row["current_src"])
    file = row["file_bytes"] - (row["shmem_bytes"] or 0) if row["file_bytes"] is not None else None
    parts = (("anonymous", row["anon_bytes"]), ("shared", row["shmem_bytes"]),
             ("kernel", row["kernel_bytes"] or row["slab_unreclaimable_bytes"]), ("cache", file))  # fmt: skip
    limit = int(row["limit_bytes"]) if row["limit_bytes"] is not None else None
    return MemoryBar(
        subject, kind, limit, "the cgroup's own file" if limit is not None else "none" if row["unlimited"] else None, int(row["current_bytes"]),
        tuple((name, int(value)) for name, value in parts if value is not None), request,
        int(row["oom_kill"]) if row["oom_kill"] is not None else None, members[cite.member], cite.line,
    )  # fmt: skip

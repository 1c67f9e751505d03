"""The cluster's versions and what the bundle covers, as the report shows them."""

from __future__ import annotations

import re

from analyzer.engine.database import Database
from analyzer.model.report import CoverageRow, Platform
from analyzer.report.times import aware


def platform(database: Database) -> Platform:
    """Versions of nodes and runtimes; several of one kind are joined by commas."""
    nodes = database.rows("SELECT * FROM node_list ORDER BY node")
    versions = database.rows("SELECT DISTINCT version FROM cgroup_values WHERE version IS NOT NULL ORDER BY version")
    told = database.rows(
        "SELECT DISTINCT cgroup_version AS version FROM oom_kills WHERE cgroup_version IS NOT NULL ORDER BY 1"
    )
    kernels = [n["kernel_version"] for n in nodes if n["kernel_version"]]
    kernels += [
        row["kernel_version"]
        for row in database.rows("SELECT DISTINCT kernel_version FROM kernel_logs ORDER BY 1")
        if row["kernel_version"]
    ]
    ready = [n["ready"] for n in nodes if n["ready"]]
    return Platform(
        distribution=next((n["distribution"] for n in nodes if n["distribution"]), None),
        kubernetes=_joined([_minor(n["kubelet_version"]) for n in nodes]),
        kubelet=_joined([n["kubelet_version"] for n in nodes]),
        runtime=_joined([n["runtime_version"] for n in nodes]),
        kernel=_joined(kernels),
        cgroup=_joined([f"v{row['version']}" for row in versions or told]),
        nodes=len(nodes),
        nodes_ready=sum(value == "True" for value in ready) if ready else None,
    )


def coverage(database: Database) -> tuple[CoverageRow, ...]:
    """From when to when each origin was seen."""
    rows = database.rows("SELECT * FROM coverage ORDER BY origin, node NULLS LAST, seen_from NULLS LAST, src")
    return tuple(
        CoverageRow(
            row["origin"], row["node"], aware(row["seen_from"]), aware(row["seen_to"]), row["complete"],
            tuple(part for part in (*row["gaps"].split("; "), row["missing"]) if part),
            row["boot_id"], row.get("cluster"),
        )
        for row in rows
    )  # fmt: skip


def _minor(version: str | None) -> str | None:
    found = re.match(r"v?(\d+\.\d+)", version or "")
    return found[1] if found else None


def _joined(values: list[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(sorted(v for v in values if v))) or None

"""Records of processes out of listings."""

from __future__ import annotations

from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.notation.process_rows import ProcessRow
from analyzer.tables.processes import Process


def record(line: int, source: str, row: ProcessRow) -> Process:
    """One row of a listing, with what its cgroup tells."""
    place = cgroup_path(row.cgroup) if row.cgroup else None
    return Process(
        line=line,
        source=source,
        pid=row.pid,
        ppid=row.ppid,
        user=row.user,
        state=row.state,
        threads=row.threads,
        cpu_percent=row.cpu_percent,
        memory_percent=row.memory_percent,
        rss_bytes=row.rss_bytes,
        virtual_bytes=row.virtual_bytes,
        elapsed_s=row.elapsed_s,
        wait_channel=row.wait_channel,
        command=row.command,
        arguments=row.arguments,
        cgroup=row.cgroup,
        pod_uid=place.pod_uid if place else None,
        container_id=place.container_id if place else None,
    )

"""`oom_tasks`: the task tables that the kernel prints with OOM kills."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, LineNo, Table, Text


class OomTask(NamedTuple):
    """One process of one task table, in bytes; the table has no cgroup column."""

    line: int
    event_line: Annotated[LineNo, "line of the `oom_kills` row it belongs to"] = None
    pid: Annotated[int | None, "process ID"] = None
    tgid: Annotated[int | None, "thread group ID"] = None
    uid: Annotated[int | None, "user ID"] = None
    name: Annotated[Text, "process name"] = None
    total_vm_bytes: Annotated[Bytes, "address space"] = None
    rss_bytes: Annotated[Bytes, "resident memory"] = None
    rss_anon_bytes: Annotated[Bytes, "anonymous part of it (6.9 and later)"] = None
    rss_shmem_bytes: Annotated[Bytes, "shared part of it (6.9 and later)"] = None
    swap_bytes: Annotated[Bytes, "swapped out"] = None
    pgtables_bytes: Annotated[Bytes, "page tables"] = None
    oom_score_adj: Annotated[int | None, "oom_score_adj"] = None


TABLE = Table("oom_tasks", OomTask, of="node")

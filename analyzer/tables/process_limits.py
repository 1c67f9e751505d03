"""`process_limits`: limits of processes, from /proc/<pid>/limits and ulimit."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Table, Text


class ProcessLimit(NamedTuple):
    """One limit; a missing number with the flag set is `unlimited`."""

    line: int
    source: Annotated[Text, "proc or ulimit"] = None
    pid: Annotated[Number, "process; missing for a shell's ulimit"] = None
    limit: Annotated[Text, "open files, processes, locked memory, …"] = None
    soft: Annotated[Number, "in the unit of the next column"] = None
    soft_unlimited: Annotated[Flag, "no soft limit"] = None
    hard: Annotated[Number, "hard limit"] = None
    hard_unlimited: Annotated[Flag, "no hard limit"] = None
    unit: Annotated[Text, "files, processes, bytes, …"] = None


TABLE = Table("process_limits", ProcessLimit, of="node")

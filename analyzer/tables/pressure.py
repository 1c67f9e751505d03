"""`pressure`: pressure stall information of nodes and cgroups."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Real, Seconds, Table, Text


class Pressure(NamedTuple):
    """One line of one pressure file; an empty file means that it is switched off, not that there is none."""

    line: int
    cgroup: Annotated[Text, "cgroup path; missing for the node"] = None
    resource: Annotated[Text, "cpu, memory, io or irq"] = None
    kind: Annotated[Text, "some or full"] = None
    avg10: Annotated[Real, "per cent of the last 10 s"] = None
    avg60: Annotated[Real, "per cent of the last 60 s"] = None
    avg300: Annotated[Real, "per cent of the last 300 s"] = None
    total_s: Annotated[Seconds, "since boot, or since the cgroup was made"] = None


TABLE = Table("pressure", Pressure, of="node")

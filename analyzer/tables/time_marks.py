"""`time_marks`: what tells the bundle's own clock."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Real, Table, Text, Time


class TimeMark(NamedTuple):
    """One statement about when something was collected or booted."""

    line: int
    kind: Annotated[Text, "collected (output of date), booted (btime), uptime, or boot (one of a list of boots)"] = None
    time: Annotated[Time, "the time it states"] = None
    seconds: Annotated[Real, "the uptime it states"] = None
    time_quality: Annotated[Text, "exact, zone_unknown or no_year: what was not printed"] = None


TABLE = Table("time_marks", TimeMark, of="node")

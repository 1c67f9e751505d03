"""`log_hits`: lines of container logs that a rule asked for, and each log's end."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Table, Text, Time


class LogHit(NamedTuple):
    """One kept line of a container log."""

    line: int
    text: Annotated[Text, "the line, without a time stamp of the collector"] = None
    time: Annotated[Time, "its time stamp"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    from_end: Annotated[Number, "lines that are not empty after it"] = None
    asked: Annotated[Flag, "a rule's pattern matched it; else it was kept because it is at the log's end"] = None


TABLE = Table("log_hits", LogHit)

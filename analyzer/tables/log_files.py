"""`log_files`: container logs: whose they may be, and what they cover."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, LineNo, Number, Table, Text, Time


class LogFile(NamedTuple):
    """One container log; whose it is follows from its path, or from the only pod beside it."""

    line: int
    namespace: Annotated[Text, "namespace that the path names"] = None
    pod: Annotated[Text, "pod that the path names"] = None
    container: Annotated[Text, "container that the path names"] = None
    previous: Annotated[Flag, "the path says it is the previous run's"] = None
    first: Annotated[Time, "time of its first stamped line"] = None
    last: Annotated[Time, "time of its last stamped line"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    lines: Annotated[Number, "lines that are not empty"] = None
    last_line: Annotated[LineNo, "its last line that is not empty"] = None
    cut: Annotated[Flag, "ends in the middle of a line"] = None
    pod_uid: Annotated[Text, "pod UID that the path names"] = None
    container_id: Annotated[Text, "container ID that the path names"] = None


TABLE = Table("log_files", LogFile)

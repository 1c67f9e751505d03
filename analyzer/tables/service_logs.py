"""`service_logs`: what each kubelet or runtime log of the bundle covers."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Table, Text, Time


class ServiceLog(NamedTuple):
    """The lines of one service in one member: from when to when."""

    line: int
    unit: Annotated[Text, "kubelet, containerd, crio, dockerd, systemd, …"] = None
    node: Annotated[Text, "host name column, where there is one"] = None
    first: Annotated[Time, "time of its first line"] = None
    last: Annotated[Time, "time of its last line"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    lines: Annotated[Number, "lines of the service"] = None
    suppressed: Annotated[Number, "notes that lines were suppressed"] = None
    excerpt: Annotated[Flag, "too short or too uniform to be a whole log"] = None


TABLE = Table("service_logs", ServiceLog, of="node")

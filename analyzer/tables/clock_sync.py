"""`clock_sync`: whether and how the clocks of nodes are set."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Seconds, Table, Text


class ClockSync(NamedTuple):
    """One statement of timedatectl, chrony or ntpq about the node's clock."""

    line: int
    source: Annotated[Text, "timedatectl, chrony or ntpq"] = None
    synchronised: Annotated[Flag, "the clock is set by a server"] = None
    service_active: Annotated[Flag, "the time service runs"] = None
    server: Annotated[Text, "server that it follows"] = None
    stratum: Annotated[Number, "its stratum"] = None
    offset_s: Annotated[Seconds, "what the clock is off; positive is ahead of true time"] = None
    leap: Annotated[Text, "leap status"] = None
    zone: Annotated[Text, "the node's time zone"] = None
    rtc_local: Annotated[Flag, "the hardware clock keeps local time"] = None


TABLE = Table("clock_sync", ClockSync, of="node")

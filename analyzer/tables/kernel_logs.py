"""`kernel_logs`: what each kernel log of the bundle covers."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Real, Table, Text, Time


class KernelLog(NamedTuple):
    """One stretch of kernel log of one boot: from when to when, and what is missing from it."""

    line: int
    node: Annotated[Text, "host name column, where there is one"] = None
    boot_id: Annotated[Text, "boot ID, where the form names it"] = None
    first: Annotated[Time, "time of its first line"] = None
    last: Annotated[Time, "time of its last line"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    first_mono_s: Annotated[Real, "seconds since boot of its first line"] = None
    last_mono_s: Annotated[Real, "seconds since boot of its last line"] = None
    lines: Annotated[Number, "kernel lines in it"] = None
    suppressed: Annotated[Number, "notes that lines were suppressed or dropped"] = None
    excerpt: Annotated[Flag, "looks like the output of grep or tail, not a whole log"] = None
    kernel_version: Annotated[Text, "version in its banner or in an oops header"] = None
    form: Annotated[Text, "dmesg, dmesg-T, dmesg-rel, dmesg-iso, dmesg-json, journal…, syslog, kmsg, npd or raw"] = None
    boot: Annotated[int | None, "number of the boot within its member, from 1"] = None


TABLE = Table("kernel_logs", KernelLog, of="node")

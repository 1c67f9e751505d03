"""`disk_io`: how busy the disks were."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Real, Seconds, Table, Text


class DiskIo(NamedTuple):
    """One device in one sample of iostat."""

    line: int
    sample: Annotated[Number, "1 is the first of the output: the mean since boot"] = None
    device: Annotated[Text, "sda, nvme0n1, dm-0, …"] = None
    reads_per_s: Annotated[Real, "reads a second"] = None
    writes_per_s: Annotated[Real, "writes a second"] = None
    await_s: Annotated[Seconds, "mean time of a request, waiting included"] = None
    read_await_s: Annotated[Seconds, "of a read"] = None
    write_await_s: Annotated[Seconds, "of a write"] = None
    queue: Annotated[Real, "mean length of the queue"] = None
    busy_percent: Annotated[Real, "share of time with requests under way"] = None


TABLE = Table("disk_io", DiskIo, of="node")

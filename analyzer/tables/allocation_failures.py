"""`allocation_failures`: page allocations that the kernel could not satisfy."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Line, LineNo, Number, Real, Table, Text, Time


class AllocationFailure(NamedTuple):
    """One `page allocation failure`, with what its own dump says about free memory."""

    line: int
    node: Annotated[Text, "host name column, where there is one"] = None
    time: Annotated[Time, "when"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    mono_s: Annotated[Real, "seconds since boot"] = None
    boot: Annotated[int | None, "number of the boot within its member, from 1"] = None
    kernel_version: Annotated[Text, "kernel of the dump's CPU line"] = None
    comm: Annotated[Text, "process that asked"] = None
    pid: Annotated[int | None, "its process ID"] = None
    order: Annotated[int | None, "order asked for: 2^order pages"] = None
    mode: Annotated[Text, "allocation mode as printed"] = None
    atomic: Annotated[Flag, "the allocation could not wait"] = None
    free_bytes: Annotated[Bytes, "free memory in the zones of the dump", Line("free_line")] = None
    min_bytes: Annotated[Bytes, "min watermarks of the same zones", Line("free_line")] = None
    free_line: Annotated[LineNo, "line of the biggest zone's watermarks"] = None
    largest_free_order: Annotated[
        int | None, "largest order with a free block in the zones allowed", Line("list_line")
    ] = None
    suitable_blocks: Annotated[Number, "free blocks that are large enough", Line("list_line")] = None
    list_line: Annotated[LineNo, "line of the biggest zone's free list"] = None
    cgroup: Annotated[Text, "cgroup or cpuset named"] = None


TABLE = Table("allocation_failures", AllocationFailure, of="node")

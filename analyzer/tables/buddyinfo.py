"""`buddyinfo`: free blocks by size, at collection time."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Table, Text


class FreeBlocks(NamedTuple):
    """Free blocks of one order in one zone of one NUMA node."""

    line: int
    numa_node: Annotated[int | None, "NUMA node"] = None
    zone: Annotated[Text, "DMA, DMA32, Normal, …"] = None
    order: Annotated[int | None, "a block has 2^order pages"] = None
    blocks: Annotated[Number, "free blocks"] = None


TABLE = Table("buddyinfo", FreeBlocks, of="node")

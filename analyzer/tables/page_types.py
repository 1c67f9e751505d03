"""`page_types`: free blocks by use from /proc/pagetypeinfo."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Table, Text


class PageType(NamedTuple):
    """Free blocks of one order, one zone and one migrate type."""

    line: int
    numa_node: Annotated[Number, "NUMA node"] = None
    zone: Annotated[Text, "DMA, DMA32, Normal, …"] = None
    migrate_type: Annotated[Text, "Unmovable, Movable, Reclaimable, HighAtomic, CMA, Isolate"] = None
    order: Annotated[Number, "a block has 2^order pages"] = None
    blocks: Annotated[Number, "free blocks"] = None
    capped: Annotated[Flag, "there are more: the kernel stopped counting"] = None


TABLE = Table("page_types", PageType, of="node")

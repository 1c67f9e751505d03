"""`zones`: zones of memory with their watermarks."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Table, Text


class Zone(NamedTuple):
    """One zone of /proc/zoneinfo; figures are pages."""

    line: int
    numa_node: Annotated[Number, "NUMA node"] = None
    zone: Annotated[Text, "DMA, DMA32, Normal, …"] = None
    free_pages: Annotated[Number, "free"] = None
    min_pages: Annotated[Number, "below it only the kernel's own requests are served"] = None
    low_pages: Annotated[Number, "below it kswapd wakes"] = None
    high_pages: Annotated[Number, "kswapd frees up to it"] = None
    present_pages: Annotated[Number, "pages there are"] = None
    managed_pages: Annotated[Number, "pages the allocator has"] = None
    boost_pages: Annotated[Number, "added to the watermarks after fragmentation"] = None


TABLE = Table("zones", Zone, of="node")

"""`slabs`: what the kernel's slab caches hold."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Number, Table, Text


class Slab(NamedTuple):
    """One cache of /proc/slabinfo or slabtop."""

    line: int
    cache: Annotated[Text, "dentry, kmalloc-64, xfs_inode, …"] = None
    active_objects: Annotated[Number, "objects in use"] = None
    objects: Annotated[Number, "objects there is room for"] = None
    object_bytes: Annotated[Bytes, "size of an object"] = None
    total_bytes: Annotated[Bytes, "objects times size"] = None


TABLE = Table("slabs", Slab, of="node")

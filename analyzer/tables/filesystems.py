"""`filesystems`: file systems of nodes, as df, mount and their relatives print them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Table, Text


class Filesystem(NamedTuple):
    """One row of df, of `df -i`, of a list of mounts, or of lsblk; what that does not print is missing."""

    line: int
    source: Annotated[Text, "df, df-inodes, mounts, findmnt, lsblk or swaps"] = None
    device: Annotated[Text, "device or remote path"] = None
    mount: Annotated[Text, "where it is mounted"] = None
    type: Annotated[Text, "ext4, xfs, nfs4, overlay, tmpfs, swap, …"] = None
    size_bytes: Annotated[Bytes, "its size"] = None
    used_bytes: Annotated[Bytes, "used"] = None
    available_bytes: Annotated[Bytes, "left for users without privileges"] = None
    use_percent: Annotated[Number, "used of what users can have, as printed"] = None
    inodes: Annotated[Number, "inodes it has"] = None
    inodes_used: Annotated[Number, "inodes in use"] = None
    inodes_free: Annotated[Number, "inodes left"] = None
    inode_use_percent: Annotated[Number, "inodes in use, as printed"] = None
    options: Annotated[Text, "mount options as printed"] = None
    read_only: Annotated[Flag, "mounted read-only"] = None
    approximate: Annotated[Flag, "sizes were printed rounded (`-h`)"] = None


TABLE = Table("filesystems", Filesystem, of="node")

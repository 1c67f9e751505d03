"""`cgroup_values`: every number of every cgroup file that is known."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Real, Table, Text


class CgroupValue(NamedTuple):
    """One key of one file of one cgroup; `max` and the kernel's unlimited values are missing numbers."""

    line: int
    cgroup: Annotated[Text, "path below the mount point, from the first component"] = None
    version: Annotated[int | None, "1 or 2"] = None
    level: Annotated[Text, "container, pod, qos, kubepods, host or root"] = None
    pod_uid: Annotated[Text, "pod UID in the path"] = None
    container_id: Annotated[Text, "container ID in the path"] = None
    file: Annotated[Text, "memory.max, memory.events, cpu.stat, …"] = None
    key: Annotated[Text, "key inside the file; empty for a file of one value"] = None
    value: Annotated[Real, "the number in the file's own unit"] = None
    unlimited: Annotated[bool | None, "the file says there is no limit"] = None


TABLE = Table("cgroup_values", CgroupValue, of="node")

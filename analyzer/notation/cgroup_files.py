"""Which file of which cgroup a path names, in cgroup version 1 and 2."""

from __future__ import annotations

import re
from typing import NamedTuple


class CgroupFile(NamedTuple):
    """A file of a cgroup.

    cgroup   path below the mount point (`/kubepods.slice/…`, `/` for the mount itself); None for a file
             that stands alone
    name     `memory.max`, `cpu.stat`, …
    version  1 or 2, None where neither path nor name tell
    """

    cgroup: str | None
    name: str
    version: int | None


def cgroup_file(path: str) -> CgroupFile | None:
    """The cgroup file that a member's label or an absolute path names; None for any other path."""
    *folders, name = path.rstrip("/").split("/")
    name = name.removesuffix(".txt")
    if not _NAME.fullmatch(name) or name.endswith(_DOCUMENTS):
        return None
    mount = _below_mount(folders)
    if mount is None:
        return CgroupFile(None, name, _version_by_name(name)) if name in _ALONE else None
    version, below = mount
    return CgroupFile("/" + "/".join(below), name, _version_by_name(name) or version)


def is_cgroup_file(path: str) -> bool:
    """Whether a path names a cgroup file: below a cgroup mount, or alone with a name only they have."""
    return cgroup_file(path) is not None


_DOCUMENTS = (".json", ".yaml", ".yml", ".log", ".csv", ".html", ".md", ".gz")
_NAME = re.compile(
    r"(?:memory|cpu|cpuacct|cpuset|pids|io|blkio|hugetlb|rdma|misc|cgroup|net_cls|net_prio|devices|freezer|irq)"
    r"\.[a-z0-9_.]{1,80}|tasks|notify_on_release|release_agent"
)
# fmt: off
_CONTROLLERS = frozenset((
    "memory", "cpu", "cpuacct", "cpuset", "pids", "blkio", "devices", "freezer", "hugetlb", "net_cls",
    "net_prio", "perf_event", "rdma", "misc", "systemd",
))
_VERSION_2 = frozenset((
    "memory.current", "memory.max", "memory.high", "memory.low", "memory.min", "memory.peak", "memory.events",
    "memory.events.local", "memory.oom.group", "memory.swap.current", "memory.swap.max", "memory.swap.high",
    "memory.swap.peak", "memory.swap.events", "memory.zswap.current", "memory.zswap.max", "cpu.max",
    "cpu.max.burst", "cpu.weight", "cpu.pressure", "memory.pressure", "io.pressure", "irq.pressure",
    "io.stat", "io.max", "cgroup.controllers", "cgroup.events", "cgroup.stat",
))
_VERSION_1 = frozenset((
    "memory.failcnt", "memory.oom_control", "memory.kmem.failcnt", "memory.memsw.failcnt",
    "memory.kmem.tcp.failcnt", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.shares", "cpuacct.usage",
))
# fmt: on
_EITHER = frozenset(("memory.stat", "cpu.stat", "pids.max", "pids.current", "pids.peak", "pids.events"))
_IN_BYTES = frozenset(
    f"memory.{part}{what}_in_bytes"
    for part in ("", "memsw.", "kmem.", "kmem.tcp.")
    for what in ("usage", "max_usage", "limit", "soft_limit")
)
_ALONE = _VERSION_1 | _VERSION_2 | _EITHER | _IN_BYTES
_TOP = re.compile(
    r"(?:[\w.-]{1,40}-)?kubepods(?:[.-][\w.-]*)?|kubelet\.slice|system\.slice|user\.slice|machine\.slice|init\.scope|"
    r"runtime\.slice|podruntime\.slice|docker|k8s\.io|libpod_parent"
)


def _version_by_name(name: str) -> int | None:
    if name in _VERSION_2:
        return 2
    return 1 if name in _VERSION_1 or name.endswith("_in_bytes") or name.startswith("cpuacct.") else None


def _below_mount(folders: list[str]) -> tuple[int | None, list[str]] | None:
    """(version, components below the mount) of the folders that lead to a file."""
    for index in range(len(folders) - 2):
        if folders[index : index + 3] == ["sys", "fs", "cgroup"]:
            return _below(folders[index + 3 :])
    if "cgroup" in folders:
        return _below(folders[folders.index("cgroup") + 1 :])
    for index, folder in enumerate(folders):
        if _TOP.fullmatch(folder):
            before = folders[index - 1] if index else ""
            return (1 if _is_controller(before) else None), folders[index:]
    return None


def _below(folders: list[str]) -> tuple[int, list[str]]:
    if folders and folders[0] == "unified":
        return 2, folders[1:]
    if folders and _is_controller(folders[0]):
        return 1, folders[1:]
    return 2, folders


def _is_controller(folder: str) -> bool:
    return bool(folder) and all(part in _CONTROLLERS for part in folder.split(","))

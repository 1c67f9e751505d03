"""Files of cgroups and /proc, and what commands of a node print."""

from __future__ import annotations

from analyzer.notation.node_outputs import node_role
from fuzz.pieces import parse

_FILES = (
    "sys/fs/cgroup/kubepods.slice/memory.stat", "sys/fs/cgroup/memory.events", "memory.max", "cpu.stat", "memory.pressure",
    "proc/meminfo", "proc/buddyinfo", "proc/pagetypeinfo", "proc/vmstat", "proc/zoneinfo", "proc/net/sockstat",
)  # fmt: skip
_ROLES = ("cgroup-file", "pressure", "meminfo", "buddyinfo", "pagetypeinfo", "vmstat", "zoneinfo", "date")


def fuzz_one(data: bytes) -> None:
    """Any file, any role: rows stand on lines that exist."""
    file, role = (
        (_FILES[data[0] % len(_FILES)], _ROLES[data[1] % len(_ROLES)]) if len(data) > 1 else (_FILES[0], _ROLES[0])
    )
    text = data[2:].decode("utf-8", "replace")
    parse(text, role, file=file)
    if found := node_role(text.split("\n")[:200], file, None):
        parse(text, found, file=file)

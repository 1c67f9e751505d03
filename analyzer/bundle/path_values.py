"""Values with their paths in front, as `grep -r ""` prints the files of a cgroup, of /proc and of /sys."""

from __future__ import annotations

import re

from analyzer.bundle.stretch import Stretch
from analyzer.bundle.transcript import Part
from analyzer.notation.cgroup_files import is_cgroup_file
from analyzer.notation.kubectl.tool_messages import is_error_text, tool_message
from analyzer.notation.node_outputs import node_role


def by_file(part: Part) -> list[Stretch]:
    """The values that `grep -r` printed, by file; nothing for any other text."""
    lines = part.text.split("\n", 3)
    if not any(_BEFORE_VALUE.match(line) for line in lines[:3]) or is_error_text("\n".join(lines[:3])):
        return []
    runs: list[tuple[str, int, list[str]]] = []
    for index, line in enumerate(part.text.split("\n")):
        found = _BEFORE_VALUE.match(line)
        if found is None and line.strip() and tool_message(line) is None:
            return []
        if found is None:
            continue
        if not runs or runs[-1][0] != found["file"] or runs[-1][1] + len(runs[-1][2]) != index:
            runs.append((found["file"], index, []))
        runs[-1][2].append(found["value"])
    return [_value_file(part, file, index, values) for file, index, values in runs]


def cgroup_role(path: str) -> str:
    """The role of a cgroup's file."""
    return "pressure" if path.endswith(".pressure") else "cgroup-file"


# `grep -r "" /sys/fs/cgroup`: the path in front of each value; a path may hold colons itself.
_BEFORE_VALUE = re.compile(
    r"(?P<file>\S*?(?:^|/)(?:memory|cpu|cpuacct|cpuset|pids|io|blkio|hugetlb|cgroup|misc|rdma)\.[a-z0-9_.]{1,60}"
    r"|/proc/[^\s:]{1,200}|/sys/[^\s:]{1,400}):(?P<value>.*)"
)


def _value_file(part: Part, file: str, index: int, values: list[str]) -> Stretch:
    context, text = {**part.context, "file": file}, "\n".join(values)
    if is_cgroup_file(file):
        return Stretch(cgroup_role(file), text, part.first + index, context)
    if role := node_role(values, file, None):
        return Stretch(role, text, part.first + index, context)
    text = "\n".join(f"{file}:{value}" for value in values)
    return Stretch("path-values", text, part.first + index, part.context)

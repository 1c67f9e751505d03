"""Cgroup files behind their paths."""

from __future__ import annotations

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.cgroup.path_values import parse

TEXT = """\
/sys/fs/cgroup/kubepods.slice/memory.max:8388608000
/sys/fs/cgroup/kubepods.slice/memory.events:oom 3
/sys/fs/cgroup/kubepods.slice/memory.events:oom_kill 5
/sys/fs/cgroup/kubepods.slice/memory.pressure:some avg10=1.00 avg60=0.00 avg300=0.00 total=5
/sys/fs/cgroup/kubepods.slice/cgroup.controllers:cpuset cpu io memory pids
/sys/fs/cgroup/memory/kubepods/memory.limit_in_bytes:9223372036854771712
grep: /sys/fs/cgroup/kubepods.slice/memory.reclaim: Permission denied
"""


def _found(text, **context):
    return list(parse(Piece("cgroup.txt", "path-values", Lines(text), context=context)))


def test_grep_names_the_file_in_each_line():
    """`grep -r "" /sys/fs/cgroup`: the values are those that the files themselves would give."""
    found = [row for row in _found(TEXT) if not isinstance(row, Understood)]
    assert [(row.line, row.file, row.key, row.value, row.version) for row in found if hasattr(row, "file")] == [
        (1, "memory.max", None, 8388608000, 2),
        (2, "memory.events", "oom", 3, 2),
        (3, "memory.events", "oom_kill", 5, 2),
        (6, "memory.limit_in_bytes", None, None, 1),
    ]
    assert [(row.line, row.cgroup, row.avg10) for row in found if hasattr(row, "avg10")] == [
        (4, "/kubepods.slice", 1.0)
    ]


def test_error_lines_are_not_understood():
    """What could not be read is no value."""
    assert [row for row in _found(TEXT) if isinstance(row, Understood)] == [(1, 6)]


def test_relative_paths_begin_where_the_command_went():
    """`cd` in front of grep."""
    rows = _found("memory.max:max\n", command="cd /sys/fs/cgroup/kubepods.slice; grep . memory.max")
    assert [(row.cgroup, row.unlimited) for row in rows if not isinstance(row, Understood)] == [
        ("/kubepods.slice", True)
    ]

"""Numbers of cgroup files."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.cgroup.values import parse

_UID = "0046bc29-1636-11ea-ab85-fa163e904f35"
_ID = "6232a31aa008cc426bae5557687d53468f64c8a76049aa87ccbca1c670871e7d"
_V1 = f"/sys/fs/cgroup/memory/kubepods/burstable/pod{_UID}/{_ID}"
_V2 = "/sys/fs/cgroup/kubepods.slice/kubepods-pod2fdafb62_3de2_43e6_900a_eda4bf1982db.slice"


def _rows(file, text):
    found = parse(Piece("cgroup.txt", "cgroup-file", Lines(text), context={"file": file}))
    return [row for row in found if not isinstance(row, Understood)]


def _numbers(file, text):
    return [(row.line, row.key, row.value, row.unlimited) for row in _rows(file, text)]


def test_the_path_gives_pod_and_container():
    """Kernel 3.10, cgroupfs driver: pod UID and container ID stand in the path."""
    (row,) = _rows(f"{_V1}/memory.usage_in_bytes", "451563520\n")
    assert (row.version, row.level, row.pod_uid, row.container_id) == (1, "container", _UID, _ID)
    assert (row.file, row.key, row.value, row.unlimited) == ("memory.usage_in_bytes", None, 451563520, None)
    assert row.cgroup == f"/kubepods/burstable/pod{_UID}/{_ID}"


@pytest.mark.parametrize(
    ("file", "text", "numbers"),
    [
        ("memory.limit_in_bytes", "8388608000\n", [(1, None, 8388608000, False)]),
        ("memory.limit_in_bytes", "9223372036854771712\n", [(1, None, None, True)]),  # 4 KiB pages
        ("memory.limit_in_bytes", "9223372036854710272\n", [(1, None, None, True)]),  # 64 KiB pages
        ("memory.kmem.usage_in_bytes", "0\n", [(1, None, 0, None)]),
        ("memory.failcnt", "7\n", [(1, None, 7, None)]),
        (
            "memory.oom_control",
            "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
            [(1, "oom_kill_disable", 0, None), (2, "under_oom", 0, None), (3, "oom_kill", 3, None)],
        ),
        (
            "memory.stat",
            "cache 4096\nrss 8192\nhierarchical_memory_limit 9223372036854771712\ntotal_rss 16384\n",
            [
                (1, "cache", 4096, None),
                (2, "rss", 8192, None),
                (3, "hierarchical_memory_limit", None, True),
                (4, "total_rss", 16384, None),
            ],
        ),
        ("cpu.cfs_quota_us", "-1\n", [(1, None, None, True)]),
        ("cpu.cfs_quota_us", "200000\n", [(1, None, 200000, False)]),
        ("memory.numa_stat", "total=2117 N0=2117\nfile=2111 N0=2111\n", []),
        ("memory.limit_in_bytes", "cat: memory.limit_in_bytes: No such file or directory\n", []),
        ("memory.limit_in_bytes", "", []),
    ],
)
def test_version_1(file, text, numbers):
    """Keys stay as they are; the kernel's largest page counter means no limit."""
    assert _numbers(f"{_V1}/{file}", text) == numbers
    assert {row.version for row in _rows(f"{_V1}/{file}", text)} <= {1}


@pytest.mark.parametrize(
    ("file", "text", "numbers"),
    [
        ("memory.max", "max\n", [(1, None, None, True)]),
        ("memory.max", "536870912\n", [(1, None, 536870912, False)]),
        ("memory.peak", "536870912\n", [(1, None, 536870912, None)]),
        ("pids.max", "max\n", [(1, None, None, True)]),
        ("pids.events", "max 4\n", [(1, "max", 4, None)]),
        (
            "memory.events",
            "low 0\nhigh 0\nmax 1200034\noom 2\noom_kill 3\noom_group_kill 1\n",
            [
                (1, "low", 0, None),
                (2, "high", 0, None),
                (3, "max", 1200034, None),
                (4, "oom", 2, None),
                (5, "oom_kill", 3, None),
                (6, "oom_group_kill", 1, None),
            ],
        ),
        ("cpu.max", "max 100000\n", [(1, "quota", None, True), (1, "period", 100000, None)]),
        ("cpu.max", "200000 100000\n", [(1, "quota", 200000, False), (1, "period", 100000, None)]),
        (
            "cpu.stat",
            "usage_usec 8099091679\nnr_periods 7607\nnr_throttled 4174\nthrottled_usec 3322148518\n",
            [
                (1, "usage_usec", 8099091679, None),
                (2, "nr_periods", 7607, None),
                (3, "nr_throttled", 4174, None),
                (4, "throttled_usec", 3322148518, None),
            ],
        ),
    ],
)
def test_version_2(file, text, numbers):
    """`max` is no number but the statement that there is no limit."""
    assert _numbers(f"{_V2}/{file}", text) == numbers
    assert {row.level for row in _rows(f"{_V2}/{file}", text)} == {"pod"}


@pytest.mark.parametrize(
    ("text", "version"),
    [("anon 1\nfile 2\n", 2), ("cache 1\nrss 2\ntotal_rss 2\n", 1), ("pgfault 3\n", None)],
)
def test_a_lone_file_is_told_by_its_keys(text, version):
    """memory.stat exists in both versions; without a path its keys tell."""
    assert {row.version for row in _rows("memory.stat", text)} == {version}


def test_the_member_itself_can_be_the_file():
    """Without a file in the context the member's label is the path."""
    piece = Piece(f"node-1{_V2}/memory.current", "cgroup-file", Lines("4096\n"))
    assert [(row.value, row.cgroup) for row in parse(piece) if not isinstance(row, Understood)] == [
        (4096, _V2.removeprefix("/sys/fs/cgroup"))
    ]

"""meminfo and vmstat."""

from __future__ import annotations

from analyzer.parsers.node import proc_values

from .reading import facts, unclaimed


def _values(role, text):
    return facts(proc_values, role, text, "line", "key", "value")


def test_sizes_of_meminfo_are_bytes():
    """kB are KiB; numbers without a unit are counts (Linux 5.15)."""
    text = "MemTotal:       16393172 kB\nActive(anon):     223256 kB\nHugePages_Total:       4\nbroken\n"
    assert _values("meminfo", text) == [
        (1, "MemTotal", 16393172 * 1024),
        (2, "Active(anon)", 223256 * 1024),
        (3, "HugePages_Total", 4),
    ]


def test_counters_of_vmstat_stay_as_printed():
    """Linux 5.4."""
    text = "nr_free_pages 45949\noom_kill 12\ncompact_stall 0\n\n"
    assert _values("vmstat", text) == [
        (1, "nr_free_pages", 45949),
        (2, "oom_kill", 12),
        (3, "compact_stall", 0),
    ]


def test_memory_of_a_numa_node_has_its_own_file():
    """/sys/devices/system/node/node0/meminfo must not be taken for the whole node's."""
    assert facts(proc_values, "numa-meminfo", "Node 1 MemTotal:       65843064 kB\n", "file", "key", "value") == [
        ("meminfo of NUMA node 1", "MemTotal", 65843064 * 1024)
    ]


def test_sockets_in_use():
    """/proc/net/sockstat (Linux 5.10)."""
    text = "sockets: used 1234\nTCP: inuse 27 orphan 0 tw 3 alloc 30 mem 5\n"
    assert facts(proc_values, "sockstat", text, "key", "value") == [
        ("sockets.used", 1234),
        ("TCP.inuse", 27),
        ("TCP.orphan", 0),
        ("TCP.tw", 3),
        ("TCP.alloc", 30),
        ("TCP.mem", 5),
    ]
    assert unclaimed(proc_values, "sockstat", text) == []

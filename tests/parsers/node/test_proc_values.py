"""meminfo and vmstat."""

from __future__ import annotations

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.node.proc_values import parse


def _values(role, text):
    return [(row.line, row.key, row.value) for row in parse(Piece("m", role, Lines(text)))]


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

"""Recognising files of /proc by their content."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.notation.proc_files import date_output, is_date_output, proc_role, uptime_seconds


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("MemTotal:       16393172 kB\nMemFree:        14473636 kB\nHugePages_Total:       0", "meminfo"),
        ("SReclaimable:   1 kB", "meminfo"),
        ("nr_free_pages 45949\nnr_zone_inactive_anon 581273\noom_kill 0", "vmstat"),
        ("compact_stall 12\ncompact_fail 3", "vmstat"),
        ("allocstall 12", "vmstat"),
        (
            "Node 0, zone      DMA      0      1      1 \nNode 0, zone    DMA32   1127    453    112 ",
            "buddyinfo",
        ),
        ("some avg10=0.00 avg60=0.00 avg300=0.00 total=0", "pressure"),
        ("12345.67 98765.43\n", "uptime"),
        (" 10:02:11 up 12 days,  3:04,  2 users,  load average: 0.10, 0.20, 0.30", "uptime"),
        (
            "cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5 0 0\nctxt 9\nbtime 1700000000",
            "proc-stat",
        ),
        ("btime 1700000000", "proc-stat"),
        # what looks like them
        ("cache 4096\nrss 8192\npgfault 12\npgpgin 3", None),  # memory.stat
        ("low 0\nhigh 0\nmax 0\noom 0\noom_kill 0", None),  # memory.events
        ("usage_usec 1\nnr_periods 2\nnr_throttled 3", None),  # cpu.stat
        ("Name: web\nNamespace: default", None),
        ("MemTotal: 5 kB\nand prose", None),
        ("procs -----------memory----------\n 1  0      0 129248", None),  # the command vmstat
        ("", None),
        ("3.14", None),
    ],
)
def test_the_content_alone_decides(text, role):
    """Every line has to be of the file, and one has to be its own."""
    assert proc_role(text.split("\n")) == role


@pytest.mark.parametrize(
    ("text", "time", "quality"),
    [
        ("Mon Nov 23 20:16:19 UTC 2026", (2026, 11, 23, 20, 16, 19), "exact"),
        ("Thu Dec  5 09:00:00 CET 2024", (2024, 12, 5, 8, 0, 0), "exact"),
        ("Thu Dec  5 09:00:00 CST 2024", (2024, 12, 5, 9, 0, 0), "zone_unknown"),
        ("Fri 12 Jan 2024 10:11:12 PM UTC", (2024, 1, 12, 22, 11, 12), "exact"),
        ("Fri Jan 12 10:11:12 +08 2024", (2024, 1, 12, 2, 11, 12), "exact"),
        ("Mon, 23 Nov 2026 20:16:19 +0100", (2026, 11, 23, 19, 16, 19), "exact"),
        ("2026-11-23T20:16:19+00:00", (2026, 11, 23, 20, 16, 19), "exact"),
        ("2026-11-23 20:16:19-05:00", (2026, 11, 24, 1, 16, 19), "exact"),
    ],
)
def test_forms_of_date(text, time, quality):
    """Default, -u, -R, --iso-8601, --rfc-3339 and the newer en_US form."""
    assert date_output(text) == (datetime(*time, tzinfo=UTC), quality)


def test_the_timestamp_file_of_must_gather_is_a_date():
    """Go prints its clock since start behind the time."""
    stamp = date_output("2025-06-29 06:41:53.304214614 +0000 UTC m=+0.102")
    assert stamp.time == datetime(2025, 6, 29, 6, 41, 53, 304214, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mon Nov 23 20:16:19 UTC 2026 started",
        "Nov 23 20:16:19 node kubelet[1]: x",
        "2026-11-23",
        "Mon Nov 31 20:16:19 UTC 2026",
        "Events at Mon Nov 23 20:16:19 UTC 2026",
    ],
)
def test_a_line_with_more_than_a_date_is_none(text):
    """A log line that begins with a time is no output of `date`."""
    assert not is_date_output(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("8523.34 30122.10", 8523.34),
        (
            " 10:02:11 up 12 days,  3:04,  2 users,  load average: 0.10, 0.20, 0.30",
            12 * 86400 + 3 * 3600 + 4 * 60,
        ),
        (" 10:02:11 up 5 min,  load average: 0.10, 0.20, 0.30", 300),
        (" 10:02:11 up  2:30,  load average: 0.10, 0.20, 0.30", 9000),
        ("up", None),
    ],
)
def test_uptime(text, seconds):
    """Seconds since boot, from the file or the command."""
    assert uptime_seconds(text) == seconds

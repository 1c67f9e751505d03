"""The bundle's own clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.parsers.node import time_marks
from analyzer.tables.time_marks import TimeMark

from .reading import facts, rows, unclaimed


@pytest.mark.parametrize(
    ("role", "text", "mark"),
    [
        (
            "date",
            "\nThu Oct 12 19:05:00 UTC 2023\n",
            TimeMark(2, "collected", datetime(2023, 10, 12, 19, 5, tzinfo=UTC), None, "exact"),
        ),
        (
            "proc-stat",
            "cpu  1 2 3\nbtime 1697129000\n",
            TimeMark(2, "booted", datetime(2023, 10, 12, 16, 43, 20, tzinfo=UTC), None, "exact"),
        ),
        ("uptime", "8523.34 30122.10\n", TimeMark(1, "uptime", None, 8523.34)),
    ],
)
def test_each_kind_of_mark(role, text, mark):
    """A date says when it was collected, btime when the node booted, uptime how long ago that was."""
    assert rows(time_marks, role, text) == [mark]


@pytest.mark.parametrize("role", ["date", "uptime", "proc-stat"])
def test_other_text_yields_nothing(role):
    """Broken content is no mark."""
    assert rows(time_marks, role, "date: command not found\nbtime\n") == []


@pytest.mark.parametrize(
    ("role", "text", "found"),
    [
        ("top", "top - 10:02:11 up 2:30,  2 users,  load average: 0.10, 0.20, 0.30\n", [("uptime", None, 9000.0)]),
        (
            "timedatectl",
            "           Universal time: Tue 2024-03-05 10:11:12 UTC\n",
            [("collected", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC), None)],
        ),
        (
            "boot-list",
            " 0 1123456789abcdef0123456789abcdef Tue 2024-03-05 09:01:00 UTC—Tue 2024-03-05 10:00:00 UTC\n",
            [("boot", datetime(2024, 3, 5, 9, 1, tzinfo=UTC), None)],
        ),
        (
            "last-boots",
            "         system boot  2024-03-01 09:00\n",
            [("boot", datetime(2024, 3, 1, 9, tzinfo=UTC), None)],
        ),
        (
            "last-boots",
            "reboot   system boot  5.15.0-91-generi Tue Mar  5 09:01   still running\n",
            [("boot", datetime(1972, 3, 5, 9, 1, tzinfo=UTC), None)],
        ),
    ],
)
def test_more_that_tells_the_time(role, text, found):
    """Boots of a list are told apart from btime: their zone is not printed."""
    assert facts(time_marks, role, text, "kind", "time", "seconds") == found


def test_lists_of_boots_are_understood():
    """wtmp's last line and the header of newer journalctl (systemd 254)."""
    assert unclaimed(time_marks, "last-boots", "\nwtmp begins Mon Jan  1 00:00:00 2024\n") == []
    assert unclaimed(time_marks, "boot-list", "IDX BOOT ID                          FIRST ENTRY\n") == []

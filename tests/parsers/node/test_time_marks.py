"""The bundle's own clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.node.time_marks import parse
from analyzer.tables.time_marks import TimeMark


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
    assert list(parse(Piece("m", role, Lines(text)))) == [mark]


@pytest.mark.parametrize("role", ["date", "uptime", "proc-stat"])
def test_other_text_yields_nothing(role):
    """Broken content is no mark."""
    assert list(parse(Piece("m", role, Lines("date: command not found\nbtime\n")))) == []

"""When a collection was made."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.collection import clock
from analyzer.tables.time_marks import TimeMark


def marks(role: str, text: str) -> list[TimeMark]:
    return [found for found in clock.parse(Piece("x", role, Lines(text))) if isinstance(found, TimeMark)]


@pytest.mark.parametrize(
    ("role", "text", "times"),
    [
        # must-gather 4.16 writes start and end
        (
            "collection-timestamp",
            "2025-06-29 06:41:53.304214614 +0000 UTC m=+0.133\n2025-06-29 06:50:01.1 +0000 UTC m=+488.2\n",
            [datetime(2025, 6, 29, 6, 41, 53, 304214, UTC), datetime(2025, 6, 29, 6, 50, 1, 100000, UTC)],
        ),
        ("collection-timestamp", "2021-10-27 10:20:23.5 +0200 CEST m=+511.1\n", [datetime(2021, 10, 27, 8, 20, 23, 500000, UTC)]),
        ("collection-timestamp", "2021-10-27 10:20:23 -0300 -03 m=+0.1\n", [datetime(2021, 10, 27, 13, 20, 23, 0, UTC)]),
        (
            "collector-log",
            '{"level":"info","msg":"a","time":"2021-04-08T15:10:12Z"}\n{"level":"info","msg":"b","time":"2021-04-08T16:11:12Z"}\n',
            [datetime(2021, 4, 8, 16, 11, 12, 0, UTC)],
        ),
        ("bundle-metadata", "projectName: Harvester\nbundleCreatedAt: \"2021-04-08T15:10:12Z\"\n", [datetime(2021, 4, 8, 15, 10, 12, 0, UTC)]),
        ("bundle-metadata", "bundlecreatedat: 2021-04-08T15:10:12Z\n", [datetime(2021, 4, 8, 15, 10, 12, 0, UTC)]),
        (
            "collector-log",
            "[must-gather      ] OUT Using must-gather plug-in image: quay.io/x\n[must-gather-7rl5k] POD 2023-01-05T11:12:13.5Z Gathering data\n",
            [datetime(2023, 1, 5, 11, 12, 13, 500000, UTC)],
        ),
        ("bundle-metadata", "issuedescription: broke at 2021-04-08T15:10:12Z\n", []),
        ("collection-timestamp", "yesterday\n", []),
    ],
)  # fmt: skip
def test_the_collector_tells(role, text, times):
    """Go's times with any zone, metadata in any case, and the end of a run's log."""
    assert [mark.time for mark in marks(role, text)] == times
    assert all((mark.kind, mark.time_quality) == ("collected", "exact") for mark in marks(role, text))


def test_a_local_time_is_no_exact_one():
    """Rancher's collector writes its host's clock; all its lines are understood."""
    text = "2023-05-01 12:29:00: Collecting system info\n2023-05-01 12:29:07: Created x.tar.gz\n"
    mark, known = clock.parse(Piece("collector-output.log", "collector-log", Lines(text)))
    assert (mark.line, mark.time, mark.time_quality) == (2, datetime(2023, 5, 1, 12, 29, 7, 0, UTC), "zone_unknown")
    assert known == Understood(1, 2)

"""Memory bars and free blocks: shares that are true, and no alarm about the page cache."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.model.report import MemoryBar
from analyzer.render import bars

from .sample_report import rich

MIB = 1 << 20
BAR = MemoryBar("a", "container", 100 * MIB, None, 97 * MIB, (), None, None, "p", 1)


@pytest.mark.parametrize(
    ("parts", "tone"),
    [
        ((("anonymous", 95 * MIB), ("cache", 2 * MIB)), "high"),
        ((("anonymous", 80 * MIB), ("cache", 17 * MIB)), "medium"),
        ((("anonymous", 7 * MIB), ("cache", 90 * MIB)), "low"),  # cache fills any limit
    ],
)
def test_closeness_leaves_the_cache_out(parts: tuple[tuple[str, int], ...], tone: str) -> None:
    """Only memory that cannot be given back counts against the limit."""
    (bar,) = bars.bars((replace(BAR, parts=parts),))
    assert (bar.tone, bar.label) == (tone, "97 MiB of 100 MiB (97 %)")


@pytest.mark.parametrize(
    ("used", "limit", "label"),
    [
        (None, 100 * MIB, "use unknown; limit 100 MiB"),
        (5 * MIB, None, "5 MiB, limit not known"),
        (None, None, "use unknown; limit unknown"),
    ],
)
def test_what_is_not_known_is_said(used: int | None, limit: int | None, label: str) -> None:
    """A missing number is no zero, and without a limit nothing is drawn."""
    (bar,) = bars.bars((replace(BAR, used_bytes=used, limit_bytes=limit),))
    assert bar.label == label
    assert bar.parts == ()


def test_nearest_to_the_limit_stands_first() -> None:
    """The order is by closeness, then by name."""
    assert [bar.subject for bar in bars.bars(rich().containers)] == [
        "payments/api-7d9f66c5b-x2x8q app",
        "payments/ledger-0 db",
        "payments/cache-0 redis",
    ]


def test_a_request_above_the_limit_widens_the_scale() -> None:
    """The limit keeps its place when something is larger than it."""
    (bar,) = bars.bars((replace(BAR, request_bytes=200 * MIB),))
    assert (bar.limit, bar.request, bar.parts) == (50.0, 100.0, (("used", 0.0, 48.5),))


def test_free_blocks_have_a_heat_by_magnitude() -> None:
    """Zero is its own class; each further one is ten times more."""
    first, _ = bars.free_rows(rich().buddyinfo)
    assert first.title == "worker-2, NUMA 0, DMA32"
    assert first.cells[:4] == ((12000, 5), (830, 3), (120, 3), (44, 2))
    assert first.cells[-1] == (0, 0)

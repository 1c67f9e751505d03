"""How values are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from analyzer.model.finding import Subject
from analyzer.render import words

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (None, "unknown"),
        (0, "0 B"),
        (1023, "1023 B"),
        (512 << 20, "512 MiB"),
        (9_771_050_598, "9.1 GiB"),
        (1 << 60, "1024 PiB"),
    ],
)
def test_sizes(count: int | None, said: str) -> None:
    """Binary units with at most one digit; nothing known is not zero."""
    assert words.size(count) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "unknown"),
        (0, "0 s"),
        (0.4, "0.4 s"),
        (41, "41 s"),
        (125, "2 min 5 s"),
        (7200, "2 h"),
        (190_000, "2 d 4 h"),
    ],
)
def test_spans(seconds: float | None, said: str) -> None:
    """The two largest units."""
    assert words.span(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "time between unknown"),
        (0, "at the same moment"),
        (41, "41 s later"),
        (-2, "2 s earlier by the clocks"),
    ],
)
def test_time_between(seconds: float | None, said: str) -> None:
    """An effect that seems to come first is said to."""
    assert words.after(seconds) == said


def test_times_are_said_in_utc() -> None:
    """Whatever zone a time has."""
    assert words.moment(NOON.astimezone(timezone(timedelta(hours=5)))) == "2026-11-22 12:00:00 UTC"
    assert words.moment(None) == "unknown"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (NOON, NOON, "2026-11-22 12:00:00 UTC"),
        (NOON, NOON + timedelta(hours=1), "2026-11-22 12:00:00–13:00:00 UTC"),
        (NOON, NOON + timedelta(days=1), "2026-11-22 12:00:00 – 2026-11-23 12:00:00 UTC"),
        (NOON, None, "from 2026-11-22 12:00:00 UTC"),
        (None, NOON, "until 2026-11-22 12:00:00 UTC"),
        (None, None, "time unknown"),
    ],
)
def test_periods(start: datetime | None, end: datetime | None, said: str) -> None:
    """The date is repeated only where it changes; an open end is said."""
    assert words.period(start, end) == said


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (Subject("Pod", "pay", "api-0", "app", "w2"), "Pod pay/api-0, container app, node w2"),
        (Subject("Node", None, "w2", None, "w2"), "Node w2"),
        (Subject(None, None, None, None, "w2"), "node w2"),
        (Subject(), "subject unknown"),
    ],
)
def test_subjects(thing: Subject, said: str) -> None:
    """Only what the input names."""
    assert words.subject(thing) == said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("limit_bytes", 1 << 20, "1 MiB (1,048,576 bytes)"),
        ("run_s", 61, "1 min 1 s"),
        ("names_run", True, "yes"),
        ("gap_s", [1, 61], "1 s, 1 min 1 s"),
        ("version", None, "unknown"),
        ("x", {"a_bytes": 1024}, "a_bytes: 1 KiB (1,024 bytes)"),
        ("at", NOON, "2026-11-22 12:00:00 UTC"),
    ],
)
def test_facts_have_their_units(name: str, value: object, said: str) -> None:
    """The suffix of a column says its unit."""
    assert words.fact(name, value) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0 entries"), (1, "1 entry"), (3605, "3,605 entries")])
def test_counts(count: int, said: str) -> None:
    """A count agrees with its noun."""
    assert words.many(count, "entry") == said

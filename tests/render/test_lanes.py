"""The timeline's geometry: cause left of effect, gaps shown, never too many marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.model.report import CoverageRow, Report, TimelineEntry
from analyzer.render import lanes

from .sample_report import T0, at, big, empty, rich


def test_no_entries_no_chart() -> None:
    """Nothing is drawn of nothing."""
    assert lanes.charts(empty()) == ()


def test_lanes_stand_in_the_order_of_causes() -> None:
    """The kernel stands on top, events at the bottom; marks keep the order of time."""
    (chart,) = lanes.charts(rich())
    assert [lane.name for lane in chart.lanes] == ["kernel", "nodes", "kubelet", "containers", "events"]
    kernel = chart.lanes[0].marks
    assert [mark.x for mark in kernel] == sorted(mark.x for mark in kernel)
    assert {mark.level for mark in kernel} == {"high"}
    assert len(chart.rules) == 8


def test_an_interval_is_a_bar_and_a_moment_a_mark() -> None:
    """What lies between two times has their width."""
    (chart,) = lanes.charts(rich())
    (backoff, pull) = chart.lanes[4].marks
    assert backoff.width == pytest.approx(91.6, abs=0.5)
    assert pull.width == 0


def test_what_was_not_covered_is_a_gap() -> None:
    """The kubelet's log starts 20 minutes late and ends early; the kernel's covers everything."""
    (chart,) = lanes.charts(rich())
    gaps = {lane.name: lane.gaps for lane in chart.lanes}
    assert gaps["kernel"] == ()
    assert [start for start, _ in gaps["kubelet"]] == [0.0, pytest.approx(93.9, abs=0.5)]


def test_a_source_without_rows_is_one_gap() -> None:
    """A lane of which nothing was read is hatched from end to end."""
    report = replace(rich(), coverage=(CoverageRow("events", None, T0, at(90), complete=True, gaps=()),))
    (chart,) = lanes.charts(report)
    assert chart.lanes[0].gaps == ((0.0, 100.0),)


def test_marks_are_few_and_keep_the_worst() -> None:
    """Thousands of entries become some hundred marks, each with the count of what fell together."""
    near, whole = lanes.charts(big())
    assert sum(len(lane.marks) for lane in whole.lanes) <= 2_000
    assert sum(mark.count for lane in whole.lanes for mark in lane.marks) == 6_000
    assert near.entries < whole.entries


def test_a_mark_of_many_tells_of_the_worst() -> None:
    """A finding's entry is not hidden by others of the same moment."""
    plain = TimelineEntry(at(5), at(5), "exact", "kernel", "n", "plain", "p", 1)
    kill = replace(plain, text="kill", finding="oom-api")
    far = replace(plain, t_min=at(500), t_max=at(500))
    charts = lanes.charts(replace(rich(), timeline=(plain, kill, far)))
    mark = charts[-1].lanes[0].marks[0]
    assert (mark.text, mark.count, mark.level) == ("n: kill", 2, "high")


def test_one_moment_is_enough() -> None:
    """A single entry has a window around it."""
    only = TimelineEntry(T0, T0, "exact", "events", "n", "x", "p", 1)
    (chart,) = lanes.charts(_alone(only))
    assert chart.lanes[4].marks[0].x == 50.0
    assert chart.ticks


@pytest.mark.parametrize(
    ("minutes", "label"),
    [
        (0.5, "08:41:30"),
        (2, "08:42"),
        (60, "09:00"),
        (60 * 24 * 3, "11-25 00:00"),
        (60 * 24 * 20_000, "2045-12-06"),
    ],
)
def test_ticks_are_round(minutes: float, label: str) -> None:
    """Axis labels stand at round times; with the date where the window is longer than a day."""
    entry = TimelineEntry(T0, at(minutes), "inferred", "events", "n", "x", "p", 1)
    (chart,) = lanes.charts(_alone(entry))
    assert label in [text for _, text in chart.ticks]
    assert 1 <= len(chart.ticks) <= 6


def _alone(entry: TimelineEntry) -> Report:
    return replace(empty(), timeline=(entry,))

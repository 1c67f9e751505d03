"""The geometry of the swim-lane timeline: every position in percent of the width, so that it reflows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from analyzer.model.finding import Finding
from analyzer.model.report import Report, TimelineEntry
from analyzer.render import outline

# Cause stands above effect. Lanes of objects have no coverage of their own: their times come from statuses.
_LANES = {
    "kernel": ("Kernel", "kernel"),
    "nodes": ("Nodes and rollouts", None),
    "kubelet": ("Kubelet", "kubelet"),
    "containers": ("Containers", None),
    "events": ("Events", "events"),
}
_SLOTS = 160  # marks of one lane that can still be told apart
_MOST_RULES = 40
_STEPS = (
    1,
    5,
    15,
    30,
    60,
    300,
    900,
    1800,
    3600,
    7200,
    14_400,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    2_592_000,
)
_DAY = 86_400

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign in a lane: `width` in percent, 0 for a moment; `count` entries fell together."""

    x: float
    width: float
    level: str
    text: str
    count: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: its marks, and the stretches for which nothing was read."""

    name: str
    title: str
    marks: tuple[Mark, ...]
    gaps: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawn window; `rules` stand at kernel lines that prove a cause, `ticks` on the axis."""

    start: datetime
    end: datetime
    lanes: tuple[Lane, ...]
    rules: tuple[float, ...]
    ticks: tuple[tuple[float, str], ...]
    entries: int


def charts(report: Report) -> tuple[Chart, ...]:
    """The whole time, and before it the time around the first root cause where that is much shorter."""
    if not report.timeline:
        return ()
    whole = _padded(min(one.t_min for one in report.timeline), max(one.t_max for one in report.timeline))
    focus = _focus(report)
    if focus is None or (focus[1] - focus[0]) * 3 > whole[1] - whole[0]:
        return (_chart(report, whole),)
    return (_chart(report, focus), _chart(report, whole))


def _focus(report: Report) -> Interval | None:
    """From the first to the last sight of the first root cause; at most the last six hours of it."""
    findings = outline.shown(report)
    for root in report.diagnosis.root_causes[:1]:
        head = findings.get(root.finding)
        if head and head.first_seen and head.last_seen:
            end = max(head.last_seen, root.last_hit or head.last_seen)
            start = max(head.first_seen, end - timedelta(hours=6))
            around = max((end - start) * 0.1, timedelta(minutes=5))
            return start - around, end + around
    return None


def _padded(start: datetime, end: datetime) -> Interval:
    around = max((end - start) * 0.02, timedelta(seconds=30))
    return start - around, end + around


def _chart(report: Report, window: Interval) -> Chart:
    findings = outline.shown(report)
    inside = [one for one in report.timeline if one.t_max >= window[0] and one.t_min <= window[1]]
    lanes = tuple(
        Lane(name, title, _marks([one for one in inside if one.lane == name], window, findings), gaps)
        for name, (title, source) in _LANES.items()
        for gaps in (tuple(_gaps(report, source, window)),)
    )
    causes = {one.t_min for one in inside if one.lane == "kernel" and one.finding in _causes(report)}
    rules = tuple(_x(time, window) for time in sorted(causes)[-_MOST_RULES:] if window[0] <= time)
    return Chart(*window, lanes, rules, tuple(_ticks(window)), len(inside))


def _causes(report: Report) -> set[str]:
    return {root.finding for root in report.diagnosis.root_causes}


def _marks(entries: list[TimelineEntry], window: Interval, findings: dict[str, Finding]) -> tuple[Mark, ...]:
    """One mark for all entries that fall into one slot; the worst of them gives colour and text."""
    slots: dict[tuple[int, int], list[TimelineEntry]] = {}
    for entry in entries:
        start, end = _x(entry.t_min, window), _x(entry.t_max, window)
        length = int((end - start) * _SLOTS / 100)
        slots.setdefault((int(start * _SLOTS / 100), length), []).append(entry)
    crowded = len(slots) > _SLOTS
    if crowded:  # many lengths in one slot: keep the moments only
        merged: dict[tuple[int, int], list[TimelineEntry]] = {}
        for (slot, _), found in slots.items():
            merged.setdefault((slot, 0), []).extend(found)
        slots = merged
    return tuple(_mark(found, length, window, findings) for (_, length), found in sorted(slots.items()))


def _mark(found: list[TimelineEntry], length: int, window: Interval, findings: dict[str, Finding]) -> Mark:
    def worst(entry: TimelineEntry) -> int:
        finding = findings.get(entry.finding or "")
        return outline.rank(finding) if finding else 9

    first = min(found, key=worst)
    finding = findings.get(first.finding or "")
    start, end = _x(first.t_min, window), _x(first.t_max, window)
    width = round(end - start, 2) if length else 0.0
    level = finding.level if finding else "none"
    text = f"{first.subject}: {first.text}"
    return Mark(start, width, level, text, len(found), first.t_min, first.t_max)


def _gaps(report: Report, source: str | None, window: Interval) -> Iterator[tuple[float, float]]:
    """Stretches of the window, as start and width in percent, that no row of this origin covers."""
    if source is None or not report.coverage:
        return
    known = _sorted((row.from_, row.to) for row in report.coverage if row.source == source)
    at = window[0]
    for start, end in known:
        if start > at:
            yield from _stretch(at, min(start, window[1]), window)
        at = max(at, end)
    yield from _stretch(at, window[1], window)


def _sorted(rows: Iterable[tuple[datetime | None, datetime | None]]) -> list[Interval]:
    return sorted((start, end) for start, end in rows if start and end)


def _stretch(start: datetime, end: datetime, window: Interval) -> Iterator[tuple[float, float]]:
    left, right = _x(start, window), _x(end, window)
    if right - left >= 0.5:
        yield left, round(right - left, 2)


def _x(time: datetime, window: Interval) -> float:
    share = (time - window[0]) / (window[1] - window[0])
    return round(100 * min(max(share, 0.0), 1.0), 2)


def _ticks(window: Interval) -> Iterator[tuple[float, str]]:
    """Four to six labels at round times; with the date where the window is longer than a day."""
    length = (window[1] - window[0]).total_seconds()
    most = 3 if length > _DAY else 5
    step = next((step for step in _STEPS if length / step <= most), length / most)
    long = "%Y-%m-%d" if step > _STEPS[-2] else "%m-%d %H:%M"
    form = long if length > _DAY else "%H:%M:%S" if step < 60 else "%H:%M"
    first = -(-window[0].timestamp() // step) * step
    time = window[0] + timedelta(seconds=first - window[0].timestamp())
    while time <= window[1]:
        x = _x(time, window)
        if 4 <= x <= 96:
            yield x, f"{time:{form}}"
        time += timedelta(seconds=step)

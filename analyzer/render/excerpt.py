"""What a short report shows of a long one, and how much it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.model.finding import Finding
from analyzer.model.report import Report, TimelineEntry
from analyzer.render import bars, outline

_MOST = {
    "findings": 10,
    "timeline": 30,
    "bars": 8,
    "coverage": 16,
    "asks": 10,
    "unread": 16,
    "causes": 3,
    "steps": 6,
}


@dataclass(frozen=True, slots=True)
class Part:
    """The items that are shown, and how many are not."""

    items: tuple[Any, ...]
    left: int


def of(report: Report) -> dict[str, Part]:
    """The parts of a report for few pages, by name."""
    ordered = [finding for group in outline.groups(report) for finding in (group.head, *group.effects)]
    return {
        "causes": _first("causes", outline.chains(report)),
        "findings": _first("findings", ordered),
        "timeline": _timeline(report, {finding.id: finding for finding in ordered}),
        "nodes": _first("bars", bars.bars(report.nodes)),
        "containers": _first("bars", bars.bars(report.containers)),
        "coverage": _first("coverage", report.coverage),
        "asks": _first("asks", outline.asks(report)),
        "unread": _first("unread", report.problems),
    }


def steps(chain: Sequence[Any]) -> Part:
    """The first steps of a causal chain."""
    return _first("steps", chain)


def _first(name: str, items: Sequence[Any]) -> Part:
    most = _MOST[name]
    return Part(tuple(items[:most]), max(len(items) - most, 0))


def _timeline(report: Report, findings: dict[str, Finding]) -> Part:
    """What belongs to a root cause, then to any finding, then the rest; shown in order of time."""
    roots = {root.finding for root in report.diagnosis.root_causes}

    def weight(entry: TimelineEntry) -> int:
        return 0 if entry.finding in roots else 1 if entry.finding in findings else 2

    chosen = sorted(report.timeline, key=weight)[: _MOST["timeline"]]
    shown = sorted(chosen, key=lambda entry: (entry.t_min, entry.t_max, entry.lane, entry.path, entry.line))
    return Part(tuple(shown), len(report.timeline) - len(shown))

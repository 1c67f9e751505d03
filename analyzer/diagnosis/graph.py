"""Findings as a graph: which explains which, by the statements of their rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analyzer.model.finding import Finding
from analyzer.model.report import Link
from analyzer.model.rule import Explains, Rule

# Two clocks of one bundle rarely differ by more; an effect may seem to precede its cause by this much.
_TOLERANCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Graph:
    """links by the finding that explains, and by the finding that is explained."""

    links: tuple[Link, ...]

    def effects(self, finding: str) -> tuple[str, ...]:
        """All findings that this one explains, directly or not, in order of their ids."""
        seen: set[str] = set()
        waiting = [finding]
        while waiting:
            current = waiting.pop()
            for link in self.links:
                if link.from_ == current and link.to not in seen and link.to != finding:
                    seen.add(link.to)
                    waiting.append(link.to)
        return tuple(sorted(seen))

    def explained(self) -> set[str]:
        """The findings that something explains."""
        return {link.to for link in self.links}

    def among(self, findings: Iterable[str]) -> tuple[Link, ...]:
        """The links whose ends are both among the findings."""
        ids = set(findings)
        return tuple(link for link in self.links if link.from_ in ids and link.to in ids)


def graph(findings: Iterable[Finding], rules: dict[str, Rule]) -> Graph:
    """Link the findings; of two that explain each other only the earlier in rank keeps its link."""
    found = list(findings)
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    links: dict[tuple[str, str], Link] = {}
    keys = _Keys()
    for cause in found:
        rule = rules[cause.rule]
        for statement in (*rule.explains, *rule.repeats):
            for effect in by_rule.get(statement.finding, []):
                if cause.id == effect.id or (effect.id, cause.id) in links:
                    continue
                if link := _link(statement, cause, effect, keys):
                    links.setdefault((cause.id, effect.id), link)
    return Graph(tuple(links[key] for key in sorted(links)))


def _link(statement: Explains, cause: Finding, effect: Finding, keys: _Keys) -> Link | None:
    if not keys.agree(cause, effect, statement):
        return None
    seconds = _between(cause.first_seen, effect.last_seen)
    if seconds is not None and seconds < -_TOLERANCE_S:
        return None
    if (
        statement.within_s is not None
        and (gap := _between(cause.last_seen, effect.first_seen)) is not None
        and gap > statement.within_s
    ):
        return None
    proof = (
        "same id"
        if {"container", "pod"} <= set(statement.equal)
        else "same node and time"
        if "node" in statement.equal
        else "rule"
    )
    return Link(cause.id, effect.id, seconds, proof)


class _Keys:
    """What has to be the same in two findings, found once for each finding."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...], str | None], set[tuple[Any, ...]]] = {}

    def agree(self, cause: Finding, effect: Finding, statement: Explains) -> bool:
        """Whether one row of each has all values in common."""
        return not self._of(cause, statement.equal, statement.only_if).isdisjoint(
            self._of(effect, statement.equal, None)
        )

    def _of(self, finding: Finding, names: tuple[str, ...], only_if: str | None) -> set[tuple[Any, ...]]:
        key = (finding.id, names, only_if)
        if key not in self._known:
            rows = (row for row in _rows(finding) if only_if is None or row.get(only_if) is True)
            self._known[key] = {values for row in rows for values in _values(row, names)}
        return self._known[key]


def _rows(finding: Finding) -> Iterator[dict[str, Any]]:
    """Each matched row, with what only its subject names."""
    if finding.rows:
        yield from finding.rows
        return
    for subject in (finding.subject, *(instance.subject for instance in finding.instances)):
        yield finding.facts | subject.named()


def _values(row: dict[str, Any], names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """A missing value agrees with nothing; but in one and the same pod, what neither row names agrees.

    Of several clusters in one upload each row names its own, and nothing follows from what happened in another.
    """
    values = tuple(row.get(name) for name in names)
    if None not in values:
        yield (row.get("cluster"), *values)
    if (pod := row.get("pod_key")) is not None:
        yield ("pod_key", pod, *(row.get(name) for name in names if name not in ("namespace", "pod")))


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None

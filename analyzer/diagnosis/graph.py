"""Findings as a graph: which explains which, by the statements of their rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analyzer.model.finding import LEVELS, Finding
from analyzer.model.report import Link
from analyzer.model.rule import Rule

# Two clocks of one bundle rarely differ by more; an effect may seem to precede its cause by this much.
_TOLERANCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Graph:
    """links by the finding that explains, and by the finding that is explained."""

    links: tuple[Link, ...]
    _next: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)

    def effects(self, finding: str) -> tuple[str, ...]:
        """All findings that this one explains, directly or not, in order of their ids."""
        if not self._next:
            for link in self.links:
                self._next.setdefault(link.from_, []).append(link.to)
        seen: set[str] = set()
        waiting = [finding]
        while waiting:
            for to in self._next.get(waiting.pop(), ()):
                if to not in seen and to != finding:
                    seen.add(to)
                    waiting.append(to)
        return tuple(sorted(seen))

    def explained(self) -> set[str]:
        """The findings that something explains."""
        return {link.to for link in self.links}

    def among(self, findings: Iterable[str]) -> tuple[Link, ...]:
        """The links whose ends are both among the findings."""
        ids = set(findings)
        return tuple(link for link in self.links if link.from_ in ids and link.to in ids)


def graph(findings: Iterable[Finding], rules: dict[str, Rule]) -> Graph:
    """Link the findings; of two that explain each other only the one that comes first keeps its link."""
    found = list(findings)
    links: dict[tuple[str, str], Link] = {}
    keys = _Keys(found)
    for cause in found:
        rule = rules[cause.rule]
        for statement in (*rule.explains, *rule.repeats):
            for effect in keys.alike(cause, statement.equal, statement.only_if, rule=statement.finding):
                _add(links, cause, effect, statement.equal, statement.within_s)
    for effect in found:
        for hub in rules[effect.rule].explained_by:
            for cause in keys.alike(effect, hub.equal, None, role=hub.role):
                if _can_explain(cause, effect):
                    _add(links, cause, effect, hub.equal, hub.within_s)
    return Graph(tuple(links[key] for key in sorted(links)))


def _can_explain(cause: Finding, effect: Finding) -> bool:
    """Whether a finding that does not name a hub can be what the hub comes from."""
    weighs = LEVELS.index(cause.level) <= LEVELS.index("medium")
    return weighs and not (cause.state == "over" and effect.state != "over")


def _add(
    links: dict[tuple[str, str], Link], cause: Finding, effect: Finding, equal: tuple[str, ...], within_s: float | None
) -> None:
    known = cause.id == effect.id or (effect.id, cause.id) in links or (cause.id, effect.id) in links
    if not known and (link := _link(cause, effect, equal, within_s)):
        links[cause.id, effect.id] = link


def _link(cause: Finding, effect: Finding, equal: tuple[str, ...], within_s: float | None) -> Link | None:
    seconds = _between(cause.first_seen, effect.last_seen)
    if seconds is not None and seconds < -_TOLERANCE_S:
        return None
    if within_s is not None and (gap := _between(cause.last_seen, effect.first_seen)) is not None and gap > within_s:
        return None
    named = set(equal)
    proof = "same id" if {"container", "pod"} <= named else "same node and time" if "node" in named else "rule"
    return Link(cause.id, effect.id, seconds, proof)


class _Keys:
    """Findings by what their rows hold, so that two that agree find each other without comparing all with all."""

    def __init__(self, findings: list[Finding]) -> None:
        self._findings = findings
        self._known: dict[tuple[str, tuple[str, ...], str | None], set[tuple[Any, ...]]] = {}
        self._by_value: dict[tuple[str, ...], dict[tuple[Any, ...], list[Finding]]] = {}

    def alike(
        self,
        finding: Finding,
        equal: tuple[str, ...],
        only_if: str | None,
        *,
        rule: str | None = None,
        role: str | None = None,
    ) -> list[Finding]:
        """The other findings of a rule, or of a role, that have one row with all values in common with one of this."""
        group = ("rule", rule) if rule is not None else ("role", role or "")
        place = (*group, *equal)
        if place not in self._by_value:
            values: dict[tuple[Any, ...], list[Finding]] = {}
            for other in self._findings:
                if (other.rule if rule is not None else other.role) == group[1]:
                    for value in sorted(self._of(other, equal, None), key=repr):
                        values.setdefault(value, []).append(other)
            self._by_value[place] = values
        found = (other for value in self._of(finding, equal, only_if) for other in self._by_value[place].get(value, ()))
        unique = {other.id: other for other in found if other.id != finding.id}
        return [unique[name] for name in sorted(unique)]

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

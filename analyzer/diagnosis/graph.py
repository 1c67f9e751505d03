"""Findings as a graph: which explains which, by the statements of their rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    for cause in found:
        rule = rules[cause.rule]
        for statement in (*rule.explains, *rule.repeats):
            for effect in by_rule.get(statement.finding, []):
                if cause.id == effect.id or (effect.id, cause.id) in links:
                    continue
                if link := _link(statement, cause, effect):
                    links.setdefault((cause.id, effect.id), link)
    return Graph(tuple(links[key] for key in sorted(links)))


def _link(statement: Explains, cause: Finding, effect: Finding) -> Link | None:
    if not all(_agree(cause, effect, name) for name in statement.equal):
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


def _agree(cause: Finding, effect: Finding, name: str) -> bool:
    """Whether both have a value in common; what an excerpt does not name agrees inside one and the same pod."""
    left, right = _values(cause, name), _values(effect, name)
    same_pod = cause.facts.get("pod_key") is not None and cause.facts.get("pod_key") == effect.facts.get("pod_key")
    if same_pod and name in ("namespace", "pod"):
        return True
    return bool(left & right) or (same_pod and not left and not right)


def _values(finding: Finding, name: str) -> set[str]:
    """What the finding and its instances have under a name; a missing value agrees with nothing."""
    subjects = [finding.subject, *(instance.subject for instance in finding.instances)]
    field = {"pod": "name"}.get(name, name)
    found = {getattr(subject, field) for subject in subjects if hasattr(subject, field) and _fits(subject.kind, name)}
    fact = finding.facts.get(name)
    return {str(value) for value in (*found, fact) if value is not None}


def _fits(kind: str | None, name: str) -> bool:
    """`pod` is the name of a subject only if that is a pod."""
    return name != "pod" or kind == "Pod"


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None

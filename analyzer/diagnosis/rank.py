"""Root causes in order: what fails now before what is over, the proven before the likely, and so on."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.diagnosis.graph import Graph, graph
from analyzer.model.finding import CONFIDENCES, LEVELS, Finding
from analyzer.model.report import Diagnosis, RootCause
from analyzer.model.rule import Rule

_STATES = ("failing", "recurring", "unknown", "over")
_ROLES = ("cause", "symptom")


def diagnose(findings: Iterable[Finding], rules: dict[str, Rule]) -> Diagnosis:
    """The root causes, best first: findings that nothing explains and that are no mere circumstance.

    A symptom is a root cause only if nothing explains it; contributing and noise never are. A finding that a site
    hides is none either, but what it explains stays explained.
    """
    found = list(findings)
    links = graph(found, rules)
    by_id = {finding.id: finding for finding in found}
    roots = [f for f in found if f.role in _ROLES and f.id not in links.explained()]
    roots += _of_circles(found, links, {root.id for root in roots})
    ordered = sorted((root for root in roots if root.suppressed is None), key=lambda finding: _rank(finding, links))
    return Diagnosis(
        root_causes=tuple(_root(finding, links, by_id) for finding in ordered),
        contributing=tuple(f.id for f in found if f.role == "contributing" and f.suppressed is None),
        unexplained=tuple(f.id for f in ordered if f.role == "symptom"),
    )


def _root(finding: Finding, links: Graph, by_id: dict[str, Finding]) -> RootCause:
    effects = tuple(sorted(links.effects(finding.id), key=lambda effect: (_when(by_id[effect]), effect)))
    return RootCause(
        finding=finding.id,
        effects=effects,
        state=finding.state or "unknown",
        last_hit=finding.last_seen,
        links=links.among((finding.id, *effects)),
        considered=(),
    )


def _of_circles(found: list[Finding], links: Graph, roots: set[str]) -> list[Finding]:
    """Findings that only explain each other: the best of each circle is taken for its root."""
    reached = {effect for root in roots for effect in links.effects(root)} | roots
    extra: list[Finding] = []
    for finding in sorted((f for f in found if f.role in _ROLES), key=lambda f: _rank(f, links)):
        if finding.id not in reached:
            extra.append(finding)
            reached |= {finding.id, *links.effects(finding.id)}
    return extra


def _rank(finding: Finding, links: Graph) -> tuple[int | str | tuple[str, int], ...]:
    state = finding.state or "unknown"
    return (
        _ROLES.index(finding.role),
        # what merely fits comes after everything that something speaks for, failing or not
        int(finding.confidence == "possible"),
        int(finding.level == "informational"),
        _STATES.index(state) if state in _STATES else len(_STATES),
        CONFIDENCES.index(finding.confidence),
        LEVELS.index(finding.level),
        -len(links.effects(finding.id)),
        int(finding.subject.name is None),
        _when(finding),
        # what the reader of the bundle meets first
        (finding.evidence[0].path, finding.evidence[0].line) if finding.evidence else ("", 0),
        finding.id,
    )


def _when(finding: Finding) -> str:
    return finding.first_seen.isoformat() if finding.first_seen else "~"

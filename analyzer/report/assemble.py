"""Outcomes of rules and facts of the bundle as one report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from analyzer.diagnosis.rank import diagnose
from analyzer.engine.database import Database
from analyzer.engine.evaluate import Outcomes, Unanswered
from analyzer.engine.load import RuleBook
from analyzer.model.finding import LEVELS, Evidence, Finding
from analyzer.model.problem import Problem
from analyzer.model.report import SCHEMA_VERSION, BundleFacts, Diagnosis, NotEvaluated, Report, Tool
from analyzer.model.source import Cite
from analyzer.report.findings import findings
from analyzer.report.memory import container_bars, node_bars
from analyzer.report.platform import coverage, platform
from analyzer.report.suppress import suppressed
from analyzer.report.timeline import timeline
from analyzer.report.verdict import ask_for, verdict

Quoter = Callable[[list[Cite]], list[Evidence | None]]


def assemble(
    outcomes: Outcomes, database: Database, *, book: RuleBook, members: list[str], bundle: BundleFacts, tool: Tool,
    problems: list[Problem], redaction: dict[str, int], quote: Quoter, generated_at: datetime,
) -> Report:  # fmt: skip
    """The whole report; `quote` fetches cited lines from the bundle, redacted."""
    found = suppressed(findings(outcomes.matches, quote), book.suppressions, generated_at)
    rules = {rule.id: rule for rule in book.rules}
    diagnosis = diagnose(found, rules)
    ordered = _in_order(found, diagnosis)
    clear = [{"rule": rule.id, "title": rule.title, "subjects": list(subjects)} for rule, subjects in outcomes.clear]
    unanswered = [_not_evaluated(item) for item in outcomes.not_evaluated]
    return Report(
        schema_version=SCHEMA_VERSION,
        generated_at=generated_at,
        tool=tool,
        bundle=bundle,
        platform=platform(database),
        coverage=coverage(database),
        verdict=verdict(diagnosis, ordered, clear, unanswered, database, rules),
        diagnosis=diagnosis,
        findings=tuple(ordered),
        not_evaluated=tuple(unanswered),
        clear=tuple(clear),
        failed=tuple({"rule": rule.id, "reason": reason} for rule, reason in outcomes.failed),
        timeline=timeline(database, members, ordered),
        nodes=node_bars(database, members),
        containers=container_bars(database, members),
        inventory=_inventory(database),
        redaction=dict(sorted(redaction.items())),
        problems=tuple(_problem(problem) for problem in problems),
        buddyinfo=_buddyinfo(database, members),
    )


def _in_order(found: list[Finding], diagnosis: Diagnosis) -> list[Finding]:
    """Root causes in rank, each followed by its effects, then the rest by level."""
    by_id = {finding.id: finding for finding in found}
    order: dict[str, None] = {}
    for root in diagnosis.root_causes:
        order.update(dict.fromkeys((root.finding, *root.effects)))
    rest = sorted((f for f in found if f.id not in order), key=lambda f: (LEVELS.index(f.level), f.id))
    return [by_id[name] for name in order] + rest


def _not_evaluated(item: Unanswered) -> NotEvaluated:
    node = item.nodes[0] if len(item.nodes) == 1 else None
    facts = {"node": node, **_parts(item.subjects[0])} if len(item.subjects) == 1 else {"node": node}
    ask = tuple(ask_for(advice, facts) for advice in item.rule.collect)
    return NotEvaluated(item.rule.id, item.rule.title, item.subjects, item.reason, ask)


def _parts(subject: str) -> dict[str, str | None]:
    """Namespace, pod and container of a subject as `run_coverage` writes it."""
    pod, _, container = subject.partition(" (")
    space, _, name = pod.rpartition("/")
    return {"namespace": space or None, "pod": name or None, "container": container.rstrip(")") or None}


def _problem(problem: Problem) -> dict[str, Any]:
    return asdict(problem)


def _inventory(database: Database) -> tuple[dict[str, Any], ...]:
    rows = database.rows(
        """SELECT m.path, m.roles, m.size_bytes AS bytes, m.node, m.node_proof, m.layout, c.cluster, c.cluster_proof, c.unjoined
           FROM members m LEFT JOIN member_clusters c ON c.member = member(m.src) ORDER BY m.src"""
    )
    return tuple(rows)


def _buddyinfo(database: Database, members: list[str]) -> tuple[dict[str, Any], ...]:
    rows = database.rows(
        """SELECT node, numa_node, zone, list(blocks ORDER BY "order") AS blocks, min(src) AS src
           FROM buddyinfo GROUP BY node, numa_node, zone, src ORDER BY node NULLS LAST, src"""
    )
    found = []
    for row in rows:
        cite = Cite.decode(str(row.pop("src")))
        found.append({**row, "path": members[cite.member], "line": cite.line})
    return tuple(found)

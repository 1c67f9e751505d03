"""Rules over the tables of one bundle: what matched, what is clear, what could not be evaluated."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from analyzer.engine.compile import compile_rule
from analyzer.engine.database import Database
from analyzer.engine.messages import fill
from analyzer.model.errors import RuleError
from analyzer.model.finding import CONFIDENCES, Subject
from analyzer.model.rule import Rule
from analyzer.model.source import Cite

_RULE_SECONDS = 20.0
_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Match:
    """One row of one rule: what it is about and the places that prove it."""

    rule: Rule
    subject: Subject
    confidence: str
    facts: dict[str, Any]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Subjects for which a rule could be answered neither way."""

    rule: Rule
    subjects: tuple[str, ...]
    reason: str
    nodes: tuple[str, ...]


@dataclass(slots=True)
class Outcomes:
    """The outcomes of all rules on one bundle."""

    matches: list[Match] = field(default_factory=list)
    clear: list[tuple[Rule, tuple[str, ...]]] = field(default_factory=list)
    not_evaluated: list[Unanswered] = field(default_factory=list)
    failed: list[tuple[Rule, str]] = field(default_factory=list)


def evaluate(rules: Iterable[Rule], database: Database) -> Outcomes:
    """Run every rule; one that fails or takes too long is reported and the others go on."""
    outcomes = Outcomes()
    runs = database.rows("SELECT * FROM run_coverage ORDER BY subject")
    origins = {row["origin"] for row in database.rows("SELECT DISTINCT origin FROM coverage")}
    for rule in rules:
        try:
            found = list(_matches(rule, database))
        except (duckdb.Error, RuleError) as error:
            outcomes.failed.append((rule, str(error).splitlines()[0]))
            continue
        outcomes.matches.extend(found)
        _unmatched(rule, found, runs, origins, outcomes)
    return outcomes


def _matches(rule: Rule, database: Database) -> Iterator[Match]:
    sql = compile_rule(rule, database)
    timer = threading.Timer(_RULE_SECONDS, database.connection.interrupt)
    timer.start()
    try:
        rows = database.rows(f"SELECT * FROM ({sql}) LIMIT {_ROWS}")  # noqa: S608  (compiled from the rule, never from a bundle)
    finally:
        timer.cancel()
    for row in sorted(rows, key=_order):
        cites = tuple(Cite.decode(text) for text in dict.fromkeys(row.pop("evidence")))
        if not cites:
            raise RuleError("matched a row that cites nothing", at=rule.at, remedy="cite a column that is always there")
        confidence = row.pop("confidence")
        yield Match(rule, _subject(rule, row), confidence, row, cites)


def _order(row: dict[str, Any]) -> tuple[int, list[str], str]:
    return CONFIDENCES.index(row["confidence"]), row["evidence"], repr(sorted((k, repr(v)) for k, v in row.items()))


def _subject(rule: Rule, row: dict[str, Any]) -> Subject:
    values = {key: _subject_value(text, row) for key, text in rule.subject.items()}
    return Subject(**values)


def _subject_value(text: str, row: dict[str, Any]) -> str | None:
    if text.startswith("{") and text.endswith("}") and row.get(text[1:-1]) is None:
        return None
    return fill(text, row) or None


def _unmatched(
    rule: Rule, found: list[Match], runs: list[dict[str, Any]], origins: set[str], outcomes: Outcomes
) -> None:
    """Tell clear from not evaluated for what the rule did not match, by the coverage that it needs."""
    over_runs = [need.origin for need in rule.needs if need.over == "run"]
    missing = sorted({need.origin for need in rule.needs if need.over == "bundle"} - origins)
    if missing and not found:
        outcomes.not_evaluated.append(Unanswered(rule, (), f"the bundle holds no {_NAMES[missing[0]]}", ()))
        return
    if over_runs and not found and not runs and not set(over_runs) & origins:
        outcomes.not_evaluated.append(Unanswered(rule, (), f"the bundle holds no {_NAMES[over_runs[0]]}", ()))
        return
    if not over_runs or not runs:
        if not found:
            outcomes.clear.append((rule, ()))
        return
    hit = {(m.subject.namespace, m.subject.name, m.subject.container) for m in found}
    hit |= {(m.facts.get("namespace"), m.facts.get("pod"), m.facts.get("container")) for m in found}
    clear: list[str] = []
    open_: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        if (run["namespace"], run["pod"], run["container"]) in hit or (run["namespace"], run["pod"], None) in hit:
            continue
        why = next((run[f"{origin}_gap"] for origin in over_runs if run[f"{origin}_gap"] is not None), None)
        if why is None:
            clear.append(run["subject"])
        else:
            open_.setdefault(why, []).append(run)
    if clear:
        outcomes.clear.append((rule, tuple(dict.fromkeys(clear))))
    for why, of in sorted(open_.items()):
        subjects = tuple(dict.fromkeys(run["subject"] for run in of))
        nodes = tuple(sorted({run["node"] for run in of if run["node"]}))
        outcomes.not_evaluated.append(Unanswered(rule, subjects, why, nodes))


_NAMES = {
    "kernel": "kernel log",
    "kubelet": "kubelet log",
    "events": "events",
    "cgroup": "cgroup files",
    "logs": "container log",
    "objects": "objects of the API server",
}

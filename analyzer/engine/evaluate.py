"""Rules over the tables of one bundle: what matched, what is clear, what could not be evaluated."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import duckdb

from analyzer.engine.compile import select
from analyzer.engine.database import THREADS, Database
from analyzer.engine.messages import fill
from analyzer.engine.proof import cites, confidence, holds, level
from analyzer.model.errors import RuleError
from analyzer.model.finding import CONFIDENCES, Subject
from analyzer.model.rule import Rule
from analyzer.model.source import Cite
from analyzer.model.table import Table

_RULE_SECONDS = 20.0
_ROWS = 5000
RUNS = "SELECT * FROM run_coverage ORDER BY subject"
ORIGINS = "SELECT DISTINCT origin FROM coverage"


@dataclass(frozen=True, slots=True)
class Match:
    """One row of one rule: what it is about and the places that prove it."""

    rule: Rule
    subject: Subject
    level: str
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
    ordered = list(rules)
    covered = any(rule.needs for rule in ordered)
    runs = database.rows(RUNS) if covered else []
    origins = {row["origin"] for row in database.rows(ORIGINS)} if covered else set()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda rule: _answer(rule, database), ordered))
    for rule, found in zip(ordered, answers, strict=True):
        if isinstance(found, str):
            outcomes.failed.append((rule, found))
            continue
        outcomes.matches.extend(found)
        _unmatched(rule, found, runs, origins, outcomes)
    return outcomes


def _answer(rule: Rule, database: Database) -> list[Match] | str:
    """The matches of a rule in order, or why it failed."""
    try:
        rows = _rows(rule, database)
        kept = _grouped(rows, rule.when.group) if rule.when.group else rows
        matches = [_match(rule, row, database.tables.get(rule.when.table or "")) for row in kept]
    except (duckdb.Error, RuleError) as error:
        return str(error).splitlines()[0]
    return sorted(matches, key=_order)


def _rows(rule: Rule, database: Database) -> list[dict[str, Any]]:
    """The rows for which a rule's condition holds; over few rows, clauses are read off them without a query."""
    few = database.few(rule.when.table) if rule.when.table else None
    if few is not None:
        return [row for row in few if all(holds(clause, row) for clause in rule.when.where)]
    sql = select(rule)
    named = database.named(sql)
    if named and all(database.is_empty(name) for name in named):
        return []
    cursor = database.cursor()
    timer = threading.Timer(_RULE_SECONDS, cursor.interrupt)
    timer.start()
    try:
        return cursor.rows(f"SELECT * FROM ({sql}) LIMIT {_ROWS}")  # noqa: S608  (text of the rule)
    finally:
        timer.cancel()


def _grouped(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row for each combination of the columns: the first by place, with the number of its rows as `count`."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: repr(row.get("src"))):
        groups.setdefault(tuple(row.get(name) for name in (*columns, "cluster")), []).append(row)
    return [{**group[0], "count": len(group)} for group in groups.values()]


def _match(rule: Rule, row: dict[str, Any], table: Table | None) -> Match:
    places = cites(rule, row, table)
    if not places:
        raise RuleError("matched a row that cites nothing", at=rule.at, remedy="cite a column that is always there")
    return Match(rule, _subject(rule, row), level(rule, row), confidence(rule, row), row, places)


def _order(match: Match) -> tuple[int, tuple[Cite, ...], str]:
    return CONFIDENCES.index(match.confidence), match.cites, repr(sorted((k, repr(v)) for k, v in match.facts.items()))


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
    hit: set[tuple[Any, ...]] = {
        (m.facts.get("cluster"), m.subject.namespace, m.subject.name, m.subject.container) for m in found
    }
    hit |= {tuple(m.facts.get(name) for name in ("cluster", "namespace", "pod", "container")) for m in found}
    clear: list[str] = []
    open_: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        pod = (run.get("cluster"), run["namespace"], run["pod"])
        if (*pod, run["container"]) in hit or (*pod, None) in hit:
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

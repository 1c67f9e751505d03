"""Rules over the tables of one bundle: what matched, what is clear, what could not be evaluated."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import duckdb

from analyzer.engine.clauses import holds
from analyzer.engine.compile import select
from analyzer.engine.database import THREADS, Database
from analyzer.engine.gates import Nodes
from analyzer.engine.grouping import grouped
from analyzer.engine.messages import fill
from analyzer.engine.proof import cites, confidence, level
from analyzer.model.errors import RuleError
from analyzer.model.finding import CONFIDENCES, Subject
from analyzer.model.rule import Condition, Rule
from analyzer.model.source import Cite
from analyzer.model.table import Table

# What one rule may take; a rule that needs more says too much, and the others go on without it.
_RULE_SECONDS = 10.0
_ROWS = 200_000
RUNS = "SELECT * FROM run_coverage ORDER BY subject"
ORIGINS = "SELECT DISTINCT origin FROM coverage"


@dataclass(frozen=True, slots=True)
class Match:
    """One row of one rule: the way in which it holds, what it is about and the places that prove it."""

    rule: Rule
    way: Condition
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
    nodes = Nodes(database)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda rule: _answer(rule, database, nodes), ordered))
    for rule, found in zip(ordered, answers, strict=True):
        if isinstance(found, str):
            outcomes.failed.append((rule, found))
            continue
        outcomes.matches.extend(found.matches)
        if found.gated and not found.matches:
            outcomes.not_evaluated.append(Unanswered(rule, (), _UNKNOWN_VERSION, ()))
        else:
            _unmatched(rule, found.matches, runs, origins, outcomes)
    return outcomes


@dataclass(slots=True)
class _Answer:
    """The matches of a rule, and whether rows were left out because a version is not known."""

    matches: list[Match] = field(default_factory=list)
    gated: bool = False


def _answer(rule: Rule, database: Database, nodes: Nodes) -> _Answer | str:
    """The matches of a rule in order, or why it failed. A subject that several ways match is the first one's."""
    found = _Answer()
    spoken: set[Subject] = set()
    try:
        for way in rule.when:
            matches = list(_matches(rule, way, database, nodes, found))
            found.matches += [match for match in matches if match.subject not in spoken]
            spoken |= {match.subject for match in matches}
    except (duckdb.Error, RuleError, TypeError) as error:
        return str(error).splitlines()[0]
    found.matches.sort(key=_order)
    return found


def _matches(rule: Rule, way: Condition, database: Database, nodes: Nodes, answer: _Answer) -> Iterator[Match]:
    table = database.tables.get(way.table or "")
    for row in matched_rows(way, database):
        passed = nodes.passed(rule.versions, row) if rule.versions else True
        answer.gated |= passed is None
        if passed:
            yield _match(rule, way, row, table)


def matched_rows(way: Condition, database: Database) -> list[dict[str, Any]]:
    """The rows for which a condition holds, those of a group as one; duckdb.Error or RuleError where it cannot be asked."""
    rows = _rows(way, database)
    return grouped(rows, way) if way.group else rows


def _rows(way: Condition, database: Database) -> list[dict[str, Any]]:
    """The rows of a condition; over few rows, clauses are read off them without a query."""
    few = database.few(way.table) if way.table else None
    if few is not None:
        return [row for row in few if all(holds(clause, row) for clause in way.where)]
    sql = select(way)
    named = database.named(sql)
    if named and all(database.is_empty(name) for name in named):
        return []
    cursor = database.cursor()
    timer = threading.Timer(_RULE_SECONDS, cursor.interrupt)
    timer.start()
    try:
        rows = cursor.rows(f"SELECT * FROM ({sql}) LIMIT {_ROWS + 1}")  # noqa: S608  (text of the rule)
    except duckdb.InterruptException as error:
        raise RuleError(f"took more than {_RULE_SECONDS:g} s", remedy="join on equal columns") from error
    finally:
        timer.cancel()
    if len(rows) > _ROWS:
        raise RuleError(f"matched more than {_ROWS} rows", remedy="narrow its clauses")
    return rows


def _match(rule: Rule, way: Condition, row: dict[str, Any], table: Table | None) -> Match:
    places = cites(rule, row, table) or ((Cite.decode(str(row["src"])),) if row.get("src") is not None else ())
    if not places:
        raise RuleError("matched a row that cites nothing", at=rule.at, remedy="cite a column that is always there")
    return Match(rule, way, _subject(rule, row), level(rule, row), confidence(rule, way, row), row, places)


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


_UNKNOWN_VERSION = "the version of the node is not known"
_NAMES = {
    "kernel": "kernel log",
    "kubelet": "kubelet log",
    "events": "events",
    "cgroup": "cgroup files",
    "logs": "container log",
    "objects": "objects of the API server",
}

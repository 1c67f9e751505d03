"""What is wrong with rules beyond their keys: columns, links, evidence and tests."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from analyzer.engine.compile import columns
from analyzer.engine.database import Database
from analyzer.engine.messages import fields
from analyzer.model.errors import RuleError
from analyzer.model.rule import Clause, Rule
from analyzer.model.source import SourceLine

# Facts that a finding adds to the row.
_ADDED = {"count", "pods"}
_ASKED = {"namespace", "pod", "container", "node"}
_UNREPEATABLE = ("any_value(", "first(", "random(", "now(", "current_timestamp", "today(")


def lint(rules: Iterable[Rule], database: Database) -> list[RuleError]:
    """Every problem of the rules, in order of file and line; `database` may be empty."""
    found = [problem for rule in rules for problem in _problems(rule, database)]
    return sorted(found, key=lambda e: (e.at.path, e.at.line) if e.at else ("", 0))


def _problems(rule: Rule, database: Database) -> Iterator[RuleError]:
    have = _columns(rule, database)
    if isinstance(have, RuleError):
        yield have
        return
    yield from _evidence(rule, have)
    yield from _texts(rule, have | _ADDED)
    yield from _sql(rule)
    yield from _tests(rule)
    if rule.state and rule.state not in have:
        yield _unknown(rule, "state", "column", rule.state, tuple(have))
    if rule.role == "cause" and not rule.collect and rule.needs:
        yield _error(rule, "needs", "nothing says how to collect what it needs", "add `collect`")


def _columns(rule: Rule, database: Database) -> set[str] | RuleError:
    """The columns of a rule's rows, or what is wrong with its tables and clauses."""
    table = rule.when.table
    known = set(database.columns(table)) if table else set()
    if table and not known:
        return _unknown(rule, "when", "table or view", table, database.names())
    for key, clauses in _clauses(rule):
        for clause in clauses:
            if table and clause.field not in known:
                return _unknown(rule, key, "column", clause.field, known)
    try:
        have = known or set(columns(rule, database))
    except RuleError as error:
        return error
    if lost := next((name for name in rule.when.group if name not in have), None):
        return _unknown(rule, "when", "column", lost, have)
    wrong = next((c.field for _, clauses in _clauses(rule) for c in clauses if c.field not in have), None)
    return _unknown(rule, "confidence", "column", wrong, have) if wrong else have


def _evidence(rule: Rule, have: set[str]) -> Iterator[RuleError]:
    for name in rule.evidence:
        if name not in have and f"{name}_src" not in have:
            yield _unknown(rule, "evidence", "column", name, have)
        elif f"{name}_src" not in have and not name.endswith("_src") and "src" not in have:
            yield _error(rule, "evidence", f"evidence '{name}' stands nowhere", "select a column `src`")


def _clauses(rule: Rule) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    if rule.when.table is not None:
        yield "when", rule.when.where
    for key, entries in (("confidence", rule.confidence), ("levels", rule.levels)):
        for entry in entries:
            yield key, entry.where


def _texts(rule: Rule, have: set[str]) -> Iterator[RuleError]:
    texts = [("message", rule.message), *(("subject", text) for text in rule.subject.values())]
    texts += [("remedy", advice.text) for advice in rule.remedy]
    for key, text in texts:
        for name in sorted(fields(text) - have):
            close = difflib.get_close_matches(name, have, 1)
            yield _error(
                rule, key, f"unknown field '{name}'", f"did you mean '{close[0]}'?" if close else "see docs/tables.md"
            )
    for advice in rule.collect:
        for name in sorted(fields(f"{advice.command or ''} {advice.text}") - _ASKED):
            yield _error(
                rule, "collect", f"unknown field '{name}'", "a command can name namespace, pod, container and node"
            )


def _sql(rule: Rule) -> Iterator[RuleError]:
    text = (rule.when.sql or "").lower()
    for word in _UNREPEATABLE:
        if word in text:
            yield _error(rule, "when", f"{word.rstrip('(')} gives another answer each time", "use min, max or arg_min")


def _tests(rule: Rule) -> Iterator[RuleError]:
    kinds = {test.kind for test in rule.tests}
    wanted = {"fires", "silent"} | ({"not_evaluated"} if rule.needs else set())
    for kind in sorted(wanted - kinds):
        yield _error(rule, "tests", f"no test of kind '{kind}'", "add one with the text that a customer would send")


def _unknown(rule: Rule, key: str, what: str, name: str, known: Iterable[str]) -> RuleError:
    close = difflib.get_close_matches(name, list(known), 1)
    hint = f"did you mean '{close[0]}'?" if close else "see docs/tables.md"
    return _error(rule, key, f"unknown {what} '{name}'", hint)


def _error(rule: Rule, key: str, what: str, remedy: str) -> RuleError:
    return RuleError(f"{rule.id}: {what}", at=SourceLine(rule.at.path, rule.lines.get(key, 1)), remedy=remedy)

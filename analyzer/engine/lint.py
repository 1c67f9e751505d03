"""What is wrong with rules beyond their keys: columns, links, evidence and tests."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import duckdb

from analyzer.engine.compile import compile_rule
from analyzer.engine.database import Database
from analyzer.engine.messages import fields
from analyzer.model.errors import RuleError
from analyzer.model.rule import Rule
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
    try:
        sql = compile_rule(rule, database)
        columns = {row["column_name"] for row in database.rows(f"DESCRIBE {sql}")}
    except RuleError as error:
        yield error
        return
    except duckdb.Error as error:
        yield _error(rule, "when", f"the SELECT fails: {str(error).splitlines()[0]}", "see `bundlescope rules show --sql`")
        return
    yield from _texts(rule, columns | _ADDED)
    yield from _sql(rule)
    yield from _tests(rule)
    if rule.state and rule.state not in columns:
        yield _error(rule, "state", f"unknown column '{rule.state}'", "name a column that holds failing, recurring, over or unknown")
    if rule.role == "cause" and not rule.collect and rule.needs:
        yield _error(rule, "needs", "nothing says how to collect what it needs", "add `collect`")


def _texts(rule: Rule, columns: set[str]) -> Iterator[RuleError]:
    texts = [("message", rule.message), *(("subject", text) for text in rule.subject.values())]
    texts += [("remedy", advice.text) for advice in rule.remedy]
    for key, text in texts:
        for name in sorted(fields(text) - columns):
            close = difflib.get_close_matches(name, columns, 1)
            yield _error(rule, key, f"unknown field '{name}'", f"did you mean '{close[0]}'?" if close else "see docs/tables.md")
    for advice in rule.collect:
        for name in sorted(fields(f"{advice.command or ''} {advice.text}") - _ASKED):
            yield _error(rule, "collect", f"unknown field '{name}'", "a command can name namespace, pod, container and node")


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


def _error(rule: Rule, key: str, what: str, remedy: str) -> RuleError:
    return RuleError(f"{rule.id}: {what}", at=SourceLine(rule.at.path, rule.lines.get(key, 1)), remedy=remedy)

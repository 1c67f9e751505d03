"""What is wrong with rules beyond their keys: columns, links, evidence, advice and tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analyzer.engine.clause_parts import nearest
from analyzer.engine.compile import columns
from analyzer.engine.database import Database
from analyzer.engine.grouping import counted_columns, time_column
from analyzer.engine.messages import fields
from analyzer.engine.sql_guard import refusal
from analyzer.model.errors import RuleError
from analyzer.model.rule import Clause, Column, Condition, Near, Rule
from analyzer.model.source import SourceLine

# Facts that a finding adds to the row.
_ADDED = {"count", "pods"}
_ASKED = {"namespace", "pod", "container", "node"}
_SIZE = re.compile(r"\{\w+\|bytes\}")
# Clauses that a missing value can satisfy.
_MISSING = {"not", "not_contains", "not_re", "missing", "exists"}


def lint(rules: Iterable[Rule], database: Database) -> list[RuleError]:
    """Every problem of the rules, in order of file and line; `database` may be empty."""
    given = list(rules)
    found = [problem for rule in given for problem in _problems(rule, database)]
    found += _cycles(given)
    return sorted(found, key=lambda e: (e.at.path, e.at.line, e.what) if e.at else ("", 0, ""))


def _problems(rule: Rule, database: Database) -> Iterator[RuleError]:
    have: set[str] = set()
    for way in rule.when:
        known = _columns(rule, way, database)
        if isinstance(known, RuleError):
            yield known
            return
        yield from _way(rule, way, known)
        have |= known | {f"{name}_count" for name in counted_columns(way.having)}
    yield from _texts(rule, have | _ADDED)
    yield from _advice(rule)
    yield from _tests(rule)
    if rule.state and rule.state not in have:
        yield _unknown(rule, "state", "column", rule.state, have)
    for name in rule.key:
        if name not in have:
            yield _unknown(rule, "key", "column", name, have)
    if rule.role == "cause" and not rule.collect and rule.needs:
        yield _error(rule, "needs", "nothing says how to collect what it needs", "add `collect`")


def _columns(rule: Rule, way: Condition, database: Database) -> set[str] | RuleError:
    """The columns of a condition's rows, or what is wrong with its table or SELECT."""
    if way.table is not None:
        known = set(database.columns(way.table))
        return known or _unknown(rule, "when", "table or view", way.table, database.names())
    if why := refusal(way.sql or "", database.names()):
        return _error(rule, "when", why, "see docs/tables.md")
    try:
        return set(columns(rule, way, database))
    except RuleError as error:
        return error


def _way(rule: Rule, way: Condition, have: set[str]) -> Iterator[RuleError]:
    """What is wrong with one condition, whose rows have these columns."""
    grouped = {"count", *(f"{name}_count" for name in counted_columns(way.having))} if way.group else set()
    asked = [("confidence", entry.where) for entry in (*rule.confidence, *way.confidence)]
    asked += [("levels", entry.where) for entry in rule.levels] + [("when", way.having)]
    # Beside a SELECT, clauses on `text` say which log lines it wants.
    asked += [("when", way.where)] if way.table is not None else []
    for key, clauses in asked:
        for name in (name for clause in clauses for name in _named(clause)):
            if name not in have | grouped:
                yield _unknown(rule, key, "column", name, have | grouped)
    for name in (*way.group, *counted_columns(way.having)):
        if name not in have:
            yield _unknown(rule, "when", "column", name, have)
    if way.window_s is not None and time_column(have) is None:
        yield _error(rule, "when", "`window` needs a time, and the rows have none", "take a table with a column `time`")
    yield from _evidence(rule, way, have)


def _named(clause: Clause) -> Iterator[str]:
    yield clause.field
    for value in clause.values:
        if isinstance(value, Column):
            yield value.name
        elif isinstance(value, Near):
            yield value.column


def _evidence(rule: Rule, way: Condition, have: set[str]) -> Iterator[RuleError]:
    for name in rule.evidence:
        placed = f"{name}_src" in have or name.endswith("_src")
        if name in have and not placed and "src" not in have:
            yield _error(rule, "evidence", f"evidence '{name}' stands nowhere", "select a column `src`")
    there = [name for name in rule.evidence if name in have or f"{name}_src" in have]
    if not there:
        yield _unknown(rule, "evidence", "column", rule.evidence[0] if rule.evidence else "", have)
    elif "src" not in have and not any(_always(name, way) for name in there):
        yield _error(
            rule, "evidence", "its evidence can be empty", "select a column `src`: then there is always a line to quote"
        )


def _always(name: str, way: Condition) -> bool:
    """Whether a condition says that an evidence column is there."""
    names = {name, f"{name}_src", name.removesuffix("_src")}
    if any(clause.field in names and clause.modifier not in _MISSING for clause in way.where):
        return True
    asked = "|".join(re.escape(each) for each in sorted(names))
    return re.search(rf'(?i)\b(?:{asked})"? IS NOT NULL', way.sql or "") is not None


def _texts(rule: Rule, have: set[str]) -> Iterator[RuleError]:
    texts = [("message", rule.message), *(("subject", text) for text in rule.subject.values())]
    texts += [("remedy", advice.text) for advice in rule.remedy]
    for key, text in texts:
        for name in sorted(fields(text) - have):
            yield _unknown(rule, key, "field", name, have)
    for name in (name for name in rule.evidence if name not in have and f"{name}_src" not in have):
        yield _unknown(rule, "evidence", "column", name, have)
    for advice in rule.collect:
        for name in sorted(fields(f"{advice.command or ''} {advice.text}") - _ASKED):
            yield _error(
                rule, "collect", f"unknown field '{name}'", "a command can name namespace, pod, container and node"
            )


def _advice(rule: Rule) -> Iterator[RuleError]:
    """A size that the message has helps in the advice, too."""
    silent = not any(fields(f"{advice.text} {advice.command or ''}") for advice in rule.remedy)
    if rule.role == "cause" and rule.remedy and silent and _SIZE.search(rule.message):
        yield _error(
            rule, "remedy", "no remedy has a number of the case, and the message has", "name {column|bytes} in one"
        )


def _tests(rule: Rule) -> Iterator[RuleError]:
    kinds = {test.kind for test in rule.tests}
    wanted = {"fires", "silent"} | ({"not_evaluated"} if rule.needs else set())
    for kind in sorted(wanted - kinds):
        yield _error(rule, "tests", f"no test of kind '{kind}'", "add one with the text that a customer would send")


def _cycles(rules: list[Rule]) -> list[RuleError]:
    """Rules that explain each other in a circle: nothing could be the root of their findings."""
    by_id = {rule.id: rule for rule in rules}
    links = {rule.id: sorted({link.finding for link in rule.explains} & set(by_id)) for rule in rules}
    done: set[str] = set()
    found: list[RuleError] = []

    def follow(name: str, path: list[str]) -> None:
        if name in path:
            circle = [*path[path.index(name) :], name]
            found.append(
                _error(by_id[path[-1]], "explains", f"explains in a circle: {' > '.join(circle)}", "remove one link")
            )
        elif name not in done:
            for other in links[name]:
                follow(other, [*path, name])
            done.add(name)

    for name in sorted(links):
        follow(name, [])
    return found


def _unknown(rule: Rule, key: str, what: str, name: str, known: Iterable[str]) -> RuleError:
    hint = nearest(name, sorted(known))
    return _error(rule, key, f"unknown {what} '{name}'", hint if hint.startswith("did") else "see docs/tables.md")


def _error(rule: Rule, key: str, what: str, remedy: str) -> RuleError:
    return RuleError(f"{rule.id}: {what}", at=SourceLine(rule.at.path, rule.lines.get(key, 1)), remedy=remedy)

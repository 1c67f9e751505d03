"""Why a rule matched or did not: each clause with the value that it met, and where that value stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from analyzer.engine.clauses import holds, written
from analyzer.engine.compile import select
from analyzer.engine.database import Database
from analyzer.engine.gates import Nodes
from analyzer.engine.grouping import grouped
from analyzer.engine.messages import fill
from analyzer.engine.proof import place
from analyzer.engine.sql_parts import conditions, judged
from analyzer.model.rule import Condition, Rule
from analyzer.model.source import Cite

_NEAREST = 3
_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Answer:
    """One clause and what it met: `value` and `cite` are of the row.

    A value that is missing is None, one that was not asked for, as for a condition of a SELECT, is empty.
    """

    clause: str
    held: bool
    value: Any = None
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """One row that a condition looked at, or the whole of a SELECT.

    about     what the row is of: the rule's subject, filled in
    answers   the clauses in order
    """

    way: int
    source: str
    about: str
    answers: tuple[Answer, ...]

    @property
    def matched(self) -> bool:
        """Whether everything held."""
        return all(answer.held for answer in self.answers)


def trials(rule: Rule, database: Database, about: Mapping[str, str]) -> list[Trial]:
    """What each way of a rule met among the rows about a subject, nearest to a match first.

    about  values that a row's columns or the rule's subject must have, such as {"namespace": "shop", "pod": "web-0"};
           empty for any
    """
    found: list[Trial] = []
    for number, way in enumerate(rule.when, 1):
        made = (
            _of_table(rule, way, number, database, about)
            if way.table
            else _of_select(rule, way, number, database, about)
        )
        found += sorted(made, key=lambda trial: (sum(not answer.held for answer in trial.answers), trial.about))[
            :_NEAREST
        ]
    return found


def _of_table(rule: Rule, way: Condition, number: int, database: Database, about: Mapping[str, str]) -> Iterable[Trial]:
    read = database.cursor().rows(f'SELECT * FROM "{way.table}" LIMIT {_ROWS}')  # noqa: S608  (a name of the rule book)
    rows = [row for row in read if _concerns(rule, row, about)]
    kept = [row for row in rows if all(holds(clause, row) for clause in way.where)]
    nodes = Nodes(database)
    columns = (
        {column.name: column for column in database.tables[way.table].columns} if way.table in database.tables else {}
    )
    for row in rows:
        answers = [
            Answer(
                written(clause),
                holds(clause, row),
                row.get(clause.field),
                place(clause.field, row, columns.get(clause.field)),
            )
            for clause in way.where
        ]
        if rule.versions:
            answers.append(Answer("versions", nodes.passed(rule.versions, row) is True, row.get("node")))
        if way.group and row in kept:
            answers += _thresholds(way, kept, row)
        yield Trial(number, way.table or "", _about(rule, row), tuple(answers))


def _thresholds(way: Condition, kept: list[dict[str, Any]], row: dict[str, Any]) -> Iterable[Answer]:
    """What the row's group counted, against its thresholds."""
    alike = [other for other in kept if all(other.get(name) == row.get(name) for name in way.group)]
    count = grouped(alike, replace(way, having=()))[0]["count"]
    for clause in way.having:
        name = clause.field.removesuffix("_count")
        value = (
            count if clause.field == "count" else len({other[name] for other in alike if other.get(name) is not None})
        )
        yield Answer(written(clause), holds(clause, {clause.field: value}), value)


def _of_select(
    rule: Rule, way: Condition, number: int, database: Database, about: Mapping[str, str]
) -> Iterable[Trial]:
    sql = select(way)
    rows = [row for row in _asked(sql, database) if _concerns(rule, row, about)]
    for row in rows:
        given = Answer("the SELECT gives a row", held=True, value=_about(rule, row))
        yield Trial(number, "sql", _about(rule, row), (given,))
    if not rows:
        looked = list(_judged(rule, sql, number, database, about))
        yield from looked or [
            Trial(number, "sql", ", ".join(about.values()), tuple(_kept_out(rule, sql, database, about)))
        ]


def _judged(rule: Rule, sql: str, number: int, database: Database, about: Mapping[str, str]) -> Iterable[Trial]:
    """The rows that come as far as the outermost WHERE, with what each of its conditions says of them."""
    parts = judged(sql)
    for row in _asked(parts[0], database) if parts else ():
        if parts and _concerns(rule, row, about):
            answers = [
                Answer(text, held=row.get(f"held {index}") is True, value="") for index, text in enumerate(parts[1], 1)
            ]
            yield Trial(number, "sql", _about(rule, row), tuple(answers))


def _kept_out(rule: Rule, sql: str, database: Database, about: Mapping[str, str]) -> Iterable[Answer]:
    """Tables without rows, and the conditions without which there would be a row."""
    empty = sorted(name for name in set(database.named(sql)) if database.is_empty(name))
    yield from (Answer(f"rows in {name}", held=False, value="none in this bundle") for name in empty)
    alone = [
        condition.text
        for condition in conditions(sql)
        if any(_concerns(rule, row, about) for row in _asked(condition.without, database))
    ]
    yield from (Answer(text, held=False, value="it alone keeps the row out") for text in alone)
    if not alone and not empty:
        yield Answer("one of its conditions", held=False, value="several keep the row out together")


def _asked(sql: str, database: Database) -> list[dict[str, Any]]:
    try:
        return database.cursor().rows(f"SELECT * FROM ({sql}) LIMIT {_ROWS}")  # noqa: S608  (text of the rule)
    except duckdb.Error:
        return []


def _concerns(rule: Rule, row: Mapping[str, Any], about: Mapping[str, str]) -> bool:
    said = {key: fill(text, row) for key, text in rule.subject.items()}
    return all(
        value in (str(row.get(name)), said.get({"pod": "name"}.get(name, name))) for name, value in about.items()
    )


def _about(rule: Rule, row: Mapping[str, Any]) -> str:
    said = {key: fill(text, row) for key, text in rule.subject.items()}
    parts = [said[key] for key in ("namespace", "name", "container") if said.get(key) and said[key] != "unknown"]
    return "/".join(parts[:2]) + (f" ({parts[2]})" if len(parts) > 2 else "") or said.get("node", "")

"""A rule's condition as one SELECT that anybody can read (`rules show --sql`)."""

from __future__ import annotations

import duckdb

from analyzer.engine.clauses import quoted, sql
from analyzer.engine.database import Database
from analyzer.engine.grouping import counted_columns, time_column
from analyzer.model.errors import RuleError
from analyzer.model.rule import Condition, Rule
from analyzer.model.source import SourceLine


def select(way: Condition) -> str:
    """The rows that a condition is about: its clauses over a table or view, or its own SELECT; groups are not formed."""
    if way.sql is not None:
        return way.sql.strip().rstrip(";")
    where = "\n  AND ".join(sql(clause) for clause in way.where) or "TRUE"
    return f"SELECT *\nFROM {quoted(way.table or '')}\nWHERE {where}"  # noqa: S608  (names and values are quoted)


def whole(way: Condition, columns: dict[str, str]) -> str:
    """The condition with its groups and thresholds, as the engine forms them from the rows of `select`."""
    if not way.group:
        return select(way)
    by = ", ".join(quoted(name) for name in way.group)
    time = time_column(columns)
    counted = "count(*) OVER g"
    if way.window_s is not None and time is not None:
        counted = "max(near) OVER g"
    more = "".join(
        f", count(DISTINCT {quoted(name)}) OVER g AS {quoted(name + '_count')}" for name in counted_columns(way.having)
    )
    rows = f"({select(way)})"
    if way.window_s is not None and time is not None:
        near = f"count(*) OVER (PARTITION BY {by} ORDER BY {quoted(time)} RANGE BETWEEN INTERVAL {way.window_s:g} SECOND PRECEDING AND CURRENT ROW)"
        rows = f"(SELECT *, {near} AS near FROM {rows})"  # noqa: S608
    first = f"row_number() OVER (PARTITION BY {by} ORDER BY src) = 1"
    held = "".join(f" AND {sql(clause)}" for clause in way.having)
    return f'SELECT *, {counted} AS "count"{more}\nFROM {rows}\nWINDOW g AS (PARTITION BY {by})\nQUALIFY {first}{held}'  # noqa: S608


def columns(rule: Rule, way: Condition, database: Database) -> dict[str, str]:
    """The columns of a condition's rows with their types; RuleError where the SELECT is none or fails."""
    text = select(way)
    try:
        statements = duckdb.extract_statements(text)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise RuleError("sql is exactly one SELECT", at=_at(rule), remedy="remove the other statements")
        described = database.rows(f"DESCRIBE {text}")
    except duckdb.Error as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise RuleError(f"the SELECT fails: {said}", at=_at(rule), remedy="see docs/tables.md") from error
    return {row["column_name"]: row["column_type"] for row in described}


def _at(rule: Rule) -> SourceLine:
    return SourceLine(rule.at.path, rule.lines.get("when", 1))

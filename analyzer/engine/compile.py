"""A rule's condition as one SELECT that anybody can read (`rules show --sql`).

The SELECT gives every column of its table or view, `evidence` (a list of cites) and `confidence`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

import duckdb

from analyzer.engine.database import Database
from analyzer.model.errors import RuleError
from analyzer.model.rule import Clause, Rule
from analyzer.model.source import SourceLine
from analyzer.model.table import Column


def compile_rule(rule: Rule, database: Database) -> str:
    """The SELECT of a rule; RuleError where it names a table or column that does not exist."""
    if rule.when.sql is not None:
        return _wrapped(rule, database)
    table = rule.when.table or ""
    columns = database.columns(table)
    if not columns:
        raise _unknown(rule, "when", "table or view", table, _table_names(database))
    where = " AND ".join(_clause(rule, clause, columns) for clause in rule.when.where) or "TRUE"
    evidence = ", ".join(_cite(rule, name, columns, database) for name in rule.evidence)
    confidence = _confidence(rule, columns)
    return (
        f"SELECT t.*, {confidence} AS confidence, list_filter([{evidence}], lambda x: x IS NOT NULL) AS evidence\n"  # noqa: S608
        f'FROM "{table}" t\nWHERE {where}'
    )


def _wrapped(rule: Rule, database: Database) -> str:
    sql = (rule.when.sql or "").strip().rstrip(";")
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise RuleError(f"no SQL: {_first_line(error)}", at=_at(rule, "when"), remedy="try it with `bundlescope query`") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise RuleError("sql is exactly one SELECT", at=_at(rule, "when"), remedy="remove the other statements")
    try:
        described = database.rows(f"DESCRIBE {sql}")
    except duckdb.Error as error:
        raise RuleError(f"sql fails: {_first_line(error)}", at=_at(rule, "when"), remedy="see docs/tables.md") from error
    columns = {row["column_name"]: row["column_type"] for row in described}
    evidence = ", ".join(_cite(rule, name, columns, database) for name in rule.evidence)
    confidence = _confidence(rule, columns)
    return (
        f"SELECT t.*, {confidence} AS confidence, list_filter([{evidence}], lambda x: x IS NOT NULL) AS evidence\n"  # noqa: S608
        f"FROM (\n{sql}\n) t"
    )


def _confidence(rule: Rule, columns: dict[str, str]) -> str:
    cases: list[str] = []
    for entry in rule.confidence:
        if not entry.where:
            return f"CASE {' '.join(cases)} ELSE '{entry.level}' END" if cases else f"'{entry.level}'"
        holds = " AND ".join(_clause(rule, clause, columns) for clause in entry.where)
        cases.append(f"WHEN {holds} THEN '{entry.level}'")
    return f"CASE {' '.join(cases)} ELSE 'possible' END"


def _clause(rule: Rule, clause: Clause, columns: dict[str, str]) -> str:
    if clause.field not in columns:
        raise _unknown(rule, "when", "column", clause.field, tuple(columns))
    name = f't."{clause.field}"'
    forms: dict[str, Callable[[Any], str]] = {
        "contains": lambda v: f"contains(lower({name}), {_literal(str(v).lower())})",
        "startswith": lambda v: f"starts_with({name}, {_literal(v)})",
        "endswith": lambda v: f"ends_with({name}, {_literal(v)})",
        "re": lambda v: f"regexp_matches({name}, {_literal(v)})",
        "gt": lambda v: f"{name} > {_literal(v)}",
        "gte": lambda v: f"{name} >= {_literal(v)}",
        "lt": lambda v: f"{name} < {_literal(v)}",
        "lte": lambda v: f"{name} <= {_literal(v)}",
        "exists": lambda v: f"{name} IS {'NOT ' if v else ''}NULL",
        "equals": lambda v: f"{name} IS NULL" if v is None else f"{name} = {_literal(v)}",
        "in": lambda v: f"{name} = {_literal(v)}",
        "not": lambda v: f"{name} IS DISTINCT FROM {_literal(v)}",
    }
    one = forms[clause.modifier]
    joined = (" AND " if clause.modifier == "not" else " OR ").join(one(value) for value in clause.values)
    return f"({joined})"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def _cite(rule: Rule, name: str, columns: dict[str, str], database: Database) -> str:
    """Where a column's value stands: by the table's declaration, or by the view's `<name>_src`."""
    if f"{name}_src" in columns:
        return f't."{name}_src"'
    if name not in columns:
        raise _unknown(rule, "evidence", "column", name, tuple(columns))
    if columns[name] == "VARCHAR[]":
        raise RuleError(f"evidence '{name}' is a list", at=_at(rule, "evidence"), remedy="cite one place a column")
    if name.endswith("_src"):
        return f't."{name}"'
    table = database.tables.get(rule.when.table or "")
    column = next((c for c in table.columns if c.name == name), None) if table else None
    if column and column.path is not None:
        return f'CASE WHEN t."{name}" IS NOT NULL THEN cite_at(t.src, {_path(column)}) END'
    if column and column.line:
        return f'CASE WHEN t."{name}" IS NOT NULL THEN cite_line(t.src, t."{column.line}") END'
    if "src" not in columns:
        raise RuleError(f"evidence '{name}' stands nowhere", at=_at(rule, "evidence"), remedy="give the view a column `src`")
    return "cite(t.src)"


def _path(column: Column) -> str:
    path = _literal(column.path)
    for field in re.findall(r"\{(\w+)\}", column.path or ""):
        path = path.replace("{" + field + "}", f"' || t.\"{field}\" || '")
    return f"concat_ws('.', nullif(t.at, ''), nullif({path}, ''))"


def _table_names(database: Database) -> tuple[str, ...]:
    sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
    return tuple(row["table_name"] for row in database.rows(sql))


def _unknown(rule: Rule, key: str, what: str, name: str, known: tuple[str, ...]) -> RuleError:
    close = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean '{close[0]}'?" if close else "see docs/tables.md"
    return RuleError(f"unknown {what} '{name}'", at=_at(rule, key), remedy=hint)


def _at(rule: Rule, key: str) -> SourceLine:
    return SourceLine(rule.at.path, rule.lines.get(key, 1))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

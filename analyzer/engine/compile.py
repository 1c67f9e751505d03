"""A rule's condition as one SELECT that anybody can read (`rules show --sql`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

from analyzer.engine.database import Database
from analyzer.model.errors import RuleError
from analyzer.model.rule import Clause, Rule
from analyzer.model.source import SourceLine


def select(rule: Rule) -> str:
    """The SELECT of a rule: its clauses over a table or view, or its own."""
    if rule.when.sql is not None:
        return rule.when.sql.strip().rstrip(";")
    where = " AND ".join(_clause(clause) for clause in rule.when.where) or "TRUE"
    return f'SELECT *\nFROM "{rule.when.table}"\nWHERE {where}'  # noqa: S608  (names and values are quoted)


def columns(rule: Rule, database: Database) -> dict[str, str]:
    """The columns of a rule's rows with their types; RuleError where the SELECT is none or fails."""
    sql = select(rule)
    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise RuleError("sql is exactly one SELECT", at=_at(rule), remedy="remove the other statements")
        described = database.rows(f"DESCRIBE {sql}")
    except duckdb.Error as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise RuleError(f"the SELECT fails: {said}", at=_at(rule), remedy="see docs/tables.md") from error
    return {row["column_name"]: row["column_type"] for row in described}


def _clause(clause: Clause) -> str:
    name = f'"{clause.field}"'
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


def _at(rule: Rule) -> SourceLine:
    return SourceLine(rule.at.path, rule.lines.get("when", 1))

"""How sure a matched row is, and where its proof stands.

Both are read off the row and not asked of the database: planning a query for them would cost more
than everything else that a rule does on a bundle of common size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import re2

from analyzer.model.rule import Clause, Rule
from analyzer.model.source import Cite, src
from analyzer.model.table import Column, Table

Row = Mapping[str, Any]


def confidence(rule: Rule, row: Row) -> str:
    """The first confidence whose clauses all hold; possible where none does."""
    return next((c.level for c in rule.confidence if all(holds(clause, row) for clause in c.where)), "possible")


def level(rule: Rule, row: Row) -> str:
    """The first of the rule's levels whose clauses all hold, else its level."""
    return next((c.level for c in rule.levels if all(holds(clause, row) for clause in c.where)), rule.level)


def holds(clause: Clause, row: Row) -> bool:
    """Whether a clause holds for a row; a missing value fits only `not`, `exists: false` and null."""
    value = row.get(clause.field)
    test = _TESTS[clause.modifier]
    joined = all if clause.modifier == "not" else any
    return joined(test(value, wanted) for wanted in clause.values)


def cites(rule: Rule, row: Row, table: Table | None) -> tuple[Cite, ...]:
    """The places of the columns that a rule names as its proof, each once; missing values have none.

    A base table's column stands where its declaration says, a view's where `<column>_src` says, and
    anything else where its row does.
    """
    declared = {column.name: column for column in table.columns} if table else {}
    found = (_place(name, row, declared.get(name)) for name in rule.evidence)
    return tuple(dict.fromkeys(cite for cite in found if cite is not None))


def _place(name: str, row: Row, column: Column | None) -> Cite | None:
    if f"{name}_src" in row:
        text = row[f"{name}_src"]
        return Cite.decode(text) if text is not None else None
    value = row.get(name)
    if value is None:
        return None
    if name.endswith("_src"):
        return Cite.decode(value)
    at = Cite.decode(str(row["src"]))
    if column and column.path is not None and row.get("at") is not None:
        path = re.sub(r"\{(\w+)\}", lambda field: str(row[field[1]]), column.path)
        return Cite(at.member, at.line, ".".join(part for part in (row["at"], path) if part))
    if column and column.line and row.get(column.line):
        return Cite.decode(str(src(at.member, row[column.line])))
    return at


def _text(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: value is not None and test(str(value), str(wanted))


def _number(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: value is not None and test(value, wanted)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, wanted: bool(value == wanted),
    "in": lambda value, wanted: bool(value == wanted),
    "not": lambda value, wanted: bool(value != wanted),
    "exists": lambda value, wanted: (value is not None) == bool(wanted),
    "contains": _text(lambda value, wanted: wanted.lower() in value.lower()),
    "startswith": _text(lambda value, wanted: value.startswith(wanted)),
    "endswith": _text(lambda value, wanted: value.endswith(wanted)),
    "re": _text(lambda value, wanted: re2.search(wanted, value) is not None),
    "gt": _number(lambda value, wanted: value > wanted),
    "gte": _number(lambda value, wanted: value >= wanted),
    "lt": _number(lambda value, wanted: value < wanted),
    "lte": _number(lambda value, wanted: value <= wanted),
}

"""How sure a matched row is, and where its proof stands.

Both are read off the row and not asked of the database: planning a query for them would cost more
than everything else that a rule does on a bundle of common size.
"""

from __future__ import annotations

import re

from analyzer.engine.clauses import Row, holds
from analyzer.model.rule import Condition, Rule
from analyzer.model.source import Cite, src
from analyzer.model.table import Column, Table


def confidence(rule: Rule, way: Condition, row: Row) -> str:
    """The first confidence whose clauses all hold, of the way that matched or else of the rule; possible where none does."""
    return next(
        (c.level for c in way.confidence or rule.confidence if all(holds(clause, row) for clause in c.where)),
        "possible",
    )


def level(rule: Rule, row: Row) -> str:
    """The first of the rule's levels whose clauses all hold, else its level."""
    return next((c.level for c in rule.levels if all(holds(clause, row) for clause in c.where)), rule.level)


def cites(rule: Rule, row: Row, table: Table | None) -> tuple[Cite, ...]:
    """The places of the columns that a rule names as its proof, each once; missing values have none.

    A base table's column stands where its declaration says, a view's where `<column>_src` says, and
    anything else where its row does.
    """
    declared = {column.name: column for column in table.columns} if table else {}
    found = (place(name, row, declared.get(name)) for name in rule.evidence)
    return tuple(dict.fromkeys(cite for cite in found if cite is not None))


def place(name: str, row: Row, column: Column | None) -> Cite | None:
    """Where a column of a row stands; None where it has no value, or none that stands anywhere."""
    if f"{name}_src" in row:
        text = row[f"{name}_src"]
        return Cite.decode(text) if text is not None else None
    value = row.get(name)
    if value is None:
        return None
    if name.endswith("_src"):
        return Cite.decode(value)
    if row.get("src") is None:
        return None
    at = Cite.decode(str(row["src"]))
    if column and column.path is not None and row.get("at") is not None:
        path = re.sub(r"\{(\w+)\}", lambda field: str(row[field[1]]), column.path)
        return Cite(at.member, at.line, ".".join(part for part in (row["at"], path) if part))
    if column and column.line and row.get(column.line):
        return Cite.decode(str(src(at.member, row[column.line])))
    return at

"""Tables made of a few declared rows, and the views over them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analyzer.discover import tables
from analyzer.engine.database import Database
from analyzer.model.source import src
from analyzer.pipeline import views

Row = dict[str, Any]
VIEWS = views()


def database(**found: list[Row]) -> Database:
    """Rows by table. `where` is (member, line); times are texts; `members` is a list of paths or rows in order."""
    made = Database(tables())
    given = {**found, "members": [_member(number, row) for number, row in enumerate(found["members"])]}
    made.load({name: _columns(name, rows) for name, rows in given.items() if rows})
    made.settle(VIEWS)
    return made


def only(made: Database, sql: str) -> Any:
    """The one value of the one row that a query gives."""
    ((value,),) = (row.values() for row in made.rows(sql))
    return value


def values(made: Database, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query as tuples; times as texts."""
    return [tuple(_shown(value) for value in row.values()) for row in made.rows(sql)]


def _member(number: int, row: Any) -> Row:
    return {"where": (number, 0), **({"path": row} if isinstance(row, str) else row)}


def _columns(name: str, rows: list[Row]) -> list[list[Any]]:
    declared = tables()[name].columns
    columns = [[src(*row["where"]) for row in rows]]
    for column in declared:
        picked = [row.get(column.name) for row in rows]
        columns.append([_micros(value) for value in picked] if column.dtype == "timestamp" else picked)
    return columns


def _micros(text: str | None) -> int | None:
    return None if text is None else round(datetime.fromisoformat(text).timestamp() * 1_000_000)


def _shown(value: Any) -> Any:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value

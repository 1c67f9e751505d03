"""The tables and views of one run in a DuckDB that can reach nothing outside itself.

Rows are bound as lists of parameters: on the sizes of one bundle that costs half a microsecond a
value and needs neither pandas nor pyarrow, whose import alone would take longer than the whole run.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb

from analyzer.engine.views import View, in_steps
from analyzer.model.table import Table

_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "timestamp": "TIMESTAMP"}
# DuckDB plans outside the interpreter's lock, and planning is most of what a view or a rule costs.
THREADS = 2
# The views that give base tables their nodes and times.
SETTLING = ("member_nodes", "clocks")
# Below this many rows the optimizer takes longer than what it saves (a third of a small run).
_FEW_ROWS = 5000
_FEW = 1000
_LOCKDOWN = (
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)
_MACROS = (
    "CREATE MACRO member(src) AS src >> 32",
    "CREATE MACRO cite(src) AS CAST(src AS VARCHAR)",
    "CREATE MACRO cite_at(src, path) AS CAST(src AS VARCHAR) || '@' || path",
    "CREATE MACRO cite_line(src, line) AS CAST(((src >> 32) << 32) + line AS VARCHAR)",
    "CREATE MACRO short_host(name) AS lower(split_part(name, '.', 1))",
)


class Database:
    """Base tables as they were read (schema `raw`), settled tables and views (schema `main`)."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self.tables = tables
        self._filled: set[str] = set()
        self._known = set(tables)
        self._empty: set[str] = set()
        self._few: dict[str, list[dict[str, Any]] | None] = {}
        self._lock = threading.Lock()
        self.connection = duckdb.connect(":memory:", config={"temp_directory": "", "threads": "1"})
        for statement in ("SET TimeZone = 'UTC'", "SET memory_limit = '512MB'", "CREATE SCHEMA raw", *_MACROS):
            self.connection.execute(statement)

    def load(self, rows: dict[str, list[list[Any]]]) -> None:
        """Create every base table in schema `raw`, with rows or empty.

        rows  per table its columns in declared order, `src` first; times are microseconds since 1970
        """
        if sum(len(columns[0]) for columns in rows.values()) < _FEW_ROWS:
            self.connection.execute("PRAGMA disable_optimizer")
        self._filled = set(rows)
        for name, table in self.tables.items():
            columns = table.columns
            declared = ", ".join(f'"{c.name}" {_TYPES[c.dtype]}' for c in columns)
            self.connection.execute(f'CREATE TABLE raw."{name}" (src BIGINT, {declared})')
            if name in rows:
                self._insert(name, ["int64", *(c.dtype for c in columns)], rows[name])

    def _insert(self, name: str, dtypes: list[str], values: list[list[Any]]) -> None:
        picked = ", ".join(_parameter(index, dtype) for index, dtype in enumerate(dtypes, 1))
        # Table names come from declarations, values are bound: nothing of a bundle is in the statement.
        self.connection.execute(f'INSERT INTO raw."{name}" SELECT {picked}', values)  # noqa: S608

    def settle(self, views: Iterable[View]) -> None:
        """Create the settled tables and every view, then lock the connection for good."""
        given = tuple(views)
        self._known |= {view.name for view in given}
        early, late = in_steps(given, set(self.tables))
        with ThreadPoolExecutor(THREADS) as pool:
            for step in early:
                self._run(pool, map(_view, step))
            self._run(pool, (_made(table, filled=table.name in self._filled) for table in self.tables.values()))
            for step in late:
                self._run(pool, map(_view, step))
        made = self.rows("SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = 'main'")
        self._empty = {row["table_name"] for row in made if row["estimated_size"] == 0} | set(
            self.tables
        ) - self._filled
        for statement in _LOCKDOWN:
            self.connection.execute(statement)

    def _run(self, pool: ThreadPoolExecutor, statements: Iterable[str]) -> None:
        list(pool.map(lambda statement: self.connection.cursor().execute(statement), statements))

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
        """The rows of one SELECT as dictionaries."""
        return _rows(self.connection, sql, parameters)

    def arrow(self, name: str) -> Any:
        """One settled table or view as an Arrow table, in the order of its rows' places."""
        order = "src" if "src" in self.columns(name) else "ALL"
        return self.connection.sql(f'SELECT * FROM "{name}" ORDER BY {order}').to_arrow_table()  # noqa: S608

    def cursor(self) -> Cursor:
        """A connection of its own to the same tables, for a thread."""
        return Cursor(self.connection.cursor())

    def named(self, sql: str) -> list[str]:
        """The tables and views whose names stand in some SQL."""
        return [name for name in dict.fromkeys(re.findall(r"\w+", sql)) if name in self._known]

    def is_empty(self, name: str) -> bool:
        """Whether a table or view is known to have no rows."""
        return name in self._empty

    def few(self, name: str) -> list[dict[str, Any]] | None:
        """All rows of a table or view, fetched once, if they are so few that looking at them is cheaper than a query."""
        if self.is_empty(name):
            return []
        with self._lock:
            if name not in self._few:
                rows = self.cursor().rows(f'SELECT * FROM "{name}" LIMIT {_FEW + 1}')  # noqa: S608
                self._few[name] = rows if len(rows) <= _FEW else None
            return self._few[name]

    def names(self) -> tuple[str, ...]:
        """The settled tables and views."""
        sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
        return tuple(row["table_name"] for row in self.rows(sql))

    def columns(self, name: str) -> dict[str, str]:
        """The columns of a settled table or view with their DuckDB types; empty if there is none."""
        sql = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'main' AND table_name = ?"
        return dict(self.connection.execute(sql + " ORDER BY ordinal_position", [name]).fetchall())


class Cursor:
    """Runs SELECTs beside others; `interrupt` ends the one that is running."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.interrupt = connection.interrupt

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of one SELECT as dictionaries."""
        return _rows(self._connection, sql, None)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any] | None) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, parameters or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _parameter(index: int, dtype: str) -> str:
    if dtype == "timestamp":
        return f"make_timestamp(unnest(${index}::BIGINT[]))"
    return f"unnest(${index}::{_TYPES[dtype]}[])"


# A log line without a zone can lie up to this far from the UTC time that it was taken for.
_ZONES = "INTERVAL 14 HOUR"


def _view(view: View) -> str:
    return f'CREATE TABLE "{view.name}" AS {view.sql}'


def _made(table: Table, *, filled: bool) -> str:
    """The statement that makes a settled table; without rows, or without times and nodes, there is nothing to settle."""
    names = {column.name for column in table.columns}
    if table.of is None and table.name != "members" and not names & {"time_quality", "last_age_s"}:
        return f'CREATE VIEW "{table.name}" AS SELECT * FROM raw."{table.name}"'  # noqa: S608
    return (
        f'CREATE TABLE "{table.name}" AS {_settled(table)}'
        if filled
        else f'CREATE TABLE "{table.name}" ({_empty(table)})'
    )


def _empty(table: Table) -> str:
    """The columns that `_settled` gives, for a table without rows."""
    names = {column.name: _TYPES[column.dtype] for column in table.columns}
    added = {"node": "VARCHAR"} if table.of == "node" else {}
    if "time" in names or "last_age_s" in names:
        added |= {"t_min": "TIMESTAMP", "t_max": "TIMESTAMP"}
    return ", ".join(f'"{name}" {dtype}' for name, dtype in {"src": "BIGINT", **names, **added}.items())


def _settled(table: Table) -> str:
    """The SELECT that gives a base table its node and its times as far as the bundle's clocks tell them.

    Views that feed it (`member_nodes`, `clocks`) have one row for each member.
    """
    names = [column.name for column in table.columns]
    columns = ["r.src"]
    for column in table.columns:
        columns.append(_settled_column(table, column.name, column.dtype, names))
    if table.of == "node" and "node" not in names:
        columns.append("n.node AS node")
    if "time" in names:
        columns += [f"{_bound('time', '-', names)} AS t_min", f"{_bound('time', '+', names)} AS t_max"]
    if "last_age_s" in names:
        columns += _age_bounds(names)
    return (
        f'SELECT {", ".join(columns)} FROM raw."{table.name}" r '  # noqa: S608
        "LEFT JOIN clocks c ON c.member = member(r.src) LEFT JOIN member_nodes n ON n.member = member(r.src)"
    )


def _settled_column(table: Table, name: str, dtype: str, names: list[str]) -> str:
    if name == "node" and table.of == "node":
        return "coalesce(n.node, r.node) AS node"
    if table.name == "members" and name in ("node", "node_proof"):
        return f"n.{name} AS {name}"
    if f"{name}_age_s" in names:
        aged = f"c.collected - to_microseconds(CAST(r.{name}_age_s * 1000000 AS BIGINT))"
        return f'coalesce({_stated(name, names)}, {aged}) AS "{name}"'
    if dtype == "timestamp" and "time_quality" in names:
        return f'{_settled_time(name, "mono_s" if name == "time" else f"{name}_mono_s", names)} AS "{name}"'
    return f'r."{name}"'


def _settled_time(name: str, mono: str, names: list[str]) -> str:
    """Year from the collection, zone from the member's clock, boot time for a monotonic stamp."""
    year = (
        f"CASE WHEN r.time_quality = 'no_year' THEN r.\"{name}\" + to_years(CAST(year(c.collected) - 1972 - "
        f'CASE WHEN r."{name}" + to_years(CAST(year(c.collected) - 1972 AS INTEGER)) > c.collected + INTERVAL 1 DAY '
        f'THEN 1 ELSE 0 END AS INTEGER)) ELSE r."{name}" END'
    )
    zoned = f"({year}) - CASE WHEN r.time_quality IN ('no_year', 'zone_unknown') THEN coalesce(c.zone, INTERVAL 0 HOUR) ELSE INTERVAL 0 HOUR END"
    if mono not in names:
        return zoned
    return f"coalesce({zoned}, c.booted + to_microseconds(CAST(r.{mono} * 1000000 AS BIGINT)))"


def _bound(name: str, sign: str, names: list[str]) -> str:
    settled = _settled_time(name, "mono_s" if name == "time" else "", names)
    return (
        f"CASE WHEN r.time_quality IN ('no_year', 'zone_unknown') AND c.zone IS NULL THEN ({settled}) {sign} {_ZONES} "
        f"ELSE {settled} END"
    )


def _stated(name: str, names: list[str]) -> str:
    return _settled_time(name, "", names) if "time_quality" in names else f'r."{name}"'


def _age_bounds(names: list[str]) -> list[str]:
    """The interval of an age: kubectl cuts it, so the moment lies up to one step earlier."""
    aged = "c.collected - to_microseconds(CAST({} * 1000000 AS BIGINT))"
    earliest, latest = (_bound("last", sign, names) if "time_quality" in names else 'r."last"' for sign in "-+")
    return [
        f"coalesce({earliest}, {aged.format('(r.last_age_s + r.age_resolution_s)')}) AS t_min",
        f"coalesce({latest}, {aged.format('r.last_age_s')}) AS t_max",
    ]

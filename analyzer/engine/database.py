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

from analyzer.engine.clusters import SEVERAL_PIECES, catalog, empty_tables, inside, join, part
from analyzer.engine.views import View, in_steps, shortened
from analyzer.model.errors import InputError
from analyzer.model.table import Table

_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "timestamp": "TIMESTAMP"}
# DuckDB plans outside the interpreter's lock, and planning is most of what a view or a rule costs.
THREADS = 2
# The views that give base tables their nodes and times.
SETTLING = ("member_nodes", "clocks")
# The views that part an upload into its clusters, before anything else is made of it.
PARTING = ("pieces", "member_clusters", "clusters")
# Below this many rows the optimizer takes longer than what it saves (a third of a small run).
_FEW_ROWS = 5000
_FEW = 1000
_HERE = "table_schema = 'main' AND table_catalog = 'memory'"
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
    "CREATE MACRO same_id(id) AS lower(replace(id, '-', ''))",
    # The first dotted number of a text as a list, which orders as versions do.
    "CREATE MACRO version_of(t) AS nullif(list_transform(string_split(regexp_extract(t, '\\d+(?:\\.\\d+)*'), '.'), "
    "lambda part: try_cast(part AS BIGINT)), [NULL])",
    # Addresses as texts of 32 and 128 digits 0 and 1, so that a network is a beginning; what is no address has none.
    "CREATE MACRO ipv4_bits(t) AS CASE WHEN regexp_full_match(t, '(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.|$)){4}') "
    "THEN array_to_string(list_transform(string_split(t, '.'), lambda part: lpad(bin(CAST(part AS INTEGER)), 8, '0')), '') END",
    "CREATE MACRO ipv6_words(t) AS list_filter(string_split(t, ':'), lambda part: part <> '')",
    "CREATE MACRO is_ipv6(t) AS regexp_full_match(t, '(?:[0-9A-Fa-f]{1,4}|:)(?::[0-9A-Fa-f]{0,4}){1,7}:?[0-9A-Fa-f]{0,4}') AND NOT contains(t, ':::') "
    "AND len(string_split(t, '::')) <= 2 AND NOT regexp_matches(t, '^:[^:]|[^:]:$') "
    "AND CASE WHEN contains(t, '::') THEN len(ipv6_words(t)) < 8 ELSE len(ipv6_words(t)) = 8 END",
    "CREATE MACRO ipv6_bits(t) AS CASE WHEN is_ipv6(t) THEN array_to_string(list_transform(list_concat(ipv6_words(split_part(t, '::', 1)), "
    "list_transform(range(8 - len(ipv6_words(t))), lambda gap: '0'), ipv6_words(split_part(t, '::', 2))), "
    "lambda part: lpad(bin(CAST('0x' || part AS INTEGER)), 16, '0')), '') END",
    "CREATE MACRO seconds(s) AS to_microseconds(CAST(s * 1000000 AS BIGINT))",
    # A stamp without a year is read as one of 1972; it is of the collection's year, unless that would lie in the future.
    "CREATE MACRO this_year(t, collected) AS t + to_years(CAST(year(collected) - 1972 AS INTEGER))",
    "CREATE MACRO in_year(t, collected) AS CASE WHEN this_year(t, collected) > collected + INTERVAL 1 DAY "
    "THEN t + to_years(CAST(year(collected) - 1973 AS INTEGER)) ELSE this_year(t, collected) END",
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
        self.clusters: tuple[str, ...] = ()
        self.connection = duckdb.connect(":memory:", config={"temp_directory": "", "threads": "1"})
        for statement in ("SET TimeZone = 'UTC'", "SET memory_limit = '768MB'", "CREATE SCHEMA raw", *_MACROS):
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
                self.insert(name, rows[name])

    def insert(self, name: str, values: list[list[Any]]) -> None:
        """Add rows to a base table as it was read: columns in declared order, `src` first."""
        dtypes = ["int64", *(column.dtype for column in self.tables[name].columns)]
        picked = ", ".join(_parameter(index, dtype) for index, dtype in enumerate(dtypes, 1))
        # Table names come from declarations, values are bound: nothing of a bundle is in the statement.
        self.connection.execute(f'INSERT INTO raw."{name}" SELECT {picked}', values)  # noqa: S608

    def settle(self, views: Iterable[View]) -> None:
        """Create the settled tables and every view, then lock the connection for good."""
        given = tuple(views)
        self._known |= {view.name for view in given}
        parting = [view for view in given if view.name in PARTING]
        made_of = [view for view in given if view.name not in PARTING]
        with ThreadPoolExecutor(THREADS) as pool:
            several = bool(parting) and self.connection.execute(SEVERAL_PIECES).fetchall() == [(True,)]
            if several:
                self._make(pool, parting, ())
                self.clusters = tuple(
                    row["cluster"] for row in self.rows("SELECT cluster FROM clusters ORDER BY number")
                )
            if len(self.clusters) > 1:
                part(self.connection, self.tables, self._filled, len(self.clusters))
                for number in range(len(self.clusters)):
                    self._make(pool, made_of, self.tables.values(), catalog(number))
                join(self.connection, [*self.tables, *(view.name for view in made_of)], len(self.clusters))
            else:
                alone = [] if several else [shortened(view) for view in parting]
                self._make(pool, [*alone, *made_of], self.tables.values())
        self._empty = empty_tables(self.connection) | set(self.tables) - self._filled
        for statement in _LOCKDOWN:
            self.connection.execute(statement)

    def _make(self, pool: ThreadPoolExecutor, views: Iterable[View], tables: Iterable[Table], where: str = "") -> None:
        """Create views and settled tables in the steps that their needs allow, in the catalog `where`."""
        making = tuple(views)
        early, late = in_steps(making, {*self.tables, *PARTING} - {view.name for view in making})
        empty = set(self.tables) - self._filled
        for step in early:
            self._run(pool, step, where, empty)
        self._run(pool, (_made(table, filled=table.name in self._filled) for table in tables), where, empty)
        for step in late:
            self._run(pool, step, where, empty)

    def _run(self, pool: ThreadPoolExecutor, made: Iterable[View | str], where: str, empty: set[str]) -> None:
        """Create what one step makes; views that come out empty are added to `empty`."""

        def create(one: View | str) -> str | None:
            return _create(inside(self.connection.cursor(), where), one, empty)

        empty |= {name for name in list(pool.map(create, made)) if name}

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
        """The rows of one SELECT as dictionaries."""
        return _rows(self.connection, sql, parameters)

    def arrow(self, name: str) -> Any:
        """One settled table or view as an Arrow table, in the order of its rows' places."""
        order = "src" if "src" in self.columns(name) else "ALL"
        return self.connection.sql(f'SELECT * FROM "{name}" ORDER BY {order}').to_arrow_table()  # noqa: S608

    def cursor(self) -> Cursor:
        """A connection of its own to the same tables, for a thread."""
        return Cursor(self.connection.cursor(), self.clusters)

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
        sql = f"SELECT table_name FROM information_schema.tables WHERE {_HERE} ORDER BY table_name"  # noqa: S608
        return tuple(row["table_name"] for row in self.rows(sql))

    def columns(self, name: str) -> dict[str, str]:
        """The columns of a settled table or view with their DuckDB types; empty if there is none."""
        sql = f"SELECT column_name, data_type FROM information_schema.columns WHERE {_HERE} AND table_name = ?"  # noqa: S608
        return dict(self.connection.execute(sql + " ORDER BY ordinal_position", [name]).fetchall())


class Cursor:
    """Runs SELECTs beside others; `interrupt` ends the one that is running."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, clusters: tuple[str, ...] = ()) -> None:
        self._connection = connection
        self._clusters = clusters
        self.interrupt = connection.interrupt

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of one SELECT as dictionaries; of several clusters each is asked alone, and its rows name it."""
        if len(self._clusters) < 2:
            return _rows(self._connection, sql, None)
        found = []
        for number, cluster in enumerate(self._clusters):
            for row in _rows(inside(self._connection, catalog(number)), sql, None):
                if row.get("pod_key") is not None:
                    row["pod_key"] = f"{cluster}/{row['pod_key']}"
                found.append({**row, "cluster": cluster})
        return found


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


def _create(connection: duckdb.DuckDBPyConnection, made: View | str, empty: set[str]) -> str | None:
    """Create a table or view; the name of a view that came out empty."""
    try:
        if isinstance(made, str):
            connection.execute(made)
            return None
        if made.driver and empty.issuperset(made.driver):
            declared = ", ".join(f'"{name}" {dtype}' for name, dtype in made.gives.items())
            connection.execute(f'CREATE TABLE "{made.name}" ({declared})')
            return made.name
        short = bool(made.when) and connection.execute(made.when).fetchall() == [(False,)]
        sql = f'CREATE TABLE "{made.name}" AS {(shortened(made) if short else made).sql}'
        return made.name if connection.execute(sql).fetchall() == [(0,)] else None
    except duckdb.OutOfMemoryException as error:
        raise InputError(
            "the bundle holds more than can be joined in the memory that is allowed", remedy="give a part of it"
        ) from error


def settled(table: Table) -> str | None:
    """The SELECT that settles a table; None where it has no times and nodes to settle."""
    names = {column.name for column in table.columns}
    if table.of is None and table.name != "members" and not names & {"time_quality", "last_age_s"}:
        return None
    return _settled(table)


def _made(table: Table, *, filled: bool) -> str:
    """The statement that makes a settled table; without rows, or without times and nodes, there is nothing to settle."""
    sql = settled(table)
    if sql is None:
        return f'CREATE VIEW "{table.name}" AS SELECT * FROM raw."{table.name}"'  # noqa: S608
    return f'CREATE TABLE "{table.name}" AS {sql}' if filled else f'CREATE TABLE "{table.name}" ({_empty(table)})'


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
    names = {column.name for column in table.columns}
    timed = [c.name for c in table.columns if c.dtype == "timestamp" and "time_quality" in names]
    clocked, placed = bool(timed) or "last_age_s" in names, table.of == "node" or table.name == "members"
    inner = [
        "r.*",
        *(
            ["c.collected AS its_collected, c.zone AS its_zone, c.early_s AS its_early_s, c.late_s AS its_late_s"]
            if clocked
            else ()
        ),
    ]
    inner += ["n.node AS its_node, n.node_proof AS its_proof, n.hosts AS its_hosts"] if placed else []
    inner += [f'{_settled_time(name, names)} AS "settled_{name}"' for name in timed]
    source = f'SELECT {", ".join(inner)} FROM raw."{table.name}" r'  # noqa: S608
    source += " LEFT JOIN clocks c ON c.member = member(r.src)" if clocked else ""
    source += " LEFT JOIN member_nodes n ON n.member = member(r.src)" if placed else ""
    columns = ["src", *(_settled_column(table, column.name, timed) for column in table.columns)]
    if table.of == "node" and "node" not in names:
        columns.append("its_node AS node")
    if "time" in names:
        columns += [f"{_bound('time', '-')} AS t_min", f"{_bound('time', '+')} AS t_max"]
    if "last_age_s" in names:
        columns += _age_bounds(names)
    return f"SELECT {', '.join(columns)} FROM ({source})"  # noqa: S608


def _settled_column(table: Table, name: str, timed: list[str]) -> str:
    if name == "node" and table.of == "node":
        return "CASE WHEN its_hosts IS NULL THEN coalesce(its_node, node) ELSE coalesce(its_hosts[short_host(node)], node, its_node) END AS node"
    if table.name == "members" and name in ("node", "node_proof"):
        return f"its_{name.removeprefix('node_')} AS {name}"
    stated = f'"settled_{name}"' if name in timed else f'"{name}"'
    if any(column.name == f"{name}_age_s" for column in table.columns):
        return f'coalesce({stated}, {_aged(f"{name}_age_s")}) AS "{name}"'
    if name in timed:
        return f'{stated} AS "{name}"'
    return f'"{name}"'


def _settled_time(name: str, names: set[str]) -> str:
    """Year from the collection, zone from the member's clock, boot time for a monotonic stamp."""
    mono = "mono_s" if name == "time" else f"{name}_mono_s"
    local = (
        f"CASE r.time_quality WHEN 'no_year' THEN in_year(r.\"{name}\", c.collected) - coalesce(c.zone, INTERVAL 0 HOUR) "
        f'WHEN \'zone_unknown\' THEN r."{name}" - coalesce(c.zone, INTERVAL 0 HOUR) ELSE r."{name}" END'
    )
    if mono not in names:
        return local
    # A log may hold several boots: `booted` is that of the last.
    boot = "CASE WHEN c.last_boot > r.boot THEN c.boots[r.boot] ELSE c.booted END" if "boot" in names else "c.booted"
    return f"coalesce({local}, {boot} + seconds(r.{mono}))"


def _bound(name: str, sign: str) -> str:
    """The earliest or latest moment that a settled time can be."""
    off = "its_early_s" if sign == "-" else "its_late_s"
    return (
        f"CASE WHEN time_quality IN ('no_year', 'zone_unknown') AND its_zone IS NULL THEN \"settled_{name}\" {sign} {_ZONES} "
        f'ELSE "settled_{name}" {sign} seconds({off}) END'
    )


def _aged(age: str) -> str:
    return f"its_collected - seconds({age})"


def _age_bounds(names: set[str]) -> list[str]:
    """The interval of an age: kubectl cuts it, so the moment lies up to one step earlier."""
    earliest, latest = (_bound("last", sign) if "time_quality" in names else '"last"' for sign in "-+")
    return [
        f"coalesce({earliest}, {_aged('(last_age_s + age_resolution_s)')}) AS t_min",
        f"coalesce({latest}, {_aged('last_age_s')}) AS t_max",
    ]

"""What a rule's SELECT may name: tables, views and functions that look at nothing but their arguments.

The database is locked against files, networks and settings before any rule runs; this is the wall before that wall,
and it speaks with file and line. It reads the statement as DuckDB's own parser understood it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

import duckdb

_SOURCES = {"BASE_TABLE", "JOIN", "SUBQUERY", "TABLE_FUNCTION", "EMPTY", "EXPRESSION_LIST"}
_TABLE_FUNCTIONS = {"unnest", "generate_series", "range"}
# Names that stand for functions without brackets.
_BARE = {
    "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "localtime",
    "localtimestamp", "session_user",
}  # fmt: skip
# What tells of the machine, the session or the clock, or gives another answer each time.
_REFUSED = {
    "any_value", "arbitrary", "currval", "current_catalog", "current_connection_id", "current_database", "current_date", "current_localtime",
    "current_localtimestamp", "current_query", "current_query_id", "current_role", "current_schema", "current_schemas", "current_setting",
    "current_time", "current_timestamp", "current_transaction_id", "current_user", "first", "get_current_time", "get_current_timestamp",
    "gen_random_uuid", "getenv", "getvariable", "in_search_path", "localtime", "localtimestamp", "nextval", "now", "pg_backend_pid", "random",
    "reservoir_quantile", "session_user", "set_config", "setseed", "sleep_ms", "today", "transaction_timestamp", "txid_current", "user", "uuid",
    "uuidv4", "uuidv7", "version", "write_log",
}  # fmt: skip

_ELSEWHERE = "'{}' looks at something beside the bundle, or gives another answer each time"


def refusal(sql: str, known: Collection[str]) -> str | None:
    """Why a text is no SELECT that a rule may be, or None. `known` are the tables and views."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        return f"the SELECT fails: {str(error).splitlines()[0]}"
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        return "sql is exactly one SELECT"
    tree = json.loads(_parsed(sql))
    if tree.get("error"):
        return f"the SELECT fails: {str(tree.get('error_message')).splitlines()[0]}"
    named = {str(item["key"]).lower() for node in _nodes(tree) if "cte_map" in node for item in node["cte_map"]["map"]}
    for node in _nodes(tree):
        if why := _refused(node, {name.lower() for name in known} | named):
            return why
    return None


def _parsed(sql: str) -> str:
    with duckdb.connect(":memory:") as connection:
        return str(connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])


def _refused(node: dict[str, Any], known: set[str]) -> str | None:
    kind = node.get("type")
    if "alias" in node and "sample" in node and kind not in _SOURCES:
        return f"{str(kind).lower().replace('_', ' ')} is no source of rows for a rule"
    if node.get("sample") is not None:
        return "a sample gives other rows each time"
    if kind == "COLUMN_REF" and len(node["column_names"]) == 1 and str(node["column_names"][0]).lower() in _BARE:
        return _ELSEWHERE.format(node["column_names"][0])
    if kind == "BASE_TABLE":
        if node.get("catalog_name") or node.get("schema_name"):
            return f"'{node.get('schema_name')}.{node['table_name']}' is no table of a bundle"
        if node["table_name"].lower() not in known:
            return f"unknown table or view '{node['table_name']}'"
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in _TABLE_FUNCTIONS:
            return f"the function '{name}' is no source of rows for a rule"
    if kind in ("FUNCTION", "WINDOW_AGGREGATE") and str(node.get("function_name", "")).lower() in _REFUSED:
        return _ELSEWHERE.format(node["function_name"])
    return None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)

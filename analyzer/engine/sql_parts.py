"""The single conditions of a SELECT, and the SELECT without each of them.

DuckDB's own parser takes the statement apart and writes it again, so that a condition is what the database thinks
it is. `explain` uses it to say which condition kept a row out, the mutation of rules to see whether a test notices.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

_PLACES = ("where_clause", "condition", "having", "qualify")


@dataclass(frozen=True, slots=True)
class SqlCondition:
    """One condition that has to hold: its text, and the statement that does not ask for it."""

    text: str
    without: str


def conditions(sql: str) -> list[SqlCondition]:
    """The conditions of all its WHERE, ON, HAVING and QUALIFY, in the order in which they stand; none for what is no SELECT."""
    with duckdb.connect(":memory:") as connection:
        tree = json.loads(_one(connection, "SELECT json_serialize_sql(?)", sql))
        if tree.get("error"):
            return []
        anything = json.loads(_one(connection, "SELECT json_serialize_sql(?)", "SELECT TRUE"))
        found = []
        for path, expression in sorted(_single(tree, ()), key=lambda item: _where(item[1])):
            text = _written(connection, _selecting(anything, expression)).removeprefix("SELECT ")
            found.append(SqlCondition(text, _written(connection, _without(tree, path, anything))))
        return found


def judged(sql: str) -> tuple[str, list[str]] | None:
    """The SELECT without its outermost WHERE and QUALIFY, with a column for each condition of that WHERE, and their texts.

    The columns are called `held 1`, `held 2`, …; None where there is no such WHERE, or where rows are grouped after it.
    """
    with duckdb.connect(":memory:") as connection:
        tree = json.loads(_one(connection, "SELECT json_serialize_sql(?)", sql))
        node = tree["statements"][0]["node"] if not tree.get("error") and len(tree["statements"]) == 1 else {}
        where = node.get("where_clause")
        if node.get("type") != "SELECT_NODE" or not where or node.get("group_expressions"):
            return None
        parts = where["children"] if where.get("type") == "CONJUNCTION_AND" else [where]
        anything = json.loads(_one(connection, "SELECT json_serialize_sql(?)", "SELECT TRUE"))
        texts = [_written(connection, _selecting(anything, part)).removeprefix("SELECT ") for part in parts]
        node["where_clause"] = node["qualify"] = None
        node["select_list"] += [{**part, "alias": f"held {number}"} for number, part in enumerate(parts, 1)]
        return _written(connection, tree), texts


def _one(connection: duckdb.DuckDBPyConnection, sql: str, value: str) -> str:
    return str(connection.execute(sql, [value]).fetchall()[0][0])


def _written(connection: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> str:
    return _one(connection, "SELECT json_deserialize_sql(?)", json.dumps(tree)).rstrip(";")


def _single(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Each condition with its path in the tree: the parts of a conjunction one by one."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        at = (*path, key)
        if key in _PLACES and isinstance(value, dict):
            if value.get("type") == "CONJUNCTION_AND":
                for number, child in enumerate(value["children"]):
                    yield (*at, "children", number), child
            else:
                yield at, value
        yield from _single(value, at)


def _where(expression: Any) -> int:
    """Where an expression begins in the text."""
    places = [node["query_location"] for node in _dicts(expression) if isinstance(node.get("query_location"), int)]
    return min((place for place in places if place < 2**60), default=0)


def _dicts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _dicts(value)


def _selecting(anything: dict[str, Any], expression: dict[str, Any]) -> dict[str, Any]:
    tree = copy.deepcopy(anything)
    tree["statements"][0]["node"]["select_list"] = [expression]
    return tree


def _without(tree: dict[str, Any], path: tuple[str | int, ...], anything: dict[str, Any]) -> dict[str, Any]:
    """The tree with TRUE in the place of one condition, or without a QUALIFY that had no other."""
    changed = copy.deepcopy(tree)
    node: Any = changed
    for step in path[:-1]:
        node = node[step]
    true = copy.deepcopy(anything["statements"][0]["node"]["select_list"][0])
    node[path[-1]] = None if path[-1] == "qualify" else true
    return changed

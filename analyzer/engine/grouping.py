"""Rows that count together: how many there are, how many within a span, and how many different values they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from analyzer.engine.clauses import holds
from analyzer.model.rule import Clause, Condition

# The column that says when a row was, in the order in which it is looked for.
_TIMES = ("time", "t_max", "last", "last_seen", "finished")
_SUFFIX = "_count"


def counted_columns(having: Iterable[Clause]) -> tuple[str, ...]:
    """The columns whose different values are counted: X of each clause on `X_count`."""
    return tuple(dict.fromkeys(c.field.removesuffix(_SUFFIX) for c in having if c.field.endswith(_SUFFIX)))


def time_column(columns: Iterable[str]) -> str | None:
    """The column that says when a row was."""
    known = set(columns)
    return next((name for name in _TIMES if name in known), None)


def grouped(rows: list[dict[str, Any]], way: Condition) -> list[dict[str, Any]]:
    """One row for each combination of the group's columns that reaches its thresholds: the first by place, with `count`.

    Clusters are never counted together.
    """
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=_place):
        groups.setdefault(tuple(row.get(name) for name in (*way.group, "cluster")), []).append(row)
    found = (_counted(group, way) for group in groups.values())
    return [row for row in found if all(holds(clause, row) for clause in way.having)]


def _place(row: dict[str, Any]) -> tuple[bool, int, str]:
    src = row.get("src")
    return (False, src, "") if isinstance(src, int) else (True, 0, repr(sorted(row.items(), key=lambda item: item[0])))


def _counted(group: list[dict[str, Any]], way: Condition) -> dict[str, Any]:
    count = len(group) if way.window_s is None else _most_within(group, way.window_s)
    values = {
        f"{name}{_SUFFIX}": len({row[name] for row in group if row.get(name) is not None})
        for name in counted_columns(way.having)
    }
    return {**group[0], "count": count, **values}


def _most_within(group: list[dict[str, Any]], seconds: float) -> int:
    """The most rows of a group in any span of so many seconds; rows without a time are in none."""
    name = time_column(group[0])
    times = sorted(row[name] for row in group if name and isinstance(row[name], datetime))
    span = timedelta(seconds=seconds)
    return max((index + 1 - bisect_left(times, time - span) for index, time in enumerate(times)), default=0)

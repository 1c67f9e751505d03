"""Rows that count together, in this process and as the SQL that is shown."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analyzer.discover import tables
from analyzer.engine.compile import whole
from analyzer.engine.database import Database
from analyzer.engine.grouping import grouped
from analyzer.model.rule import Clause, Condition

NOON = datetime(2026, 5, 19, 12, 0, 0)  # noqa: DTZ001  (the database keeps UTC without saying so)
# (pod, node, minutes after noon)
SEEN = [("a", "n1", 0), ("a", "n2", 1), ("a", "n2", 30), ("b", "n1", 0), ("b", "n1", 60), ("c", None, 5)]
ROWS = [
    {"src": number, "pod": pod, "host": node, "time": NOON + timedelta(minutes=minute)}
    for number, (pod, node, minute) in enumerate(SEEN, 1)
]
WAYS = {
    "count": Condition("seen", group=("pod",)),
    "threshold": Condition("seen", group=("pod",), having=(Clause("count", "gte", (2,)),)),
    "different values": Condition("seen", group=("pod",), having=(Clause("host_count", "gte", (2,)),)),
    "window": Condition("seen", group=("pod",), having=(Clause("count", "gte", (2,)),), window_s=600.0),
}


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("count", {"a": 3, "b": 2, "c": 1}),
        ("threshold", {"a": 3, "b": 2}),
        ("different values", {"a": 3}),
        ("window", {"a": 2}),
    ],
)
def test_thresholds_of_groups(name, counts):
    """A group counts its rows, the values of a column, or the most rows within a span."""
    assert {row["pod"]: row["count"] for row in grouped(ROWS, WAYS[name])} == counts


@pytest.mark.parametrize("name", WAYS)
def test_the_sql_that_is_shown_says_the_same(name):
    """What `rules show --sql` prints gives the rows that the engine takes."""
    database = Database(tables())
    database.connection.execute("CREATE TABLE seen (src BIGINT, pod VARCHAR, host VARCHAR, time TIMESTAMP)")
    for row in ROWS:
        database.connection.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", list(row.values()))
    shown = database.rows(whole(WAYS[name], {"src": "BIGINT", "time": "TIMESTAMP"}))
    expected = grouped(ROWS, WAYS[name])
    assert sorted((r["src"], r["pod"], r["count"]) for r in shown) == [
        (r["src"], r["pod"], r["count"]) for r in expected
    ]


def test_the_order_of_rows_says_nothing():
    """The first row by place speaks for its group."""
    assert grouped(ROWS[::-1], WAYS["count"]) == grouped(ROWS, WAYS["count"])

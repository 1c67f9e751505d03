"""Conditions of a SELECT, as DuckDB's parser sees them."""

from __future__ import annotations

import duckdb
import pytest

from analyzer.engine.sql_parts import conditions, judged

SQL = """
WITH busy AS (SELECT pod, count(*) AS n FROM events WHERE reason = 'BackOff' GROUP BY pod HAVING count(*) > 2)
SELECT b.pod, p.node FROM busy b JOIN pods p ON p.pod = b.pod
WHERE p.phase = 'Running' AND (p.node LIKE 'w%' OR p.node IS NULL)
QUALIFY row_number() OVER (PARTITION BY b.pod) = 1
"""
ROWS = """
CREATE TABLE events AS SELECT * FROM (VALUES ('a', 'BackOff'), ('a', 'BackOff'), ('a', 'BackOff'), ('b', 'BackOff')) t(pod, reason);
CREATE TABLE pods AS SELECT * FROM (VALUES ('a', 'Running', 'w1'), ('b', 'Running', 'w1'), ('c', 'Pending', 'w1')) t(pod, phase, node);
"""


def test_every_condition_is_found_in_order():
    """WHERE and HAVING of parts, ON, WHERE and QUALIFY."""
    assert [one.text for one in conditions(SQL)] == [
        "(reason = 'BackOff')", "(count_star() > 2)", "(p.pod = b.pod)", "(p.phase = 'Running')",
        "((p.node ~~ 'w%') OR (p.node IS NULL))", "(row_number() OVER (PARTITION BY b.pod) = 1)",
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 2), (2, 1), (5, 1)])
def test_the_statement_without_one_condition_runs(number, rows):
    """Each is the same SELECT with TRUE in the place of one condition."""
    with duckdb.connect() as connection:
        connection.execute(ROWS)
        assert len(connection.execute(conditions(SQL)[number].without).fetchall()) == rows


def test_the_outermost_where_is_judged_row_by_row():
    """Rows that come as far as the last WHERE say which of its conditions hold."""
    found = judged("SELECT pod FROM pods WHERE phase = 'Running' AND node = 'w1'")
    assert found is not None
    with duckdb.connect() as connection:
        connection.execute(ROWS)
        rows = connection.execute(f"{found[0]} ORDER BY pod").fetchall()
    assert found[1] == ["(phase = 'Running')", "(node = 'w1')"]
    assert rows == [("a", True, True), ("b", True, True), ("c", False, True)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT pod FROM pods",
        "SELECT 1 UNION SELECT 2",
        "no SELECT",
        "SELECT pod FROM pods WHERE phase = 'x' GROUP BY pod",
    ],
)
def test_nothing_is_judged_where_there_is_no_last_where(sql):
    """A group is made after its WHERE: its rows are no rows of the rule."""
    assert judged(sql) is None


def test_what_is_no_select_has_no_conditions():
    """Nonsense is not taken apart."""
    assert conditions("SELEC 1") == []

"""The database of a run: times and nodes settled, nothing outside within reach."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

from analyzer.discover import tables
from analyzer.engine.database import Database
from analyzer.engine.views import load_view
from analyzer.model.errors import InputError
from analyzer.model.source import src
from analyzer.pipeline import views

HOUR = 3_600_000_000


def rows(name: str, *records: dict) -> dict:
    """Columns of a table from records; what is left out is missing."""
    columns = ["src", *(column.name for column in tables()[name].columns)]
    return {name: [[record.get(column) for record in records] for column in columns]}


def settled(*parts: dict) -> Database:
    database = Database(tables())
    found: dict = {}
    for part in parts:
        found |= part
    database.load(found)
    database.settle(views())
    return database


def micros(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1_000_000)


MEMBER = {"src": src(0, 0), "path": "worker-1/dmesg.txt"}
COLLECTED = {
    "src": src(0, 1),
    "kind": "collected",
    "time": micros("2026-01-02T10:00:00+00:00"),
    "time_quality": "exact",
}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_no_statement_reaches_outside(statement):
    """After settling, neither files nor extensions nor settings can be touched."""
    with pytest.raises(duckdb.Error):
        settled().connection.execute(statement)


def test_a_stamp_without_a_year_is_of_the_collection():
    """A December line of a bundle collected in January is last year's."""
    stamp = {"src": src(0, 5), "time": micros("1972-12-31T23:00:00+00:00"), "time_quality": "no_year"}
    database = settled(rows("members", MEMBER), rows("time_marks", COLLECTED), rows("kernel_messages", stamp))
    assert database.rows('SELECT "time" FROM kernel_messages')[0]["time"] == datetime(2025, 12, 31, 23, 0)  # noqa: DTZ001


def test_an_age_becomes_an_interval_before_the_collection():
    """kubectl cuts an age, so the moment lies up to one step earlier."""
    event = {"src": src(0, 5), "reason": "BackOff", "last_age_s": 3600.0, "age_resolution_s": 60.0}
    database = settled(rows("members", MEMBER), rows("time_marks", COLLECTED), rows("events", event))
    found = database.rows("SELECT t_min, t_max FROM events")[0]
    assert (found["t_min"].hour, found["t_min"].minute, found["t_max"].hour, found["t_max"].minute) == (8, 59, 9, 0)


def test_a_member_belongs_to_the_node_that_its_folder_names():
    """A folder called like a known node makes its files that node's."""
    database = settled(
        rows("members", MEMBER),
        rows("nodes", {"src": src(0, 1), "node": "worker-1"}, {"src": src(0, 2), "node": "worker-2"}),
    )
    assert database.rows("SELECT node, node_proof FROM member_nodes") == [{"node": "worker-1", "node_proof": "path"}]


def test_every_view_gives_the_columns_that_it_declares():
    """The head of a view is true, so that docs made of it are."""
    database = settled()
    for view in views():
        have = database.columns(view.name)
        assert set(view.gives) <= set(have), view.name


def test_more_rows_than_memory_can_join_are_refused_with_a_line():
    """A list made to multiply itself ends the run with what happened and what to do, not as a fault of the program."""
    database = Database(tables())
    database.load({})
    database.connection.execute("SET memory_limit = '8MB'")
    many = "-- {name}: many\n--\n-- gives  a BIGINT\n-- needs  raw.members\nSELECT md5(CAST(range AS VARCHAR)) AS a FROM range(3000000)"
    with pytest.raises(InputError, match="more than can be joined"):
        database.settle((*views(), load_view("zz_many", many.format(name="zz_many"))))

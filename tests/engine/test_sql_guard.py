"""What a site's SELECT may name: tables and views of the bundle, and functions of their values."""

from __future__ import annotations

import re

import pytest

from analyzer.engine.sql_guard import refusal

KNOWN = {"events", "pods", "pod_list"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM events",
        'WITH x AS (SELECT * FROM pods) SELECT * FROM x JOIN events e ON e.name = x.pod WHERE e."count" > 3',
        "FROM events",
        "SELECT e.name, unnest(string_split(e.message, ' ')) AS word FROM events e",
        "SELECT * FROM events, unnest([1, 2]) u(n)",
        "SELECT * FROM (VALUES (1), (2)) v(n) JOIN EVENTS ON TRUE",
        "SELECT name, first_value(reason) OVER (PARTITION BY name ORDER BY src) FROM events",
    ],
)
def test_questions_about_the_bundle_are_allowed(sql):
    """Joins, parts, windows, lists."""
    assert refusal(sql, KNOWN) is None


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT getenv('HOME') FROM events", "getenv"),
        ("SELECT * FROM read_csv('/etc/passwd')", "read_csv"),
        ("SELECT * FROM read_text('/etc/passwd')", "read_text"),
        ("SELECT * FROM '/etc/passwd'", "unknown table"),
        ("SELECT * FROM \"/etc/shadow.parquet\"", "unknown table"),
        ("SELECT * FROM 's3://bucket/x.parquet'", "unknown table"),
        ("SELECT * FROM glob('/home/*')", "glob"),
        ("SELECT * FROM duckdb_settings()", "duckdb_settings"),
        ("SELECT * FROM duckdb_secrets()", "duckdb_secrets"),
        ("SELECT * FROM pragma_database_list()", "pragma_database_list"),
        ("SELECT * FROM information_schema.tables", "no table of a bundle"),
        ("SELECT * FROM raw.events", "no table of a bundle"),
        ("SELECT * FROM memory.main.events", "no table of a bundle"),
        ("SELECT * FROM query('SELECT 1')", "query"),
        ("SELECT * FROM query_table('events')", "query_table"),
        ("SELECT (SELECT min(x) FROM other) FROM events", "unknown table or view 'other'"),
        ("SELECT list_transform([1], lambda x: getenv('A')) FROM events", "getenv"),
        ("SELECT current_setting('home_directory') FROM events", "current_setting"),
        ("SELECT current_user FROM events", "current_user"),
        ("SELECT now() FROM events", "now"),
        ("SELECT current_timestamp FROM events", "current_timestamp"),
        ("SELECT random() FROM events", "random"),
        ("SELECT any_value(name) FROM events", "any_value"),
        ("SELECT first(name) FROM events", "first"),
        ("SELECT * FROM events USING SAMPLE 10%", "sample"),
        ("SELECT 1; SELECT 2", "exactly one SELECT"),
        ("COPY events TO '/tmp/x'", "exactly one SELECT"),
        ("ATTACH '/tmp/x.db'", "exactly one SELECT"),
        ("INSTALL httpfs", "exactly one SELECT"),
        ("LOAD '/tmp/x.duckdb_extension'", "exactly one SELECT"),
        ("SET memory_limit = '100GB'", "exactly one SELECT"),
        ("PRAGMA database_list", "exactly one SELECT|no source|pragma"),
        ("CALL pragma_version()", "exactly one SELECT"),
        ("CREATE TABLE x AS SELECT 1", "exactly one SELECT"),
        ("DROP TABLE events", "exactly one SELECT"),
        ("DELETE FROM events", "exactly one SELECT"),
        ("EXPLAIN SELECT * FROM events", "exactly one SELECT"),
        ("EXPORT DATABASE '/tmp/x'", "exactly one SELECT"),
        ("DESCRIBE events", "show ref"),
        ("SELECT * FROM (SUMMARIZE events)", "show ref"),
        ("SELEC * FROM events", "the SELECT fails"),
        ("", "exactly one SELECT"),
    ],
)  # fmt: skip
def test_everything_else_is_refused(sql, why):
    """Files, networks, settings, the clock, the machine, other statements."""
    found = refusal(sql, KNOWN)
    assert found is not None
    assert re.search(why, found), found

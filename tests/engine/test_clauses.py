"""Clauses on a fetched row and as SQL say the same of every value."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.discover import tables
from analyzer.engine.clause_parts import ClauseReader, Words
from analyzer.engine.clauses import MODIFIERS, holds, sql
from analyzer.engine.database import Database
from analyzer.model.errors import RuleError
from analyzer.model.rule import Clause

NOON = datetime(2026, 5, 19, 12, 0, 0)  # noqa: DTZ001  (the database keeps UTC without saying so)
WORDS = st.sampled_from(
    ["BackOff", "back-off 10s", "a'b", "%", "", "10.1.2.3", "v1.27.3+k3s1", "5.15.0-1029-aws", "ünï", None]
)
DATABASE = Database(tables())


def clause(text: str, value, words: Words | None = None) -> Clause:
    raw = {text: value, "": {text: 3}}
    (found,) = ClauseReader("rules/x/y.yaml", words or Words()).clauses(raw, 1)
    return found


def by_database(made: Clause, row: dict[str, object]) -> bool:
    """Whether the SQL of a clause keeps the row."""
    names = {
        "text": "VARCHAR",
        "number": "BIGINT",
        "other": "BIGINT",
        "time": "TIMESTAMP",
        "ended": "TIMESTAMP",
        "flag": "BOOLEAN",
    }
    picked = ", ".join(f'CAST(? AS {dtype}) AS "{name}"' for name, dtype in names.items())
    found = DATABASE.rows(f"SELECT 1 AS x FROM (SELECT {picked}) WHERE {sql(made)}", [row.get(name) for name in names])  # noqa: S608
    return bool(found)


@given(
    value=WORDS,
    wanted=WORDS.filter(bool),
    modifier=st.sampled_from(["equals", "not", "in", "contains", "not_contains", "startswith", "endswith"]),
)
@example("BACK-OFF", "back-off", "contains")
def test_texts(value, wanted, modifier):
    """Words are compared as words, whatever signs they hold."""
    made = clause(f"text|{modifier}", wanted)
    assert holds(made, {"text": value}) == by_database(made, {"text": value})


@given(
    value=st.one_of(st.none(), st.integers(-5, 5)),
    wanted=st.integers(-5, 5),
    other=st.one_of(st.none(), st.integers(-5, 5)),
    modifier=st.sampled_from(["equals", "not", "gt", "gte", "lt", "lte"]),
    as_field=st.booleans(),
)
def test_numbers_and_other_columns(value, wanted, other, modifier, as_field):
    """A number is compared with a number or with another column; what is missing is neither more nor less."""
    made = clause(f"number|{modifier}", {"field": "other", "": {}} if as_field else wanted)
    row = {"number": value, "other": other}
    assert holds(made, row) == by_database(made, row)


@given(
    value=st.one_of(st.none(), st.integers(-90, 90)),
    other=st.one_of(st.none(), st.integers(-90, 90)),
    modifier=st.sampled_from([("before", "ended"), ("after", "ended"), ("within", "1m of ended")]),
)
def test_times(value, other, modifier):
    """Before, after and within look at another column's time."""
    made = clause(f"time|{modifier[0]}", modifier[1])
    row = {
        "time": None if value is None else NOON + timedelta(seconds=value),
        "ended": None if other is None else NOON + timedelta(seconds=other),
    }
    assert holds(made, row) == by_database(made, row)


VERSIONS = ["v1.27.3", "1.27", "1.27.10", "containerd://1.6.8", "5.15.0-1029-aws", "none", None]


@pytest.mark.parametrize("modifier", ["version_gt", "version_gte", "version_lt", "version_lte"])
@pytest.mark.parametrize("value", VERSIONS)
@pytest.mark.parametrize("wanted", ["1.27", "1.27.3", "v5.4"])
def test_versions(modifier, value, wanted):
    """Versions are compared number by number."""
    made = clause(f"text|{modifier}", wanted)
    assert holds(made, {"text": value}) == by_database(made, {"text": value})


def test_a_later_version_is_greater_where_its_text_is_not():
    """1.27.10 comes after 1.27.9."""
    assert holds(clause("text|version_gt", "1.27.9"), {"text": "v1.27.10"})


ADDRESSES = st.one_of(
    st.ip_addresses(v=4).map(str), st.ip_addresses(v=6).map(str), st.ip_addresses(v=6).map(lambda a: a.exploded),
    st.sampled_from([None, "", "10.1.2", "10.1.2.300", "::", "fd00::1", "a", "1:2", ":::", "node-1"]),
)  # fmt: skip
NETWORKS = st.one_of(
    st.tuples(st.ip_addresses(v=4), st.integers(0, 32)), st.tuples(st.ip_addresses(v=6), st.integers(0, 128))
).map(lambda pair: str(ipaddress.ip_network(f"{pair[0]}/{pair[1]}", strict=False)))


@given(value=ADDRESSES, wanted=NETWORKS)
@example("10.244.3.7", "10.244.0.0/16")
@example("fd00::1", "fd00::/8")
@example("::", "::/0")
def test_networks(value, wanted):
    """An address lies in a network or not; what is no address lies in none."""
    made = clause("text|cidr", wanted)
    assert holds(made, {"text": value}) == by_database(made, {"text": value})


@pytest.mark.parametrize("value", ["some text", None])
@pytest.mark.parametrize(
    ("modifier", "wanted", "there"),
    [
        ("exists", True, True),
        ("exists", False, False),
        ("missing", True, False),
        ("missing", False, True),
        ("equals", None, False),
    ],
)
def test_what_is_there(value, modifier, wanted, there):
    """`exists` and `missing` ask whether there is a value at all."""
    made = clause(f"text|{modifier}", wanted)
    assert holds(made, {"text": value}) == by_database(made, {"text": value}) == ((value is not None) == there)


def test_every_modifier_is_tested_here():
    """A modifier that is added gets its comparison, too."""
    assert set(MODIFIERS) == {
        "equals", "not", "in", "contains", "not_contains", "startswith", "endswith", "re", "not_re", "gt", "gte", "lt", "lte", "exists", "missing", "before",
        "after", "within", "cidr", "version_gt", "version_gte", "version_lt", "version_lte",
    }  # fmt: skip


@pytest.mark.parametrize("value", ["exit code 137", "exit", None])
def test_patterns(value):
    """Patterns are searched, not matched whole."""
    made = clause("text|re", [r"code \d+$", "^never"])
    other = clause("text|not_re", [r"code \d+$", "^never"])
    assert holds(made, {"text": value}) == by_database(made, {"text": value})
    assert holds(other, {"text": value}) == by_database(other, {"text": value}) == (not holds(made, {"text": value}))


def test_lists_and_macros_stand_for_their_values():
    """`$name` is every value of a list, and a macro its clauses."""
    taint = clause("text", "$taints", Words({"taints": ("a", "b")}))
    assert taint.values == ("a", "b")
    assert clause("text", "$$taints").values == ("$taints",)
    words = Words(macros={"looping": (Clause("flag", "equals", (True,)), Clause("number", "gt", (3,)))})
    found = ClauseReader("x", words).clauses({"macro": "looping", "text": "a", "": {"macro": 1, "text": 2}}, 1)
    assert [(one.field, one.macro) for one in found] == [("flag", "looping"), ("number", "looping"), ("text", None)]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("text|lik", "x", r"unknown modifier 'lik'"),
        ("text|re", "(?=x)", r"RE2 refuses the pattern"),
        ("text|re", "x*", r"matches every line"),
        ("number|gt", "many", r"'many' is no number"),
        ("text|exists", "yes", r"neither true nor false"),
        ("text|cidr", "10.0.0.0/99", r"is no network"),
        ("text|version_gt", "new", r"is no version"),
        ("time|within", "soon", r"is no span; write `10s of finished`"),
        ("time|before", 3, r"is no column"),
        ("text", {"feild": "x", "": {}}, r"a value is a word, a number or"),
        ("text", [], r"has no values"),
        ("text", "$taint", r"unknown list '\$taint'; did you mean 'taints'\?"),
        ("macro", "lopping", r"unknown macro 'lopping'; did you mean 'looping'\?"),
        ("text|contains", "", r"holds for every text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(key, value, message):
    """Each error names file, line and what to write instead."""
    words = Words({"taints": ("a",)}, {"looping": ()})
    with pytest.raises(RuleError, match=rf"rules/x/y.yaml:3: .*{message}"):
        clause(key, value, words)


@pytest.mark.parametrize("value", ["some text", "other", None])
def test_null_beside_words(value):
    """In a list, null means that nothing is there."""
    made = clause("text", [None, "other"])
    assert holds(made, {"text": value}) == by_database(made, {"text": value}) == (value != "some text")

"""Rules over tables: matches, clear, and what could not be evaluated."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.discover import tables
from analyzer.engine.database import Database
from analyzer.engine.evaluate import Outcomes, evaluate
from analyzer.engine.load import load_rules
from analyzer.model.source import src
from analyzer.pipeline import views

HEAD = "title: t\nlevel: high\nrole: cause\nsubject: {kind: Pod, namespace: '{namespace}', name: '{name}'}\n"
EVENTS = [
    {"src": src(0, 2), "namespace": "shop", "name": "web-0", "reason": "BackOff", "message": "Back-off restarting"},
    {"src": src(0, 3), "namespace": "shop", "name": "web-0", "reason": "BackOff", "message": "Back-off restarting"},
    {"src": src(0, 4), "namespace": "shop", "name": "db-0", "reason": "Pulled", "message": "image pulled"},
]


def run(tmp_path: Path, rule: str) -> Outcomes:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "y.yaml").write_text("id: x.y\n" + HEAD + rule)
    names = ["src", *(column.name for column in tables()["events"].columns)]
    database = Database(tables())
    database.load({"events": [[row.get(name) for row in EVENTS] for name in names]})
    database.settle(views())
    return evaluate(load_rules([tmp_path]), database)


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("{reason: BackOff}", ["web-0", "web-0"]),
        ("{reason|not: BackOff}", ["db-0"]),
        ("{reason: [BackOff, Pulled], name|startswith: db}", ["db-0"]),
        ("{message|contains: BACK-OFF}", ["web-0", "web-0"]),
        ("{message|re: 'image (pulled|present)'}", ["db-0"]),
        ("{container|exists: false, name|endswith: '-0'}", ["web-0", "web-0", "db-0"]),
        ('{reason: "x\' OR 1=1 --"}', []),
    ],
)
def test_clauses_pick_rows(tmp_path, where, names):
    """Each modifier does what its name says, and a value is never code."""
    outcomes = run(tmp_path, f"when: {{table: events, where: {where}}}\nevidence: [reason]\nmessage: m\n")
    assert outcomes.failed == []
    assert sorted(match.subject.name for match in outcomes.matches) == sorted(names)


def test_a_group_is_one_match_with_its_count(tmp_path):
    """Rows that agree in the group's columns become one."""
    rule = "when: {table: events, where: {reason: BackOff}, group: [namespace, name]}\nevidence: [reason]\nmessage: m\n"
    (match,) = run(tmp_path, rule).matches
    assert match.facts["count"] == 2


def test_a_rule_that_cites_nothing_fails_alone(tmp_path):
    """Without proof there is no finding."""
    outcomes = run(tmp_path, "when: {sql: 'SELECT namespace, name, uid FROM events'}\nevidence: [uid]\nmessage: m\n")
    assert [reason for _, reason in outcomes.failed] != []
    assert outcomes.matches == []


def test_a_row_s_own_line_is_its_proof_where_the_columns_are_missing(tmp_path):
    """A row that says where it stands can always be quoted."""
    outcomes = run(tmp_path, "when: {table: events, where: {reason: Pulled}}\nevidence: [uid]\nmessage: m\n")
    assert [(cite.member, cite.line) for match in outcomes.matches for cite in match.cites] == [(0, 4)]


def test_the_first_way_that_matches_a_subject_speaks_for_it(tmp_path):
    """Alternatives have their own confidence; one subject is told once."""
    rule = (
        "when:\n- {table: events, where: {reason: Pulled}, confidence: confirmed}\n- {sql: SELECT * FROM events, confidence: possible}\n"
        "evidence: [reason]\nmessage: m\n"
    )
    found = sorted((match.subject.name, match.confidence) for match in run(tmp_path, rule).matches)
    assert found == [("db-0", "confirmed"), ("web-0", "possible"), ("web-0", "possible")]


def test_a_rule_that_matches_too_much_or_too_long_is_told_and_the_others_go_on(tmp_path):
    """A budget bounds rows and time of each rule."""
    wide = "when: {sql: 'SELECT e.* FROM events e, range(100000)'}\nevidence: [reason]\nmessage: m\n"
    ((_, reason),) = run(tmp_path, wide).failed
    assert "matched more than 200000 rows" in reason


def test_the_first_confidence_that_holds_counts(tmp_path):
    """Conditions of a confidence are clauses over the same row."""
    rule = (
        "when: {table: events}\nevidence: [reason]\nmessage: m\nconfidence: [{confirmed: {reason: Pulled}}, likely]\n"
    )
    found = {match.subject.name: match.confidence for match in run(tmp_path, rule).matches}
    assert found == {"web-0": "likely", "db-0": "confirmed"}


def test_no_match_without_coverage_is_not_evaluated(tmp_path):
    """A bundle without a kernel log cannot clear a rule that needs one."""
    rule = "when: {table: oom_kills}\nevidence: [victim]\nmessage: m\nneeds: [{origin: kernel, over: bundle}]\n"
    outcomes = run(tmp_path, rule)
    assert [item.reason for item in outcomes.not_evaluated] == ["the bundle holds no kernel log"]
    assert outcomes.clear == []


def test_sql_that_runs_away_is_stopped_and_reported(tmp_path, monkeypatch):
    """A rule has a time budget; the others go on."""
    monkeypatch.setattr("analyzer.engine.evaluate._RULE_SECONDS", 0.5)
    sql = "SELECT count(*) AS src FROM range(100000000) a, range(100000000) b"
    outcomes = run(tmp_path, f"when: {{sql: '{sql}'}}\nevidence: [src]\nmessage: m\n")
    assert len(outcomes.failed) == 1

"""Compound incidents: one fault with what follows from it and what only looks like it, a small bundle each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.model.finding import Finding
from analyzer.model.report import Report
from analyzer.options import Options
from analyzer.pipeline import analyze

INCIDENTS = sorted((Path(__file__).parent / "incidents").glob("*.yaml"))
BOOK = Path(__file__).parent.parent.parent / "rules"

# What `expect` holds, always all of it:
#   first    the rule that must be the first root cause; null where nothing is wrong any more
#   effects  rules that must be among its effects
#   not      rules that must not be a root cause, however low and unsure
#   roots    all rules that may be a root cause at level medium or above, the first of them included; two incidents
#            in one bundle are both named in `all`
#   all      rules that must be root causes besides (this one may be left out)
KEYS = {"first", "effects", "not", "roots"}


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return told


def rules_named(expect: dict[str, Any]) -> set[str]:
    """All rule ids of an expectation."""
    named = {expect["first"]} - {None}
    return named.union(*(expect[key] for key in ("effects", "not", "roots")), expect.get("all", ()))


def test_every_incident_of_the_catalogue_is_here():
    """They are numbered as in section 5 (d) of the fault catalogue."""
    assert [int(path.name[:2]) for path in INCIDENTS] == list(range(1, 31))


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)
def test_the_file_is_well_formed(path):
    """An unknown key or a rule that does not exist would prove nothing."""
    incident = read(path)
    assert set(incident) == {"title", "story", "members", "expect"}
    assert isinstance(incident["title"], str)
    assert isinstance(incident["story"], str)
    assert incident["members"]
    assert all(isinstance(text, str) for text in incident["members"].values())
    expect = incident["expect"]
    assert set(expect) - {"all"} == KEYS
    assert expect["first"] is None or expect["first"] in expect["roots"]
    assert set(expect.get("all", ())) <= set(expect["roots"])
    assert not set(expect["roots"]) & set(expect["not"])
    assert not {rule for rule in rules_named(expect) if not (BOOK / f"{rule.replace('.', '/')}.yaml").is_file()}


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)
def test_the_tool_names_what_broke_first(path, tmp_path):
    """The root cause is first, what it caused is below it, and what looks like it is not said."""
    incident = read(path)
    for name, text in incident["members"].items():
        member = tmp_path / "bundle" / name
        member.parent.mkdir(parents=True, exist_ok=True)
        member.write_text(text, encoding="utf-8")
    report = analyze(Options((tmp_path / "bundle",)))
    # what a tool answered in place of data is part of the story
    assert {problem["reason"] for problem in report.problems} <= {"ERROR_TEXT"}
    wrong = complaints(report, incident["expect"])
    assert not wrong, "\n".join([*wrong, *outline(report)])


def complaints(report: Report, expect: dict[str, Any]) -> list[str]:
    """In what the report differs from what is expected of it."""
    by_id = {finding.id: finding for finding in report.findings}
    causes = report.diagnosis.root_causes
    roots = [by_id[cause.finding] for cause in causes]
    rules = [root.rule for root in roots]
    wrong = [f"root cause: {rule}" for rule in expect["not"] if rule in rules]
    wrong += [f"no root cause: {rule}" for rule in expect.get("all", ()) if rule not in rules]
    wrong += [f"alarm: {root.rule}" for root in roots if is_alarm(root) and root.rule not in expect["roots"]]
    if expect["first"] is None:
        return wrong
    if rules[:1] != [expect["first"]]:
        wrong.append(f"the first root cause is not {expect['first']}")
    explained = {by_id[effect].rule for cause in causes[:1] for effect in cause.effects}
    return wrong + [f"no effect: {rule}" for rule in expect["effects"] if rule not in explained]


def is_alarm(finding: Finding) -> bool:
    return finding.level in ("critical", "high", "medium")


def outline(report: Report) -> list[str]:
    """The report in lines, for the one who has to mend it."""
    by_id = {finding.id: finding for finding in report.findings}
    lines = [report.verdict.sentence]
    for cause in report.diagnosis.root_causes:
        one = by_id[cause.finding]
        explained = [by_id[effect].rule for effect in cause.effects]
        lines.append(f"{one.rule} {one.level} {one.confidence} {one.state} {one.message} -> {explained}")
    return [*lines, *(f"also {one.rule}" for one in report.findings)]

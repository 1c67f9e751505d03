"""Traps that a careless tool falls into: a short bundle each, with what must and what must not be said about it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer import pipeline
from analyzer.model.finding import CONFIDENCES, Finding
from analyzer.model.report import Report
from analyzer.options import Options

TRAPS = sorted((Path(__file__).parent / "traps").glob("*.yaml"))
BOOK = Path(__file__).parent.parent.parent / "rules"

# What `expect` may hold; the first three are always there.
#   roots     rules that must be among the root causes
#   not       rules that must not be a root cause, however low and unsure
#   first     the rule that must be the first root cause; null where that is left open
#   absent    rules that must not match at all
#   open      rules that must be reported as not evaluated, thus neither found nor clear
#   calm      no root cause at level medium or above may be confirmed or likely
#   at_most   the highest confidence that a rule may state
#   state     the state that every finding of a rule must have
#   subjects  what every finding of a rule (there must be one) and of its instances must be about
#   unsaid    texts that neither a finding nor the verdict may say
#   effects   for a root cause, the rules that it must explain; with a minus, those that it must not
ALWAYS = {"roots", "not", "first"}
SOMETIMES = {"absent", "open", "calm", "at_most", "state", "subjects", "unsaid", "effects"}


@pytest.fixture(autouse=True, scope="module")
def one_book() -> Iterator[None]:
    """The rules are loaded once for all traps, which are small."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_book", functools.cache(pipeline.load_book))
        yield


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return told


def rules_named(expect: dict[str, Any]) -> set[str]:
    """All rule ids of an expectation."""
    named: set[str] = set()
    for key, value in expect.items():
        if key == "first":
            named |= {value} - {None}
        elif key == "effects":
            named |= set(value) | {rule.removeprefix("-") for rules in value.values() for rule in rules}
        elif key not in ("calm", "unsaid"):
            named |= set(value)
    return named


def test_every_trap_of_the_catalogue_is_here():
    """They are numbered as in section 4 (c) of the fault catalogue; some have a second bundle."""
    assert {int(path.name[:2]) for path in TRAPS} == set(range(1, 31))


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_the_file_is_well_formed(path):
    """An unknown key or a rule that does not exist would prove nothing."""
    trap = read(path)
    assert set(trap) == {"title", "says", "members", "expect"}
    assert isinstance(trap["title"], str)
    assert isinstance(trap["says"], str)
    assert trap["members"]
    assert all(isinstance(text, str) for text in trap["members"].values())
    expect = trap["expect"]
    assert set(expect) >= ALWAYS
    assert set(expect) <= ALWAYS | SOMETIMES
    assert not set(expect["roots"]) & {*expect["not"], *expect.get("absent", ())}
    unknown = {rule for rule in rules_named(expect) if not (BOOK / f"{rule.replace('.', '/')}.yaml").is_file()}
    assert not unknown


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_the_tool_does_not_fall_into_the_trap(path, tmp_path):
    """What must be said is said, and nothing of what the trap suggests."""
    trap = read(path)
    for name, text in trap["members"].items():
        member = tmp_path / "bundle" / name
        member.parent.mkdir(parents=True, exist_ok=True)
        member.write_text(text, encoding="utf-8")
    report = pipeline.analyze(Options((tmp_path / "bundle",)))
    assert not report.problems
    assert not report.failed
    wrong = list(complaints(report, trap["expect"]))
    assert not wrong, "\n".join([*wrong, *outline(report)])


def complaints(report: Report, expect: dict[str, Any]) -> list[str]:
    """In what the report differs from what is expected of it."""
    by_id = {finding.id: finding for finding in report.findings}
    roots = [by_id[root.finding] for root in report.diagnosis.root_causes]
    rules = [root.rule for root in roots]
    wrong = [f"no root cause: {rule}" for rule in expect["roots"] if rule not in rules]
    wrong += [f"root cause: {rule}" for rule in expect["not"] if rule in rules]
    if expect["first"] is not None and rules[:1] != [expect["first"]]:
        wrong.append(f"the first root cause is not {expect['first']}")
    matched = {finding.rule for finding in report.findings}
    wrong += [f"matches: {rule}" for rule in expect.get("absent", ()) if rule in matched]
    not_evaluated = {one.rule for one in report.not_evaluated}
    wrong += [f"evaluated: {rule}" for rule in expect.get("open", ()) if rule not in not_evaluated]
    if expect.get("calm"):
        wrong += [f"alarm: {root.rule}" for root in roots if is_alarm(root)]
    for rule, most in expect.get("at_most", {}).items():
        wrong += [f"{rule}: {one.confidence}" for one in of(report, rule) if surer(one.confidence, most)]
    for rule, state in expect.get("state", {}).items():
        wrong += [f"{rule}: {one.state}" for one in of(report, rule) if one.state != state]
    for rule, subject in expect.get("subjects", {}).items():
        found = of(report, rule)
        wrong += [f"{rule}: {one.subject}" for one in found if not fits(one, subject)]
        wrong += [] if found else [f"does not match: {rule}"]
    told = [report.verdict.sentence, *report.verdict.ruled_out, *(finding.message for finding in report.findings)]
    wrong += [f"says: {text}" for text in expect.get("unsaid", ()) if any(text in one for one in told)]
    return wrong + wrong_effects(report, by_id, expect.get("effects", {}))


def wrong_effects(report: Report, by_id: dict[str, Finding], expected: dict[str, list[str]]) -> list[str]:
    """Which effects are missing or too many."""
    wrong = []
    for rule, effects in expected.items():
        of_rule = [root for root in report.diagnosis.root_causes if by_id[root.finding].rule == rule]
        explained = {by_id[effect].rule for root in of_rule for effect in root.effects}
        for effect in effects:
            if (effect.removeprefix("-") in explained) is effect.startswith("-"):
                wrong.append(f"{rule} has the effects {sorted(explained)}, but expected is {effect}")
    return wrong


def of(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def is_alarm(finding: Finding) -> bool:
    return finding.level in ("critical", "high", "medium") and finding.confidence != "possible"


def surer(confidence: str, most: str) -> bool:
    return CONFIDENCES.index(confidence) < CONFIDENCES.index(most)


def fits(finding: Finding, subject: dict[str, Any]) -> bool:
    subjects = (finding.subject, *(instance.subject for instance in finding.instances))
    return all(getattr(one, key) == value for one in subjects for key, value in subject.items())


def outline(report: Report) -> list[str]:
    """The report in lines, for the one who has to mend it."""
    by_id = {finding.id: finding for finding in report.findings}
    lines = [report.verdict.sentence]
    for root in report.diagnosis.root_causes:
        explained = [by_id[effect].rule for effect in root.effects]
        one = by_id[root.finding]
        lines.append(f"{one.rule} {one.level} {one.confidence} {one.state} {one.subject} {one.message} -> {explained}")
    return lines + [f"also {one.rule}" for one in report.findings]

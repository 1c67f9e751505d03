"""Every story says what its bundle must lead to, and it does."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.model.finding import LEVELS, Finding
from analyzer.model.report import Report
from analyzer.options import Options
from analyzer.pipeline import analyze

SAMPLES = Path(__file__).parent.parent.parent / "sample_bundles"
STORIES = sorted(path.parent.name for path in SAMPLES.glob("*/story.yaml"))
SURE = ("confirmed", "likely")


@functools.cache
def report(story: str) -> Report:
    return analyze(Options((SAMPLES / story / "bundle",)))


@functools.cache
def expected(story: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((SAMPLES / story / "story.yaml").read_text(encoding="utf-8"))
    return dict(told["expect"])


def roots(story: str) -> list[Finding]:
    """The root causes in order, without what is only for information."""
    by_id = {finding.id: finding for finding in report(story).findings}
    found = [by_id[root.finding] for root in report(story).diagnosis.root_causes]
    return [finding for finding in found if finding.level != "informational"]


def cause(story: str, wanted: dict[str, Any]) -> Finding | None:
    """The root cause that fits an expected one."""
    return next((f for f in roots(story) if f.rule == wanted["rule"] and _fits(f, wanted.get("subject", {}))), None)


def _fits(finding: Finding, subject: dict[str, Any]) -> bool:
    return all(getattr(finding.subject, key) == value for key, value in subject.items())


def _states(wanted: dict[str, Any], found: Finding) -> list[Any]:
    """The states that a story accepts: one, several, or any."""
    told = wanted.get("state", found.state)
    return told if isinstance(told, list) else str(told).split("|")


def test_there_are_stories():
    """A test over no story would prove nothing."""
    assert len(STORIES) >= 16


@pytest.mark.parametrize("story", STORIES)
def test_the_first_root_causes_are_those_of_the_story(story):
    """Rule, subject, confidence, state and evidence are as told, in the order told."""
    wanted = expected(story).get("root_causes") or []
    first = {finding.rule for finding in roots(story)[: len(wanted)]}
    assert first == {cause_["rule"] for cause_ in wanted}, [f.rule for f in roots(story)]
    for one in wanted:
        found = cause(story, one)
        assert found is not None, [(f.rule, f.subject) for f in roots(story)]
        assert found.confidence in one["confidence"]
        assert found.state in _states(one, found)
        for piece in one.get("evidence", []):
            quoted = [e for e in found.evidence if e.path == piece["path"]]
            texts = [text for e in quoted for text in (*e.before, e.text, *e.after)]
            assert any(piece["contains"] in text for text in texts), (piece, [(e.path, e.line) for e in found.evidence])


@pytest.mark.parametrize("story", STORIES)
def test_nothing_forbidden_is_said(story):
    """What the story rules out is no root cause that anybody could believe."""
    sure = {finding.rule for finding in roots(story) if finding.confidence in SURE}
    assert not sure & set(expected(story).get("must_not") or [])


@pytest.mark.parametrize("story", STORIES)
def test_nothing_is_said_of_the_wrong_subject(story):
    """A cause that is right for one object is not pinned on another."""
    for wrong in expected(story).get("must_not_for") or []:
        assert cause(story, wrong) is None


@pytest.mark.parametrize("story", STORIES)
def test_what_made_it_worse_is_listed(story):
    """Contributing findings stand beside the root causes, not among them."""
    by_id = {finding.id: finding.rule for finding in report(story).findings}
    contributing = {by_id[name] for name in report(story).diagnosis.contributing}
    assert set(expected(story).get("contributing") or []) <= contributing


@pytest.mark.parametrize("story", STORIES)
def test_a_healthy_story_has_no_serious_cause(story):
    """Where the story expects no root cause, none of level medium or above is stated."""
    if expected(story).get("root_causes"):
        return
    serious = [f.rule for f in roots(story) if LEVELS.index(f.level) <= LEVELS.index("medium") and f.confidence in SURE]
    assert serious == []


@pytest.mark.parametrize("story", STORIES)
def test_the_words_are_right(story):
    """The verdict and its finding contain what must be said and nothing that must not."""
    told = report(story)
    words = " ".join([told.verdict.sentence, *told.verdict.unknown, *(f.message for f in roots(story))])
    for text in expected(story).get("says") or []:
        assert str(text) in words
    for text in expected(story).get("never_says") or []:
        assert str(text) not in words


@pytest.mark.parametrize("story", STORIES)
def test_what_cannot_be_told_is_not_evaluated(story):
    """A missing source leaves its questions open instead of answering them."""
    open_ = {item.rule for item in report(story).not_evaluated}
    assert set(expected(story).get("not_evaluated") or []) <= open_


@pytest.mark.parametrize("story", STORIES)
def test_every_line_stands_where_it_is_quoted(story):
    """Each piece of evidence is the text at its path and line."""
    folder = SAMPLES / story / "bundle"
    for finding in report(story).findings:
        assert finding.evidence, finding.id
        for piece in finding.evidence:
            line = (folder / piece.path).read_text(encoding="utf-8").split("\n")[piece.line - 1]
            assert "REDACTED-" in piece.text or piece.text.strip("…") in line


@pytest.mark.parametrize("story", STORIES)
def test_nothing_breaks(story):
    """No rule fails and no reader dies on a story."""
    assert report(story).failed == ()
    assert [p for p in report(story).problems if p["reason"] in ("PARSER_CRASH", "SYNTAX", "TRUNCATED")] == []

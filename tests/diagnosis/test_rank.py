"""Findings into root causes: what explains what, and which comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analyzer.diagnosis.rank import diagnose
from analyzer.model.finding import Finding, Subject
from analyzer.model.rule import Condition, Explains, Rule
from analyzer.model.source import SourceLine

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)


def finding(name: str, *, pod: str | None = "web-0", minutes: int = 0, **changes) -> Finding:
    """A finding of rule `x.<name>` about a pod, some minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    values = {
        "id": f"x.{name}-{pod}", "rule": f"x.{name}", "level": "high", "role": "cause", "confidence": "confirmed", "title": name,
        "message": name, "subject": Subject("Pod", "shop", pod, "app", "worker-1"), "first_seen": at, "last_seen": at, "count": 1,
        "facts": {}, "origins": (), "evidence": (), "instances": (), "remedy": (), "references": (), "state": "failing",
    }  # fmt: skip
    return Finding(**(values | changes))


def rule(name: str, *explains: str, within: float | None = None) -> Rule:
    """A rule that explains others of the same container."""
    links = tuple(Explains(f"x.{other}", ("namespace", "pod", "container"), within) for other in explains)
    return Rule(
        f"x.{name}", name, "high", "cause", (Condition(table="t"),), (), {}, name, SourceLine("r"), explains=links
    )


def roots(findings: list[Finding], *rules: Rule) -> list[str]:
    return [root.finding for root in diagnose(findings, {r.id: r for r in rules}).root_causes]


def test_what_is_explained_is_no_root_cause():
    """A chain of three has one root, with both others as its effects in order of time."""
    found = [finding("loop", role="symptom", minutes=2), finding("exit", minutes=1), finding("oom")]
    rules = [rule("oom", "exit"), rule("exit", "loop"), rule("loop")]
    (root,) = diagnose(found, {r.id: r for r in rules}).root_causes
    assert root.finding == "x.oom-web-0"
    assert root.effects == ("x.exit-web-0", "x.loop-web-0")


def test_another_pod_is_not_explained():
    """Links hold only where the subjects agree."""
    found = [finding("oom"), finding("loop", pod="other", role="symptom")]
    assert set(roots(found, rule("oom", "loop"), rule("loop"))) == {"x.oom-web-0", "x.loop-other"}


def test_an_effect_does_not_precede_its_cause():
    """What was over ten minutes before the cause began is not explained by it."""
    found = [finding("oom", minutes=10), finding("loop", role="symptom")]
    assert len(roots(found, rule("oom", "loop"), rule("loop"))) == 2


def test_a_span_bounds_a_link():
    """An effect that begins after the span is a fault of its own."""
    found = [finding("oom"), finding("loop", role="symptom", minutes=30)]
    assert len(roots(found, rule("oom", "loop", within=600), rule("loop"))) == 2


def test_each_row_of_a_finding_can_have_an_effect():
    """One memory kill of a node hits several pods: the loops of all of them follow from it."""
    victims = tuple(
        {"namespace": "shop", "pod": pod, "container": "app", "pod_key": f"shop/{pod}"} for pod in ("web-0", "db-0")
    )
    found = [finding("oom", subject=Subject("Node", None, "worker-1", None, "worker-1"), rows=victims)]
    found += [finding("loop", pod=pod, role="symptom") for pod in ("web-0", "db-0", "other")]
    assert roots(found, rule("oom", "loop"), rule("loop")) == ["x.oom-web-0", "x.loop-other"]


def test_values_of_different_rows_are_not_mixed():
    """The namespace of one victim and the name of another make no third."""
    rows = (
        {"namespace": "a", "pod": "web-0", "container": "app"},
        {"namespace": "shop", "pod": "db-0", "container": "app"},
    )
    found = [finding("oom", subject=Subject("Node", None, "worker-1"), rows=rows), finding("loop", role="symptom")]
    assert len(roots(found, rule("oom", "loop"), rule("loop"))) == 2


@pytest.mark.parametrize(("ended", "count"), [(True, 1), (False, 2), (None, 2)])
def test_a_link_can_ask_for_a_flag(ended, count):
    """A kill that did not end the last run does not explain why the container is down."""
    link = Explains("x.loop", ("namespace", "pod", "container"), None, "of_last_end")
    oom = rule("oom")
    found = [finding("oom", facts={"of_last_end": ended}), finding("loop", role="symptom")]
    assert len(roots(found, replace(oom, explains=(link,)), rule("loop"))) == count


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"state": "failing"}, {"state": "over"}),
        ({"confidence": "likely", "state": "over"}, {"confidence": "possible", "state": "failing"}),
        ({"confidence": "confirmed"}, {"confidence": "likely"}),
        ({"level": "critical"}, {"level": "medium"}),
        ({"role": "cause", "level": "low"}, {"role": "symptom", "level": "critical"}),
    ],
)
def test_root_causes_are_ranked(first, second):
    """Failing before over, proven before likely, causes before symptoms; mere fits last."""
    found = [finding("b", pod="z", **second), finding("a", pod="a", **first)]
    assert roots(found, rule("a"), rule("b")) == ["x.a-a", "x.b-z"]


def test_contributing_findings_are_listed_and_never_ranked():
    """What made it possible is no cause."""
    found = [finding("oom"), finding("no-eviction", role="contributing", pod=None)]
    diagnosis = diagnose(found, {r.id: r for r in (rule("oom"), rule("no-eviction"))})
    assert [root.finding for root in diagnosis.root_causes] == ["x.oom-web-0"]
    assert diagnosis.contributing == ("x.no-eviction-None",)


def test_findings_that_explain_each_other_keep_one_root():
    """A circle in the rules does not make both vanish."""
    found = [finding("a"), finding("b", level="medium")]
    assert roots(found, rule("a", "b"), rule("b", "a")) == ["x.a-web-0"]

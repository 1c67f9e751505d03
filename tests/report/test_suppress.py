"""Findings that a site hides: openly, with a reason, until a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from analyzer.model.finding import Finding, Instance, Subject
from analyzer.model.source import SourceLine
from analyzer.model.suppression import Suppression
from analyzer.report.suppress import suppressed

NOW = datetime(2026, 5, 19, tzinfo=UTC)


def finding(*names: str) -> Finding:
    subjects = [Subject("Pod", "dev-1", name, "app") for name in names]
    instances = tuple(Instance(subject, None, None, 1) for subject in subjects) if len(subjects) > 1 else ()
    return Finding(
        "x.one-1", "x.one", "high", "cause", "likely", "A sample", "it happened", subjects[0], None, None, 1, {}, (), (), instances, (), ()
    )  # fmt: skip


def hidden(found: Finding, subject: dict[str, str], rule: str = "x.one", until: date | None = None) -> str | None:
    one = Suppression(rule, tuple(subject.items()), "known", until, SourceLine("site/suppressions.yaml", 1))
    (marked,) = suppressed([found], [one], NOW)
    return marked.suppressed


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ({}, "known"),
        ({"namespace": "dev-*"}, "known"),
        ({"namespace": "dev-*", "name": "web-0"}, "known"),
        ({"namespace": "dev"}, None),
        ({"name": "web-."}, None),
        ({"node": "*"}, None),
    ],
)
def test_a_pattern_fits_with_stars_only(subject, reason):
    """A star is any text; every other sign is itself, and what is not known fits nothing."""
    assert hidden(finding("web-0"), subject) == reason


def test_one_pod_that_is_not_meant_keeps_all_in_sight():
    """Pods of one workload are hidden together or not at all."""
    assert hidden(finding("web-0", "web-1"), {"name": "web-*"}) == "known"
    assert hidden(finding("web-0", "api-0"), {"name": "web-*"}) is None


def test_it_ends_after_its_last_day():
    """The last day still counts."""
    assert hidden(finding("web-0"), {}, until=date(2026, 5, 19)) == "known"
    assert hidden(finding("web-0"), {}, until=date(2026, 5, 18)) is None


def test_other_rules_are_not_meant():
    """A suppression is of one rule."""
    assert hidden(finding("web-0"), {}, rule="x.two") is None

"""Hub symptoms: any finding that agrees with them is what they come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.diagnosis.rank import diagnose
from analyzer.model.rule import Condition, ExplainedBy, Rule
from analyzer.model.source import SourceLine
from tests.diagnosis.test_rank import finding, rule

HUB = Rule(
    "x.hub", "hub", "high", "symptom", (Condition(table="t"),), (), {}, "hub", SourceLine("r"),
    explained_by=(ExplainedBy("cause", ("namespace", "workload")),),
)  # fmt: skip


def roots(**changes) -> list[str]:
    cause = replace(finding("pull", facts={"namespace": "shop", "workload": "web"}), **changes)
    hub = finding("hub", pod=None, role="symptom", facts={"namespace": "shop", "workload": "web"})
    return [root.finding for root in diagnose([hub, cause], {"x.hub": HUB, "x.pull": rule("pull")}).root_causes]


def test_a_cause_of_the_same_workload_explains_it():
    """The rule of the cause does not name the hub."""
    assert roots() == ["x.pull-web-0"]


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": {"namespace": "shop", "workload": "api"}},
        {"facts": {"namespace": "shop"}},
        {"level": "low"},
        {"state": "over"},
        {"role": "contributing"},
    ],
)
def test_what_does_not_agree_or_does_not_weigh_explains_nothing(changes):
    """Another workload, none, what is of low level, over, or no cause."""
    assert "x.hub-None" in roots(**changes)


def test_a_hidden_cause_still_explains():
    """A finding that a site hides is no root, and its effects do not become one."""
    assert roots(suppressed="known") == []

"""Why a rule matched or did not, with the lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from analyzer.cli.main import cli

BUNDLE = str(Path(__file__).resolve().parents[2] / "sample_bundles" / "cgroup-oom-container" / "bundle")


def explain(*args: str) -> str:
    done = CliRunner().invoke(cli, ["explain", *args])
    return done.output if done.exception is None or isinstance(done.exception, SystemExit) else str(done.exception)


def test_a_finding_is_explained_with_its_lines():
    """By the id of its rule; the finding's own id does as well."""
    said = explain(BUNDLE, "memory.oom-container-limit")
    assert "confirmed because proof: kernel names it" in said
    assert "dmesg.txt:" in said


def test_why_not_says_which_clause_failed_and_where_its_value_stands():
    """Clauses on a view, each with the value that it met."""
    said = explain(BUNDLE, "--why-not", "probe.liveness-killed")
    assert "did not match" in said
    assert "FAILS probe: liveness <- readiness at kubectl/pods.yaml:" in said


def test_why_not_of_a_select_says_which_condition_fails():
    """The conditions of its last WHERE, row by row."""
    said = explain(BUNDLE, "--why-not", "container.exit-app-error")
    assert "FAILS" in said
    assert "exit_code BETWEEN 1 AND 125" in said


def test_another_subject_can_be_asked_for():
    """What is not in the bundle has nothing that was looked at."""
    assert "nothing in this bundle" in explain(BUNDLE, "--why-not", "probe.liveness-killed", "--of", "shop/nobody-0")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((BUNDLE,), "no finding is named"),
        ((BUNDLE, "nope.nope"), "rules that matched here: memory.oom-container-limit"),
    ],
)
def test_what_is_not_there_is_said(args, said):
    """With what could be meant."""
    assert said in explain(*args)

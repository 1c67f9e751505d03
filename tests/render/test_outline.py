"""What all outputs share: order of findings, chains, completeness, what to ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.model.report import Link
from analyzer.render import excerpt, outline

from .sample_report import big, empty, rich


def test_every_finding_stands_once_root_causes_first() -> None:
    """Symptoms are folded under the root cause that explains them; suppressed ones are not shown."""
    found = [(group.kind, group.head.id, [one.id for one in group.effects]) for group in outline.groups(rich())]
    assert found == [
        ("root cause", "oom-api", ["crash-api", "endpoints-api"]),
        ("root cause", "image-batch", ["backoff-batch"]),
        ("contributing", "single-replica", []),
        ("unexplained", "pending-web", []),
        ("other", "clock", []),
    ]


def test_a_chain_goes_from_cause_to_effect() -> None:
    """Each step names the link that explains it, whatever the order of the links."""
    report = rich()
    root = report.diagnosis.root_causes[0]
    turned = replace(root, links=root.links[::-1])
    steps = outline.steps(report, turned)
    assert [(step.finding.id, step.source.id if step.source else None) for step in steps] == [
        ("oom-api", None),
        ("crash-api", "oom-api"),
        ("endpoints-api", "crash-api"),
    ]


def test_a_circle_of_links_ends() -> None:
    """Links that lead back do not repeat a step; an effect without a link is still shown."""
    report = rich()
    root = report.diagnosis.root_causes[0]
    circle = (Link("oom-api", "crash-api", 1, "rule"), Link("crash-api", "oom-api", 1, "rule"))
    steps = outline.steps(report, replace(root, links=circle))
    assert [step.finding.id for step in steps] == ["oom-api", "crash-api", "endpoints-api"]
    assert steps[-1].link is None


@pytest.mark.parametrize(
    ("read", "reasons", "partial", "share"),
    [
        (1000, (), False, 100.0),
        (999, (), False, 99.9),
        (9_999_999, (), False, 99.9),  # never rounded up to everything
        (980, (), True, 98.0),
        (1000, ("LINK", "EMPTY", "UNRECOGNISED"), False, 100.0),
        (1000, ("BAD_CHECKSUM",), True, 100.0),
    ],
)
def test_completeness(read: int, reasons: tuple[str, ...], partial: bool, share: float) -> None:  # noqa: FBT001
    """Links and empty members are listed, but what could change the verdict makes a reading partial."""
    whole = 10_000_000 if read > 1000 else 1000
    bundle = replace(rich().bundle, bytes=whole, bytes_read=read)
    problems = tuple({"path": "x", "reason": reason} for reason in reasons)
    found = outline.completeness(replace(rich(), bundle=bundle, problems=problems))
    assert (found.partial, found.share, found.not_read) == (partial, share, len(reasons))


def test_a_command_is_asked_for_once() -> None:
    """Checks that want the same command are named together."""
    asked = [(advice.text, [row.rule for row in rows]) for advice, rows in outline.asks(rich())]
    assert asked == [
        ("The kernel log of worker-1", ["memory.oom-container-limit", "disk.io-error"]),
        ("The kernel log of worker-3", ["disk.io-error"]),
    ]


def test_headline_without_a_verdict() -> None:
    """Where nothing was found, the sentence is about what could be read."""
    assert outline.headline(empty()) == "No known problem found in what could be read."


def test_an_excerpt_counts_what_it_leaves_out() -> None:
    """Short outputs say how much is missing, and keep what belongs to root causes."""
    short = excerpt.of(big())
    assert (len(short["findings"].items), short["findings"].left) == (10, 398)
    assert (len(short["timeline"].items), short["timeline"].left) == (30, 5_970)
    kept = excerpt.of(rich())["timeline"].items
    assert sum(entry.finding == "oom-api" for entry in kept) == 8
    assert [entry.t_min for entry in kept] == sorted(entry.t_min for entry in kept)

"""The verdict on a terminal: short, whole paths, no acting characters, never a claim of health."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.model.report import Report
from analyzer.render import columns, terminal
from analyzer.render.visible import ACTING

from .sample_report import DMESG, PODS, empty, hostile, rich

WRITTEN = "bundlescope_ticket-4711_9f2c41d0.html (612 KiB)"


def test_fits_25_lines_of_80_columns(report: Report) -> None:
    """Only a path that is longer than a line makes one longer."""
    lines = terminal.verdict(report, written=WRITTEN).splitlines()
    assert len(lines) <= 25
    assert [line for line in lines if len(line) > 80 and "/" not in line] == []


def test_says_everything_that_a_ticket_needs() -> None:
    """The sections stand in the order of reading."""
    text = terminal.verdict(rich(), written=WRITTEN)
    labels = [label for line in text.split("\n\n", 1)[1].splitlines() if (label := line[:9].strip())]
    assert labels == [
        "VERDICT",
        "IMPACT",
        "WHY",
        "RULED OUT",
        "UNKNOWN",
        "NEXT",
        "ALSO",
        "NOT READ",
        "REPORT",
    ]
    assert text.startswith("bundlescope 0.1.0  212 rules  ticket-4711.tar.gz  sha256 9f2c41d0…\nPARTIAL ")
    assert "Confirmed by kernel, objects. Failing at collection" in text
    assert "ask       The log of the run" in text
    assert WRITTEN in text


def test_proof_is_a_whole_place() -> None:
    """Paths are never broken: they can be given to less, rg or an editor."""
    text = terminal.verdict(rich())
    assert f"{DMESG}:9021\n" in text
    assert f"{PODS}:4410\n" in text
    assert "09:41:07  oom-kill:constraint=CONSTRAINT_MEMCG" in text


def test_nothing_found_is_not_health() -> None:
    """Without a root cause it says what was not asked, and what to collect first."""
    text = terminal.verdict(empty())
    assert "VERDICT   No known problem found in what could be read." in text
    assert "3 checks not evaluated" in text
    assert "oc debug node/worker-1 -- chroot /host dmesg -T" in text
    assert "healthy" not in text.lower()


def test_hostile_text_cannot_act(templates: Path) -> None:
    """No control character of a bundle reaches the terminal, with and without colour."""
    for text in (terminal.verdict(hostile()), terminal.render(hostile(), templates).decode()):
        assert not ACTING.search(text)
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", terminal.verdict(hostile(), colour=True))
    assert not ACTING.search(coloured)


def test_colour_adds_only_colour() -> None:
    """Without its colours, the coloured verdict is the plain one."""
    coloured = terminal.verdict(rich(), colour=True)
    assert "\x1b[1mVERDICT" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == terminal.verdict(rich()).splitlines()


@pytest.mark.parametrize("width", [40, 60, 120])
def test_other_widths(width: int) -> None:
    """Prose keeps to the width that is asked for."""
    lines = terminal.verdict(rich(), width=width).splitlines()
    assert len(lines) <= 25
    assert [line for line in lines if len(line) > width and "/" not in line] == []


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("see /a/very/long/path.txt:12 now", 10, ["see", "/a/very/long/path.txt:12", "now"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 10, []),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    """Words that are paths stay whole, other long words are broken."""
    assert columns.wrapped(text, width) == lines


def test_a_command_pastes_as_one() -> None:
    """A long command is continued at blanks that are not quoted."""
    lines = columns.command("kubectl get pods -o jsonpath='{.items[*].metadata.name} x'", 30)
    assert lines == ["kubectl get pods -o \\", "  jsonpath='{.items[*].metadata.name} x'"]

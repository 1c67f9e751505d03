"""Pressure stall information."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.parsers.cgroup.pressure import parse

_TEXT = "some avg10=1.53 avg60=0.87 avg300=0.28 total=228441\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"


def _rows(file, text=_TEXT):
    found = parse(Piece("member", "pressure", Lines(text), context={"file": file}))
    return [row for row in found if not isinstance(row, Understood)]


def test_both_lines_are_read():
    """Per cent stay per cent; the total is microseconds in the file (Linux 6.12)."""
    some, full = _rows("/proc/pressure/memory")
    assert some[:] == (1, None, "memory", "some", 1.53, 0.87, 0.28, 0.228441)
    assert (full.kind, full.total_s) == ("full", 0.0)


@pytest.mark.parametrize(
    ("file", "resource", "cgroup"),
    [
        ("node-1/proc/pressure/io", "io", None),
        ("pressure/cpu", "cpu", None),
        ("/sys/fs/cgroup/kubepods.slice/cpu.pressure", "cpu", "/kubepods.slice"),
        ("memory.pressure", "memory", None),
        ("proc_pressure_irq.txt", "irq", None),
        ("psi.txt", None, None),
    ],
)
def test_the_name_tells_the_resource(file, resource, cgroup):
    """A name without a resource leaves it missing."""
    row = _rows(file)[0]
    assert (row.resource, row.cgroup) == (resource, cgroup)


def test_grep_names_the_file_in_each_line():
    """`grep . /proc/pressure/*` puts the file in front."""
    text = "/proc/pressure/cpu:some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n"
    assert _rows("psi.txt", text)[0].resource == "cpu"


@pytest.mark.parametrize("text", ["", "cat: read error: Operation not supported\n", "some avg10=x\n"])
def test_no_pressure_is_made_up(text):
    """With psi=0 the file cannot be read: there is no row, not a row of zeros."""
    assert _rows("cpu.pressure", text) == []

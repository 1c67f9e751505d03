"""Places of rows: a member, a line, and which of the objects that begin on it."""

from __future__ import annotations

import pytest

from analyzer.model.source import line_of, shared_line, src


@pytest.mark.parametrize("member", [0, 7, 199_999])
@pytest.mark.parametrize(
    ("line", "number"), [(1, 0), (1, 32_767), (1, 32_768), (63, 16_000_000), (64, 5), (32_767, 32_767)]
)
def test_a_shared_line_is_found_again(member, line, number):
    """Whichever object of the line it is, the row leads back to the line."""
    shared = shared_line(line, number)
    assert line_of(src(member, shared)) == line
    assert src(member, shared) >> 32 == member


def test_objects_of_a_line_are_told_apart():
    """A hundred thousand pods on one line have a hundred thousand places, and none is a plain line's."""
    places = {shared_line(1, number) for number in range(100_000)} | {
        shared_line(2, number) for number in range(100_000)
    }
    assert len(places) == 200_000
    assert min(places) >= 1 << 31


@pytest.mark.parametrize(("line", "number"), [(1, 1 << 24), (64, 1 << 15), (1 << 15, 0)])
def test_what_cannot_be_told_apart_is_no_place(line, number):
    """Better no row than one that is taken for another's."""
    assert shared_line(line, number) is None

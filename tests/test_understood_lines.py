"""The lines of a member that nobody understood."""

from __future__ import annotations

import pytest

from analyzer.understood_lines import UnderstoodLines

TEXT = "one\ntwo\n\nfour\nfive\n"


@pytest.mark.parametrize(
    ("handed", "known", "unknown"),
    [
        ([(1, 5)], [], [1, 2, 4, 5]),
        ([(1, 5)], [(1, 5)], []),
        ([(1, 5)], [(2, 2), (1, 1)], [4, 5]),
        ([(1, 5)], [(4, 4), (2, 2), (4, 5)], [1]),
        ([(4, 1)], [], [4, 5]),
        ([], [], []),
        ([(1, 2), (1, 5)], [(1, 1), (5, 9)], [2, 4]),
    ],
)
def test_what_was_handed_out_and_not_known_is_unknown(handed, known, unknown):
    """Lines between the stretches are marks; blank lines say nothing; two parsers can share a line."""
    lines = UnderstoodLines()
    for first, count in handed:
        lines.hand(first, count)
    for first, last in known:
        lines.know(first, last)
    assert [number for number, _ in lines.unknown(TEXT)] == unknown

"""Which lines of a member nobody understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

Span = tuple[int, int]


class UnderstoodLines:
    """Lines that were handed to parsers, and those of them that a parser knew.

    Lines that no stretch holds are marks of the text around: prompts, fences, heads of `tail`.
    """

    def __init__(self) -> None:
        self._handed: list[Span] = []
        self._known: list[Span] = []

    def hand(self, first: int, lines: int) -> None:
        """`lines` lines from `first` on went to parsers."""
        self._handed.append((first, first + lines))

    def know(self, first: int, last: int) -> None:
        """A parser knew the lines from `first` to `last`."""
        if self._known and self._known[-1][0] <= first <= self._known[-1][1] + 1:
            self._known[-1] = (self._known[-1][0], max(last, self._known[-1][1]))
        else:
            self._known.append((first, last))

    def unknown(self, text: str) -> Iterator[tuple[int, str]]:
        """(number, text) of the lines that hold something and were not understood."""
        gaps = list(_without(_merged(self._handed), _merged(self._known)))
        if not gaps:
            return
        lines = text.split("\n")
        for first, last in gaps:
            for number in range(first, min(last, len(lines)) + 1):
                if line := lines[number - 1].strip():
                    yield number, line


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for first, last in sorted(spans):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def _without(spans: list[Span], taken: list[Span]) -> Iterator[Span]:
    """What is left of `spans`, both sorted and merged, when `taken` is cut out."""
    index = 0
    for first, last in spans:
        while index < len(taken) and taken[index][1] < first:
            index += 1
        inside = index
        bounds = [(first - 1, first - 1)]
        while inside < len(taken) and taken[inside][0] <= last:
            bounds.append(taken[inside])
            inside += 1
        bounds.append((last + 1, last + 1))
        yield from ((left[1] + 1, right[0] - 1) for left, right in pairwise(bounds) if left[1] + 1 <= right[0] - 1)

"""Saying which lines were understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.model.understood import Understood


def claims(numbers: Iterable[int]) -> Iterator[Understood]:
    """One record per run of consecutive line numbers, which come in rising order."""
    first = last = 0
    for number in numbers:
        if number > last + 1 or not first:
            if first:
                yield Understood(first, last)
            first = number
        last = number
    if first:
        yield Understood(first, last)

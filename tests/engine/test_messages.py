"""Texts of rules with the numbers of a case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.engine.messages import fill, size


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("limit {limit|bytes}", {"limit": 268435456}, "limit 256 MiB"),
        ("ran {s|seconds}", {"s": 62.0}, "ran 62 s"),
        ("{share|percent} of it", {"share": 0.42}, "42 % of it"),
        ("pod {pod}", {"pod": None}, "pod unknown"),
        ("killed[[ at {limit|bytes}]]", {"limit": None}, "killed"),
        ("killed[[ at {limit|bytes}]]", {"limit": 1024}, "killed at 1 KiB"),
        ("at {t}", {"t": datetime(2026, 5, 19, 20, 21, tzinfo=UTC)}, "at 2026-05-19 20:21:00 UTC"),
        ("{pod.__class__}", {"pod": "x"}, "{pod.__class__}"),
        ("{a}", {"a": "{b}", "b": "never"}, "{b}"),
    ],
)
def test_values_are_put_in_and_nothing_else_happens(text, row, expected):
    """A text can neither reach attributes nor be filled twice."""
    assert fill(text, row) == expected


@pytest.mark.parametrize(
    ("value", "text"), [(500, "500 B"), (1536, "1.5 KiB"), (536870912, "512 MiB"), (16 * 2**30, "16 GiB")]
)
def test_a_size_is_in_the_largest_unit_that_fits(value, text):
    """Sizes read as people write them in a spec."""
    assert size(value) == text

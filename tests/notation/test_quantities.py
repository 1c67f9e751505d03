"""Quantities and durations of Kubernetes."""

from __future__ import annotations

import pytest

from analyzer.notation.quantities import cores, duration_s, memory_bytes


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("128Mi", 134_217_728),
        ("16384Mi", 17_179_869_184),
        ("1.5Gi", 1_610_612_736),
        ("64k", 64_000),
        ("12E", 2**63 - 1),
        ("1e3", 1000),
        ("12E2", 1200),
        ("500m", 1),  # half a byte, seen in the field: a memory limit written as CPU
        ("1500m", 2),
        ("1n", 1),
        (2097152000, 2097152000),
        (1.5, 2),
        ("0", 0),
    ],
)
def test_memory_is_bytes(text, size):
    """A quantity becomes bytes, a fraction rounds up as in the API server."""
    assert memory_bytes(text) == size


@pytest.mark.parametrize("text", ["", "abc", "1Kib", "5%", "<none>", None, True, [], "1e9999999999", float("inf")])
def test_no_quantity_is_missing(text):
    """What is no quantity is missing, never 0."""
    assert memory_bytes(text) is None
    assert cores(text) is None


@pytest.mark.parametrize(("text", "count"), [("250m", 0.25), ("2", 2.0), (1, 1.0), ("100u", 0.0001), ("1k", 1000.0)])
def test_cpu_is_cores(text, count):
    """CPU becomes cores."""
    assert cores(text) == pytest.approx(count)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1m30s", 90.0),
        ("0", 0.0),
        ("250ms", 0.25),
        ("1.5h", 5400.0),
        ("10s ", 10.0),
        ("-5s", -5.0),
        ("3", None),
        ("5m0", None),
    ],
)
def test_go_durations_are_seconds(text, seconds):
    """Durations as Go prints them become seconds; a number without unit is none."""
    assert duration_s(text) == seconds

"""What a collector could not get."""

from __future__ import annotations

import json

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.model.problem import Problem
from analyzer.parsers.collection import failures


def found(text: str) -> list[tuple[int, str]]:
    parsed = failures.parse(Piece("x-errors.json", "collection-errors", Lines(text)))
    return [(one.line, one.detail) for one in parsed if isinstance(one, Problem) and one.reason == "ERROR_TEXT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[\n  "pods is forbidden: User \\"x\\" cannot list",\n  "services is forbidden"\n]',
            [(2, 'not collected: pods is forbidden: User "x" cannot list'), (3, "not collected: services is forbidden")],
        ),
        ('{\n "default": "forbidden"\n}', [(2, "not collected: default: forbidden")]),
        ("null", []),
        ("[]", []),
        ('[{"queryobj":"pods","time":"1ms"},{"queryobj":"secrets","namespace":"a","time":"2ms","error":{}}]', [(1, "not collected: secrets a: failed")]),
        ('{"error":"pod is not running"}', [(1, "not collected: plugin: pod is not running")]),
        ("Support Bundle: failed to get podmetrics: the server could not find it\n", [(1, "not collected: Support Bundle: failed to get podmetrics: the server could not find it")]),
    ],
)  # fmt: skip
def test_errors_become_problems(text, expected):
    """Lists, maps by namespace, queries with durations, and plain lines."""
    assert found(text) == expected


def test_many_errors_are_counted():
    """A collector without rights fails everywhere; nobody reads 200 of the same."""
    errors = found(json.dumps([f"e{n}" for n in range(200)]))
    assert len(errors) == 51
    assert errors[-1][1] == "not collected: 150 more errors of the collector"

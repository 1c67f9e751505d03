"""JSON with limits, and JSON that is cut."""

from __future__ import annotations

import pytest

from analyzer.notation import json
from analyzer.notation.unreadable import UnreadableError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a":1,"a":2}', {"a": 2}),
        ('{"a":"x\ny"}', {"a": "x\ny"}),  # a control character, which strict readers refuse
        ('{"a":"\udc80"}', {"a": "?"}),
        ('{"a":"' + "[" * 300 + '"}', {"a": "[" * 300}),
        ('{"t":"2026-05-19T20:21:00Z"}', {"t": "2026-05-19T20:21:00Z"}),
    ],
)
def test_odd_but_readable_json(text, value):
    """Invalid UTF-8, control characters and duplicate keys do not cost the document."""
    assert json.load(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[" * 300, "LIMIT_DEPTH"), ('{"a":1', "TRUNCATED"), ('{"a":"x', "TRUNCATED"), ("{a:1}", "SYNTAX")],
)
def test_unreadable_json_has_a_reason(text, reason):
    """Depth, a missing end and wrong syntax are told apart."""
    with pytest.raises(UnreadableError) as refused:
        json.load(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ('{"a": [1, 2, {"b": "x", "c": "y', '{"a": [1, 2, {"b": "x"}]}'),
        ('{"a": {"b": 1}, "c": 13', '{"a": {"b": 1}}'),
        ('{"a"', None),
        ('{"x": 1}\n  },\n "y": 2}', '{"x": 1}'),
        ('{"a": 1, "b": "quote \\', '{"a": 1}'),
    ],
)
def test_repair_keeps_complete_parts_only(text, repaired):
    """A cut value is closed after its last complete member: nothing is invented."""
    assert json.repair(text) == repaired


def test_values_in_a_row():
    """Several values follow each other; the last is cut."""
    text = '{"a":1}\n{"b":"}"}\n{"c":'
    assert list(json.values(text)) == [(0, 7), (8, 17), (18, -1)]

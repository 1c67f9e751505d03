"""A redactor's words that YAML takes for aliases."""

from __future__ import annotations

import pytest

from analyzer.notation import yaml
from analyzer.notation.kube.hidden_words import without_aliases


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("user: ***HIDDEN***\nhost: a\n", {"user": "___HIDDEN___", "host": "a"}),
        ("users:\n- ***HIDDEN***\n- b\n", {"users": ["___HIDDEN___", "b"]}),
        ("a: [x, ***HIDDEN***]\n", {"a": ["x", "___HIDDEN___"]}),
        ("key: ***TOKEN_PASSWORD_A1B2C3***\n", {"key": "___TOKEN_PASSWORD_A1B2C3___"}),
        ("***HIDDEN***: x\n", {"___HIDDEN___": "x"}),
        ("dsn: user=***HIDDEN***;x\n", {"dsn": "user=***HIDDEN***;x"}),
        ('q: "***HIDDEN***"\n', {"q": "***HIDDEN***"}),
        ("bold: '***b***'\n", {"bold": "***b***"}),
    ],
)
def test_it_parses_and_nothing_moves(text, value):
    """Only what would be an alias is changed, and lines and columns stay where they are."""
    clean = without_aliases(text)
    assert yaml.load(clean) == value
    assert [len(line) for line in clean.split("\n")] == [len(line) for line in text.split("\n")]

"""YAML with limits."""

from __future__ import annotations

import pytest

from analyzer.notation import yaml
from analyzer.notation.unreadable import UnreadableError

SCALARS = [
    ("a: 2026-05-19T20:21:00Z", "2026-05-19T20:21:00Z"),
    ("a: 12:30:45", "12:30:45"),
    ("a: yes", "yes"),
    ("a: 017", 17),
    ("a: 0x1F", 31),
    ("a: 0o17", 15),
    ("a: 1_000", "1_000"),
    ("a: 1e3", 1000.0),
    ("a: ~", None),
    ("a: TRUE", True),
    ("a: '12'", "12"),
    ("a: !!binary aGk=", "aGk="),
    ("a: !vault x", "x"),
    ("a: !!python/object:os.system x", "x"),
]


@pytest.mark.parametrize("load", [yaml.load, yaml.load_slowly])
@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_both_parsers_read_scalars_of_yaml_1_2(load, text, value):
    """Timestamps stay text, tags make no objects, and the fallback reads the same as the fast parser."""
    assert load(text) == {"a": value}


@pytest.mark.parametrize("load", [yaml.load, yaml.load_slowly])
@pytest.mark.parametrize("text", ["[" * 30_000, "a: " + "{a: " * 150 + "}" * 150])
def test_deep_nesting_is_refused(load, text):
    """The C parser dies of 24,000 levels: nesting is refused before anything is built."""
    with pytest.raises(UnreadableError) as refused:
        load(text)
    assert refused.value.reason == "LIMIT_DEPTH"


def test_alias_bomb_is_refused():
    """Aliases that expand to gigabytes are refused, by either parser."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{key}: &{key} [{','.join(['*' + below] * 9)}]\n" for below, key in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for load in (yaml.load, yaml.load_slowly):
        with pytest.raises(UnreadableError):
            load(bomb + "z: [" + ",".join(["*a"] * 200) + "]")


def test_one_endless_value_is_refused():
    """A value or comment of megabytes would cost a hundred times its size; a large one of etcd's limit is read."""
    for text in (f"a: {'x' * 3_000_000}\n", "# c\n" * 1_000_000 + "a: x\n"):
        with pytest.raises(UnreadableError) as refused:
            yaml.load(text)
        assert refused.value.reason == "LIMIT_DOCUMENT"
    assert yaml.load(f"a: {'x' * 1_600_000}\n") == {"a": "x" * 1_600_000}


def test_endless_directives_are_refused():
    """The slow parser would compare each of them with all others."""
    with pytest.raises(UnreadableError):
        yaml.load("".join(f"%TAG !e{n}! tag:example.org,2000:\n" for n in range(200_000)))


def test_redacted_values_do_not_cost_the_file():
    """A redactor's `***HIDDEN***` reads as an alias; it is taken as text."""
    assert yaml.load("password: ***HIDDEN***\nuser: bob\n") == {"password": "***HIDDEN***", "user": "bob"}


def test_documents_know_their_lines():
    """Documents are cut at `---` lines; empty ones are left out."""
    found = list(yaml.documents("---\na: 1\n---\n---\nb: 2\n"))
    assert [(line, yaml.load(text)) for line, text in found] == [(1, {"a": 1}), (4, {"b": 2})]


def test_wrong_syntax_says_where():
    """The line of a fault is told."""
    with pytest.raises(UnreadableError) as refused:
        yaml.load("a: 1\nb: c: d\n")
    assert (refused.value.reason, refused.value.line) == ("SYNTAX", 2)


def test_the_last_of_duplicate_keys_counts():
    """As in the API server's tolerant reading."""
    assert yaml.load("a: 1\na: 2\n") == yaml.load_slowly("a: 1\na: 2\n") == {"a": 2}

"""The schema that editors use accepts what the loader accepts, and marks what it refuses."""

from __future__ import annotations

import functools

import pytest
import yaml
from jsonschema import Draft202012Validator

from analyzer import discover, shipped
from analyzer.engine.database import Database
from analyzer.engine.rule_schema import rule_schema
from analyzer.pipeline import views

FILES = sorted(shipped.rules_dir().glob("*/*.yaml"))
RULE = """\
id: site.sample
title: A sample
level: high
role: cause
when:
  table: events
  where: {reason|in: [BackOff, Failed], count|gt: 3}
  group: [namespace, name]
  having: {count|gte: 2}
confidence: [{confirmed: {type: Warning}}, likely]
evidence: [reason]
subject: {kind: Pod, namespace: "{namespace}", name: "{name}"}
message: "it happened to {name}"
"""


@functools.cache
def validator() -> Draft202012Validator:
    database = Database(discover.tables())
    database.load({})
    database.settle(views())
    schema = rule_schema(
        {name: list(database.columns(name)) for name in database.names()}, ["container.crashloop-backoff"]
    )
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def is_valid(text: str) -> bool:
    return validator().is_valid(yaml.safe_load(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_shipped_rule_fits(path):
    """What the loader takes is nothing that an editor marks."""
    loader = yaml.CSafeLoader
    found = yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506  (the safe loader, in C)
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator().iter_errors(found)]
    assert errors == []


def test_the_sample_fits():
    """What follows differs from it in one place each."""
    assert is_valid(RULE)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("level: high", "level: hihg"),
        ("level: high", "levle: high"),
        ("role: cause\n", ""),
        ("table: events", "table: event"),
        ("reason|in", "reason|lik"),
        ("reason|in", "raeson|in"),
        ("group: [namespace", "group: [namespaec"),
        ("confirmed:", "confirmd:"),
        ("kind: Pod", "king: Pod"),
        ("evidence: [reason]", "evidence: []"),
        ("id: site.sample", "id: Sample"),
    ],
)
def test_a_slip_is_marked(part, other):
    """Keys, words, tables, columns and modifiers are known."""
    assert part in RULE
    assert not is_valid(RULE.replace(part, other))

"""The JSON document: it comes back as it was, and the published schema describes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from analyzer.model.errors import InputError
from analyzer.model.report import Report
from analyzer.render import json
from analyzer.render.schema import report_schema
from analyzer.render.visible import ACTING

from .sample_report import empty, rich


def test_a_report_comes_back(templates: Path) -> None:
    """Reading what was written gives the same report."""
    for report in (rich(), empty()):
        assert json.load(json.render(report, templates)) == report


def test_writing_again_gives_the_same_bytes(report: Report, templates: Path) -> None:
    """A report that was written and read is written as before."""
    data = json.render(report, templates)
    assert json.render(json.load(data), templates) == data


def test_order_of_keys_and_of_unordered_lists_says_nothing(templates: Path) -> None:
    """Facts and lists without meaning in their order are sorted."""
    one = rich()
    finding = one.findings[0]
    turned = replace(finding, facts=dict(reversed(finding.facts.items())))
    other = replace(
        one, findings=(turned, *one.findings[1:]), inventory=one.inventory[::-1], problems=one.problems[::-1]
    )
    assert json.render(one, templates) == json.render(other, templates)


def test_times_are_utc_with_z(templates: Path) -> None:
    """A time of another zone is written in UTC, as RFC 3339 with Z."""
    zone = timezone(timedelta(hours=2))
    report = replace(rich(), generated_at=datetime(2026, 11, 22, 12, 0, tzinfo=zone))
    assert msgspec.json.decode(json.render(report, templates))["generated_at"] == "2026-11-22T10:00:00Z"


def test_from_is_called_from() -> None:
    """The two fields that are a word of Python have their names of the contract."""
    tree = msgspec.json.decode(json.encode(rich()))
    assert tree["coverage"][0]["from"] == "2026-11-22T03:11:07Z"
    assert tree["diagnosis"]["root_causes"][0]["links"][0]["from"] == "oom-api"
    assert b'"from_"' not in json.encode(rich())


def test_no_character_in_the_file_acts(report: Report, templates: Path) -> None:
    """The file can be shown on a terminal; its values are unchanged."""
    text = json.render(report, templates).decode()
    assert not ACTING.search(text)
    tree = msgspec.json.decode(text)
    assert tree["verdict"]["sentence"].startswith(report.verdict.sentence[:5])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema_version": "1.0"}',
        b'{"schema_version": "2.0"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_something_else_is_refused_with_a_remedy(data: bytes) -> None:
    """What is no report, or one of another major version, is an error of the input."""
    with pytest.raises(InputError) as caught:
        json.load(data)
    assert caught.value.remedy


def test_schema_is_a_schema() -> None:
    """The published document is valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(report_schema())


def test_a_report_validates(report: Report, templates: Path) -> None:
    """Every report fits the published schema."""
    _check(msgspec.json.decode(json.render(report, templates)))


def test_more_keys_may_stand_beside() -> None:
    """A later minor version with more keys still validates."""
    tree = msgspec.json.decode(json.encode(rich()))
    tree["new"] = tree["bundle"]["new"] = 1
    _check(tree)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("findings", 0, "level"), "urgent"),
        (("findings", 0, "confidence"), "certain"),
        (("findings", 0, "role"), "reason"),
        (("findings", 0, "origins", 0), "rumour"),
        (("findings", 0, "remedy", 0, "kind"), "pray"),
        (("verdict", "state"), "fine"),
        (("verdict", "confidence"), "sure"),
        (("diagnosis", "root_causes", 0, "state"), None),
        (("diagnosis", "root_causes", 0, "links", 0, "proof"), "guess"),
        (("problems", 0, "reason"), "BORED"),
        (("timeline", 0, "lane"), "gossip"),
        (("nodes", 0, "kind"), "rack"),
        (("schema_version",), "2.0"),
        (("generated_at",), 5),
        (("bundle", "members"), "many"),
    ],
)
def test_an_unknown_word_or_type_fails(path: tuple[Any, ...], value: object) -> None:
    """A term outside of the product's words does not validate."""
    tree = msgspec.json.decode(json.encode(rich()))
    *way, last = path
    at = tree
    for key in way:
        at = at[key]
    at[last] = value
    with pytest.raises(jsonschema.ValidationError):
        _check(tree)


@pytest.mark.parametrize("key", ["findings", "verdict", "not_evaluated", "problems"])
def test_a_missing_part_fails(key: str) -> None:
    """The keys of the contract are required."""
    tree = msgspec.json.decode(json.encode(rich()))
    del tree[key]
    with pytest.raises(jsonschema.ValidationError):
        _check(tree)


def _check(tree: Any) -> None:
    jsonschema.Draft202012Validator(report_schema()).validate(tree)

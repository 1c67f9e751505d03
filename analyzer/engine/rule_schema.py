"""A JSON Schema of rule files, so that editors complete and check them while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analyzer.engine.clauses import MODIFIERS
from analyzer.engine.rule_parts import REQUIRED
from analyzer.model.finding import CONFIDENCES, LEVELS, ORIGINS, ROLES

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_WORD = {"type": ["string", "number", "boolean", "null"]}
_FIELD = {"type": "object", "properties": {"field": _TEXT}, "required": ["field"], "additionalProperties": False}
_VALUE = {"anyOf": [_WORD, _FIELD]}


def rule_schema(tables: Mapping[str, Iterable[str]], rules: Iterable[str]) -> dict[str, Any]:
    """The schema of one rule file: keys, words, tables with their columns, ids that `explains` can name."""
    names = sorted(tables)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of bundlescope",
        "description": "See docs/write-a-rule.md",
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": _rule(sorted(rules)),
        "$defs": {
            "way": {"anyOf": [_on_table(name, sorted(tables[name])) for name in names] + [_select()]},
            "clauses": _clauses(None),
        },
    }


def _rule(rules: list[str]) -> dict[str, Any]:
    advice = {"text": _TEXT, "risk": _TEXT, "command": _TEXT, "why": _TEXT}
    return {
        "id": {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$"},
        "title": _TEXT,
        "level": {"enum": list(LEVELS)},
        "role": {"enum": list(ROLES)},
        "levels": _graded(LEVELS),
        "origins": {"type": "array", "items": {"enum": list(ORIGINS)}},
        "needs": _list(
            {
                "origin": {"enum": ["kernel", "kubelet", "events", "cgroup", "logs", "objects"]},
                "of": {"enum": ["node", "cluster"]},
                "over": {"enum": ["run", "bundle"]},
            },
            "origin",
        ),
        "versions": _map({name: {"anyOf": [_TEXT, _TEXTS]} for name in ("kubelet", "runtime", "kernel", "distribution")}),
        "when": {"anyOf": [{"$ref": "#/$defs/way"}, {"type": "array", "items": {"$ref": "#/$defs/way"}, "minItems": 1}]},
        "confidence": _graded(CONFIDENCES),
        "key": _TEXTS,
        "evidence": {**_TEXTS, "minItems": 1},
        "subject": _map({name: {"type": "string"} for name in ("kind", "namespace", "name", "container", "node")}),
        "message": _TEXT,
        "explains": _links(rules),
        "explained_by": _list({"role": {"enum": ["cause", "symptom"]}, "equal": _TEXTS, "within": _TEXT}, "role", "equal"),
        "repeats": _links(rules),
        "state": _TEXT,
        "remedy": _list({"kind": {"enum": ["mitigate", "fix"]}, **advice}, "kind", "text"),
        "references": _TEXTS,
        "collect": _list({name: advice[name] for name in ("command", "why", "text")}, "command"),
        "tests": _map({kind: {"type": "array", "items": _test()} for kind in ("fires", "silent", "not_evaluated")}),
    }  # fmt: skip


def _test() -> dict[str, Any]:
    expect = _map(
        {"subject": {"type": "object"}, "confidence": {"enum": list(CONFIDENCES)}, "count": {"type": "integer"}, "evidence": _TEXTS,
         "message": _TEXT}
    )  # fmt: skip
    members = {"type": "object", "additionalProperties": {"type": "string"}}
    return {**_map({"name": _TEXT, "members": members, "expect": expect}), "required": ["members"]}


def _on_table(name: str, columns: list[str]) -> dict[str, Any]:
    keys = {
        "table": {"const": name},
        "where": _clauses(columns),
        "group": {"type": "array", "items": {"enum": columns}},
    }
    return {**_map(keys | _shared()), "required": ["table"]}


def _select() -> dict[str, Any]:
    keys = {"sql": _TEXT, "where": _clauses(["text"]), "group": _TEXTS}
    return {**_map(keys | _shared()), "required": ["sql"]}


def _shared() -> dict[str, Any]:
    return {"having": {"$ref": "#/$defs/clauses"}, "window": _TEXT, "confidence": _graded(CONFIDENCES)}


def _clauses(columns: list[str] | None) -> dict[str, Any]:
    """`field|modifier: value`; of a table the fields are its columns."""
    fields = "|".join(columns) if columns is not None else r"\w+"
    pattern = rf"^({fields})(\|({'|'.join(MODIFIERS)}))?$"
    values = {"anyOf": [_VALUE, {"type": "array", "items": _VALUE, "minItems": 1}]}
    macro = {"anyOf": [_TEXT, _TEXTS]}
    return {
        "type": "object",
        "properties": {"macro": macro},
        "patternProperties": {pattern: values},
        "additionalProperties": False,
    }


def _graded(words: tuple[str, ...]) -> dict[str, Any]:
    """A word, or a list of words and of words with their clauses."""
    word = {"enum": list(words)}
    held = {**_map({name: {"$ref": "#/$defs/clauses"} for name in words}), "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [word, {"type": "array", "items": {"anyOf": [word, held]}}]}


def _links(rules: list[str]) -> dict[str, Any]:
    finding = {"anyOf": [{"enum": rules}, {"type": "string"}]}
    return _list({"finding": finding, "equal": _TEXTS, "within": _TEXT, "if": _TEXT}, "finding")


def _list(keys: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "array", "items": {**_map(keys), "required": list(required)}}


def _map(keys: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": keys, "additionalProperties": False}

"""The published JSON Schema of the report (2020-12), made from the dataclasses and the product's terms."""

from __future__ import annotations

from typing import Any

import msgspec

from analyzer.model.finding import CONFIDENCES, LEVELS, ORIGINS, ROLES
from analyzer.model.problem import REASONS
from analyzer.model.report import SCHEMA_VERSION, Report

_STATES = ("failing", "recurring", "over", "unknown")

# Fields of type `str` that take only these words, by the name of their definition.
_TERMS: dict[tuple[str, str], tuple[str | None, ...]] = {
    ("Advice", "kind"): ("mitigate", "fix", "ask"),
    ("Finding", "level"): LEVELS,
    ("Finding", "role"): ROLES,
    ("Finding", "confidence"): CONFIDENCES,
    ("Link", "proof"): ("same id", "same node and time", "rule"),
    ("MemoryBar", "kind"): ("node", "kubepods", "pod", "container"),
    ("RootCause", "state"): _STATES,
    ("TimelineEntry", "lane"): ("kernel", "kubelet", "events", "containers", "nodes"),
    ("Verdict", "confidence"): (*CONFIDENCES, None),
    ("Verdict", "state"): (*_STATES, None),
}


def report_schema() -> dict[str, Any]:
    """The schema as a tree; keys that are not named in it may stand beside those that are."""
    tree = msgspec.json.schema(Report)
    definitions: dict[str, Any] = tree["$defs"]
    for (record, name), words in _TERMS.items():
        definitions[record]["properties"][name] = {"enum": list(words)}
    definitions["Finding"]["properties"]["origins"]["items"] = {"enum": list(ORIGINS)}
    definitions["Report"]["properties"]["problems"]["items"] = _problem()
    definitions["Report"]["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    for record in ("CoverageRow", "Link"):
        _rename_from(definitions[record])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"bundlescope report {SCHEMA_VERSION}",
        **tree,
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "reason": {"enum": sorted(REASONS)},
            "detail": {"type": "string"},
            "bytes_read": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "bytes_unread": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "option": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["path", "reason", "detail"],
    }


def _rename_from(definition: dict[str, Any]) -> None:
    """`from` is a word of Python; the field is called `from_` there."""
    fields = definition["properties"]
    definition["properties"] = {"from" if name == "from_" else name: rule for name, rule in fields.items()}
    definition["required"] = ["from" if name == "from_" else name for name in definition["required"]]

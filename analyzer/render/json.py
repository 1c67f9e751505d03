"""The report as JSON: the document that every other output is a rendering of (product.md, section 3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from analyzer.model.errors import InputError
from analyzer.model.report import SCHEMA_VERSION, Report
from analyzer.render.visible import ACTING

SUFFIX = ".json"

# Lists whose order says nothing, and what they are sorted by; all other order is part of the report.
_UNORDERED = {
    "clear": ("rule",),
    "failed": ("rule", "reason"),
    "inventory": ("path",),
    "problems": ("path", "reason", "detail"),
}


def render(report: Report, templates: Path) -> bytes:  # noqa: ARG001 - every renderer has the same door
    """Write the report, indented by one; the same report gives the same bytes."""
    return msgspec.json.format(encode(report), indent=1) + b"\n"


def encode(report: Report) -> bytes:
    """Write the report in one line.

    Characters that would act on a terminal or a page are written as JSON escapes, which changes no value.
    """
    tree = _plain(msgspec.to_builtins(report, builtin_types=(datetime,), str_keys=True, order="deterministic"))
    _rename(tree, "from_", "from")
    for name, keys in _UNORDERED.items():
        tree[name].sort(key=lambda row, keys=keys: [str(row.get(key)) for key in keys])
    text = msgspec.json.encode(tree).decode()
    return ACTING.sub(_escaped, text).encode()


def load(data: bytes) -> Report:
    """Read a report back; InputError where it is none, or one of another major version."""
    try:
        tree = msgspec.json.decode(data)
        major = str(tree["schema_version"]).partition(".")[0]
        if major != SCHEMA_VERSION.partition(".")[0]:
            raise InputError(
                f"the report has schema {tree['schema_version']}, this version reads {SCHEMA_VERSION}",
                remedy="render it with the bundlescope that wrote it",
            )
        _rename(tree, "from", "from_")
        return msgspec.convert(tree, Report)
    except (
        msgspec.MsgspecError,
        UnicodeDecodeError,
        RecursionError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise InputError(
            f"this is not a report of bundlescope ({type(error).__name__}: {error})",
            remedy="give the JSON file that analyze --format json wrote",
        ) from error


def _plain(value: Any) -> Any:
    """The value with UTC times in RFC 3339 and without lone surrogates, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _rename(tree: dict[str, Any], old: str, new: str) -> None:
    """Rename the one key that is a word of Python, in place, keeping the order of the keys."""
    links = [root["links"] for root in tree["diagnosis"]["root_causes"]]
    for rows in (tree["coverage"], *links):
        rows[:] = [{new if key == old else key: item for key, item in row.items()} for row in rows]


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))

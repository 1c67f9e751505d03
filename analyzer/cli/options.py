"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from analyzer.bundle.limits import Limits
from analyzer.cli.configuration import with_configured
from analyzer.cli.standard_input import spooled
from analyzer.model.errors import UsageError
from analyzer.options import Options

_SIZE = re.compile(r"^(\d+)(?:([KMG])(?:i?B)?)?$", re.I)
_FACTORS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_DEFAULTS = Limits()
_SIZES = {
    "max_input": "Bytes of the upload itself",
    "max_total": "Bytes of all members together",
    "max_member": "Bytes of one member; of a longer one the beginning and the end are read",
    "max_document": "Bytes of one YAML or JSON document",
    "max_line": "Bytes of one line; the rest of a longer one is dropped",
    "max_memory": "Address space of a reading process",
}
_COUNTS = {
    "max_members": "Number of members",
    "max_ratio": "How many times a compressed member may expand",
    "max_depth": "How deep archives may lie in archives",
    "file_timeout": "Seconds for one member",
    "timeout": "Seconds for all reading; then the report is made of what was read",
}


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """PATH..., --rules, --collected-at and the limits: what every command that reads a bundle takes."""
    options = [
        click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path)),
        click.option(
            "--rules", "rules", multiple=True, type=click.Path(path_type=Path, exists=True, file_okay=False),
            callback=with_configured, metavar="DIR", help="Add rules from DIR.",
        ),
        click.option("--collected-at", metavar="T", help="When the bundle was collected (RFC 3339), if it does not tell."),
        click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Reading processes; by default as many as pay."),
        *(_limit(name, f"{text} ({default}).") for name, default, text in limit_table()),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def run_options(
    paths: tuple[Path, ...], rules: tuple[Path, ...], collected_at: str | None, workers: int | None, *, unparsed: bool = False,
    **limits: Any,
) -> Options:  # fmt: skip
    """The options of a run from what `reading_options` collected."""
    asked = {name: _size(value) if name in _SIZES else value for name, value in limits.items() if value is not None}
    chosen = Limits(**asked)
    places, names, descriptors = spooled(paths, chosen.max_input)
    return Options(places, rules, chosen, _time(collected_at), names, descriptors, unparsed, workers)


def limit_table() -> list[tuple[str, str, str]]:
    """(name, default, what it limits) of every limit."""
    sizes = [(name, _short(getattr(_DEFAULTS, name)), text) for name, text in _SIZES.items()]
    return sizes + [(name, str(getattr(_DEFAULTS, name)), text) for name, text in _COUNTS.items()]


def _limit(name: str, text: str) -> Callable[..., Any]:
    kind, metavar = (str, "SIZE") if name in _SIZES else (click.IntRange(min=1), "N")
    return click.option(f"--{name.replace('_', '-')}", name, type=kind, metavar=metavar, help=text)


def _short(size: int) -> str:
    for letter in "GMK":
        if size % _FACTORS[letter] == 0:
            return f"{size // _FACTORS[letter]}{letter}"
    return str(size)


def _size(text: str) -> int:
    found = _SIZE.match(text)
    if not found:
        raise UsageError(f"'{text}' is no size", remedy="write 500M or 2G")
    return int(found[1]) * _FACTORS[(found[2] or "").upper()]


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no time", remedy="write 2026-05-19T20:21:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

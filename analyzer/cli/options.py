"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from analyzer.bundle.limits import Limits
from analyzer.model.errors import UsageError
from analyzer.options import Options

_SIZE = re.compile(r"^(\d+)(?:([KMG])(?:i?B)?)?$", re.I)
_FACTORS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """PATH..., --rules, --collected-at and the limits: what every command that reads a bundle takes."""
    defaults = Limits()
    for decorator in (
        click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path)),
        click.option(
            "--rules",
            "rules",
            multiple=True,
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            metavar="DIR",
            help="Add rules from DIR.",
        ),
        click.option(
            "--collected-at", metavar="T", help="When the bundle was collected (RFC 3339), if it does not tell."
        ),
        click.option(
            "--max-member", metavar="SIZE", default=str(defaults.max_member), help="Bytes of one member (256M)."
        ),
        click.option("--max-total", metavar="SIZE", default=str(defaults.max_total), help="Bytes of all members (4G)."),
        click.option(
            "--max-members", type=int, default=defaults.max_members, show_default=True, help="Number of members."
        ),
        click.option(
            "--max-document",
            metavar="SIZE",
            default=str(defaults.max_document),
            help="Bytes of one YAML or JSON text (64M).",
        ),
    ):
        function = decorator(function)
    return function


def run_options(
    paths: tuple[Path, ...], rules: tuple[Path, ...], collected_at: str | None,
    max_member: str, max_total: str, max_members: int, max_document: str,
) -> Options:  # fmt: skip
    """The options of a run from what `reading_options` collected."""
    limits = Limits(_size(max_member), _size(max_total), max_members, _size(max_document))
    return Options(paths, rules, limits, _time(collected_at))


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

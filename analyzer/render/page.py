"""The template environment of HTML and PDF: escapes always, and makes characters visible in every value."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analyzer.model.problem import REASONS
from analyzer.model.report import Report
from analyzer.render import bars, excerpt, lanes, outline, words
from analyzer.render.visible import visible

_FILTERS = (
    words.size,
    words.moment,
    words.clock,
    words.day,
    words.period,
    words.span,
    words.after,
    words.subject,
    words.many,
    words.fact_name,
    words.shown_facts,
    words.number,
)


def environment(templates: Path, longest: int | None = None) -> Environment:
    """Templates from the one folder given; every value that they print goes through `visible`.

    Text above `longest` characters is cut and marked with ….
    """
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(_printed, longest),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update({function.__name__: function for function in _FILTERS})
    made.filters.update(anchor=anchor, folder=folder, basename=basename, steps=excerpt.steps)
    return made


def context(report: Report) -> dict[str, Any]:
    """What the templates of both formats are given."""
    return {
        "report": report,
        "headline": outline.headline(report),
        "reading": outline.completeness(report),
        "account": outline.account(report),
        "findings": outline.shown(report),
        "groups": outline.groups(report),
        "suppressed": outline.suppressed(report),
        "levels": outline.level_counts(report),
        "chains": outline.chains(report),
        "asks": outline.asks(report),
        "nodes": bars.bars(report.nodes),
        "containers": bars.bars(report.containers),
        "free": bars.free_rows(report.buddyinfo),
        "charts": lanes.charts(report),
        "GLYPHS": words.GLYPHS,
        "CONFIDENCE": words.CONFIDENCE,
        "STATE": words.STATE,
        "PROOF": words.PROOF,
        "REASONS": REASONS,
        "place": words.place,
        "fact": words.fact,
    }


def anchor(text: str) -> str:
    """A value for `id` and `#…`: letters, digits, `.`, `_` and `-`."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", text)


def folder(place: str) -> str:
    """What stands before the last `/` or `!` of a place, with it."""
    return place[: len(place) - len(basename(place))]


def basename(place: str) -> str:
    """What stands after the last `/` or `!` of a place."""
    return re.split(r"[/!]", place)[-1]


def _printed(longest: int | None, value: object) -> object:
    """What a template writes for a value; markup is our own and stays, None writes nothing."""
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = visible(value)
    return text if longest is None or len(text) <= longest else f"{text[:longest]}…"

"""A finding that a site does not want to see among the causes, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analyzer.model.source import SourceLine


@dataclass(frozen=True, slots=True)
class Suppression:
    """Hides findings of a rule openly: they are counted and stay in the report.

    subject  (part, pattern) pairs that all have to fit; `*` stands for any characters, the rest for itself
    until    the last day on which it holds
    """

    rule: str
    subject: tuple[tuple[str, str], ...]
    reason: str
    until: date | None
    at: SourceLine

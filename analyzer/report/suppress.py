"""Findings that a site has decided to hide: they stay in the report, with the reason, and are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from analyzer.model.finding import Finding, Subject
from analyzer.model.suppression import Suppression


def suppressed(findings: Iterable[Finding], by: Iterable[Suppression], at: datetime) -> list[Finding]:
    """The findings, with the reason on those that a suppression fits; one whose last day is over fits nothing."""
    valid = [one for one in by if one.until is None or at.date() <= one.until]
    return [_marked(finding, valid) for finding in findings]


def _marked(finding: Finding, valid: list[Suppression]) -> Finding:
    reason = next((one.reason for one in valid if one.rule == finding.rule and _fits(one, finding)), None)
    return replace(finding, suppressed=reason) if reason else finding


def _fits(one: Suppression, finding: Finding) -> bool:
    """Whether all subjects of a finding are meant: one pod that is not meant keeps it in sight."""
    subjects = [instance.subject for instance in finding.instances] or [finding.subject]
    return all(_is_meant(pattern, part, subject) for part, pattern in one.subject for subject in subjects)


def _is_meant(pattern: str, part: str, subject: Subject) -> bool:
    """`*` stands for any characters; nothing else in a pattern has a meaning."""
    value = getattr(subject, part)
    expression = ".*".join(re.escape(piece) for piece in pattern.split("*"))
    return value is not None and re.fullmatch(expression, value, re.S) is not None

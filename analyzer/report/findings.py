"""Matches of rules as findings: one for each rule, workload and key facts, with its proof quoted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from analyzer.engine.clauses import written
from analyzer.engine.evaluate import Match
from analyzer.engine.messages import fill
from analyzer.model.finding import CONFIDENCES, Advice, Evidence, Finding, Instance, Subject
from analyzer.model.source import Cite
from analyzer.report.times import aware

_CITES_OF_FINDING = 8
_CITES_OF_INSTANCE = 3
_INSTANCES = 50
_FIRST = ("first_seen", "first", "t_min", "time", "finished", "started")
_LAST = ("last_seen", "last", "t_max", "time", "finished")
_GENERATED = re.compile(r"-[a-f0-9]{6,10}-[a-z0-9]{5}$|-[bcdfghjklmnpqrstvwxz2456789]{5}$|-[0-9]{8,10}(-[a-z0-9]{5})?$")

Quoter = Callable[[list[Cite]], list[Evidence | None]]


def findings(matches: Iterable[Match], quote: Quoter) -> list[Finding]:
    """The findings in order of rule and subject; evidence is quoted in one pass over the bundle."""
    groups: dict[tuple[str, ...], list[Match]] = {}
    for match in matches:
        groups.setdefault(_key(match), []).append(match)
    ordered = [sorted(groups[key], key=_newest_first) for key in sorted(groups)]
    cites = list(dict.fromkeys(cite for group in ordered for cite in _cites(group)))
    quotes = dict(zip(cites, quote(cites), strict=True))
    return [_finding(key, group, quotes) for key, group in zip(sorted(groups), ordered, strict=True)]


def workload_name(name: str | None, facts: dict[str, Any]) -> str | None:
    """A pod's name without what a controller generated, so that the next bundle gives the same id."""
    if facts.get("workload"):
        return str(facts["workload"])
    return _GENERATED.sub("", name) if name else None


def _key(match: Match) -> tuple[str, ...]:
    subject = match.subject
    name = workload_name(subject.name, match.facts) if subject.kind == "Pod" else subject.name
    parts = [match.rule.id, subject.kind, subject.namespace, name, subject.container]
    if subject.kind == "Pod" and name is None:
        parts.append(subject.node)
    if match.facts.get("cluster") is not None:
        parts.append(match.facts["cluster"])
    return tuple(str(part or "") for part in (*parts, *(match.facts.get(column) for column in match.rule.key)))


def _newest_first(match: Match) -> tuple[int, float, str]:
    last = _time(match.facts, _LAST)
    return CONFIDENCES.index(match.confidence), -last.timestamp() if last else 0.0, repr(match.cites)


def _cites(group: list[Match]) -> list[Cite]:
    first = list(group[0].cites)
    for match in group[1:]:
        if match.subject == group[0].subject:
            first += match.cites
    kept = list(dict.fromkeys(first))[:_CITES_OF_FINDING]
    for match in group[:_INSTANCES]:
        kept += match.cites[:_CITES_OF_INSTANCE]
    return kept


def _finding(key: tuple[str, ...], group: list[Match], quotes: dict[Cite, Evidence | None]) -> Finding:
    best = group[0]
    rule, facts = best.rule, {name: aware(value) for name, value in best.facts.items() if _is_fact(name, value)}
    first = min((t for m in group if (t := _time(m.facts, _FIRST))), default=None)
    last = max((t for m in group if (t := _time(m.facts, _LAST))), default=None)
    count = sum(_count(match) for match in group)
    own = list(dict.fromkeys(c for m in group if m.subject == best.subject for c in m.cites))[:_CITES_OF_FINDING]
    texts = {"pods": len({m.subject.name for m in group}), **best.facts, "count": count}
    return Finding(
        id=f"{rule.id}-{hashlib.sha256('|'.join(key).encode()).hexdigest()[:12]}",
        rule=rule.id,
        level=best.level,
        role=rule.role,
        confidence=best.confidence,
        title=rule.title,
        message=fill(rule.message, texts),
        subject=best.subject,
        first_seen=first,
        last_seen=last,
        count=count,
        facts=facts,
        origins=rule.origins,
        evidence=_quoted(own, quotes),
        instances=_instances(group, quotes),
        remedy=tuple(_advice(advice, texts) for advice in rule.remedy),
        references=rule.references,
        why=_why(best),
        state=str(best.facts[rule.state]) if rule.state and best.facts.get(rule.state) else None,
        rows=tuple(match.subject.named() | {k: v for k, v in match.facts.items() if v is not None} for match in group),
    )


def _why(match: Match) -> dict[str, Any]:
    """The clauses that held, with the values that they met; a SELECT is named, `rules show --sql` prints it."""
    if match.way.table is None:
        return {"select": match.rule.id}
    met = [{"clause": written(clause), "value": _said(match.facts.get(clause.field))} for clause in match.way.where]
    return {"table": match.way.table, "all": met}


def _said(value: Any) -> Any:
    value = aware(value)
    return value if value is None or isinstance(value, (bool, int, float, datetime)) else str(value)[:200]


def _instances(group: list[Match], quotes: dict[Cite, Evidence | None]) -> tuple[Instance, ...]:
    by_subject: dict[Subject, list[Match]] = {}
    for match in group:
        by_subject.setdefault(match.subject, []).append(match)
    if len(by_subject) < 2:
        return ()
    found = []
    for subject, matches in list(by_subject.items())[:_INSTANCES]:
        first = min((t for m in matches if (t := _time(m.facts, _FIRST))), default=None)
        last = max((t for m in matches if (t := _time(m.facts, _LAST))), default=None)
        cites = list(matches[0].cites[:_CITES_OF_INSTANCE])
        found.append(Instance(subject, first, last, sum(_count(m) for m in matches), _quoted(cites, quotes)))
    return tuple(found)


def _quoted(cites: list[Cite], quotes: dict[Cite, Evidence | None]) -> tuple[Evidence, ...]:
    """The quotes in order, one a line: two columns often stand on the same one."""
    found: dict[tuple[str, int], Evidence] = {}
    for cite in cites:
        if quote := quotes.get(cite):
            found.setdefault((quote.path, quote.line), quote)
    return tuple(found.values())


def _advice(advice: Advice, texts: dict[str, Any]) -> Advice:
    return replace(
        advice, text=fill(advice.text, texts), command=fill(advice.command, texts) if advice.command else None
    )


def _is_fact(name: str, value: Any) -> bool:
    if name == "src" or name.endswith(("_src", "_line")) or name in ("at", "member"):
        return False
    return value is not None and not isinstance(value, (list, dict)) and not hasattr(value, "total_seconds")


def _count(match: Match) -> int:
    value = match.facts.get("count")
    return int(value) if isinstance(value, (int, float)) and value > 0 else 1


def _time(facts: dict[str, Any], names: tuple[str, ...]) -> datetime | None:
    value = next((facts[name] for name in names if isinstance(facts.get(name), datetime)), None)
    return aware(value) if value else None

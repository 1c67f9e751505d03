"""The answer in words: what happened to what, how sure, what is open, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from analyzer.engine.database import Database
from analyzer.engine.messages import fill
from analyzer.model.finding import Advice, Finding
from analyzer.model.report import Diagnosis, NotEvaluated, RootCause, Verdict
from analyzer.model.rule import Rule

_NEXT = 5
_OPEN = 4
_TITLES = 4
_NOTHING = "No known problem was found in what could be read"


def verdict(
    diagnosis: Diagnosis,
    findings: list[Finding],
    clear: list[dict[str, Any]],
    open_: list[NotEvaluated],
    database: Database,
    rules: Mapping[str, Rule],
) -> Verdict:
    """The verdict of the first root cause, or of a bundle in which none was found.

    What is asked for is what could explain the root cause, with its own names in the commands, not whatever else
    the bundle left open.
    """
    by_id = {finding.id: finding for finding in findings}
    roots = [root for root in diagnosis.root_causes if by_id[root.finding].level != "informational"]
    if not roots:
        return _nothing(open_, sum(1 for finding in findings if finding.suppressed is not None))
    best, finding = roots[0], by_id[roots[0].finding]
    about = _name(finding)
    unsure = finding.confidence != "confirmed" or finding.role == "symptom"
    unanswered = [
        item
        for item in open_
        if unsure and (not item.subjects or about in item.subjects) and _explains(rules[item.rule], finding.rule)
    ]
    return Verdict(
        sentence=_sentence(best, finding),
        confidence=finding.confidence,
        state=best.state,
        impact=_impact(finding, database),
        ruled_out=tuple(str(item["title"]) for item in clear if about in item["subjects"]),
        unknown=_unknown(unanswered),
        changed=(),
        next=_next(finding, [rules[item.rule] for item in unanswered]),
    )


def _nothing(open_: list[NotEvaluated], hidden: int) -> Verdict:
    asks = [ask for item in open_ for ask in item.ask]
    but = f", beside {hidden} that suppressions hide" if hidden else ""
    return Verdict(f"{_NOTHING}{but}.", None, None, (), (), _unknown(open_), (), _distinct(asks)[:_NEXT])


def _unknown(open_: list[NotEvaluated]) -> tuple[str, ...]:
    """What could not be told, by reason: one missing log leaves several questions open."""
    by_reason: dict[str, list[str]] = {}
    for item in open_:
        by_reason.setdefault(item.reason, []).append(item.title[:1].lower() + item.title[1:])
    return tuple(f"{reason}; open: {', '.join(titles[:_TITLES])}" for reason, titles in by_reason.items())[:_OPEN]


def _sentence(root: RootCause, finding: Finding) -> str:
    message = finding.message.rstrip(".")
    if root.state == "over":
        return f"Nothing is failing at collection. Last incident: {message}."
    return f"{message[:1].upper()}{message[1:]}."


def _name(finding: Finding) -> str:
    subject = finding.subject
    space = f"{subject.namespace}/" if subject.namespace else ""
    container = f" ({subject.container})" if subject.container else ""
    return f"{space}{subject.name or 'a pod without a name'}{container}"


def _impact(finding: Finding, database: Database) -> tuple[str, ...]:
    """Facts only: how many of the workload's replicas are ready, and how often its containers restarted."""
    found = []
    subject = finding.subject
    if subject.kind == "Pod" and subject.namespace and finding.facts.get("workload"):
        rows = database.rows(
            "SELECT * FROM workloads WHERE namespace = ? AND name = ? AND desired IS NOT NULL "
            "AND kind IN ('Deployment', 'StatefulSet', 'DaemonSet') ORDER BY src",
            [subject.namespace, finding.facts["workload"]],
        )
        rows = [row for row in rows if row.get("cluster") == finding.facts.get("cluster")][:1]
        found += [
            f"{row['ready'] or 0} of {row['desired']} replicas of {row['kind']} {row['name']} are ready" for row in rows
        ]
    if restarts := finding.facts.get("restart_count"):
        found.append(f"the container has restarted {restarts} times")
    if len(finding.instances) > 1:
        found.append(f"{len(finding.instances)} pods are affected")
    return tuple(found)


def _explains(rule: Rule, finding: str) -> bool:
    return any(link.finding == finding for link in rule.explains)


def _next(finding: Finding, unanswered: list[Rule]) -> tuple[Advice, ...]:
    names = finding.facts | finding.subject.named()
    asks = [ask_for(advice, names) for rule in unanswered for advice in rule.collect]
    return (*finding.remedy[:3], *_distinct(asks))[:_NEXT]


def _distinct(asks: list[Advice]) -> tuple[Advice, ...]:
    """The asks without repeated commands: perishable things first, then what would answer the most.

    Perishable are the kernel's ring buffer, then events, then logs of a container that is gone.
    """
    order = ("dmesg", "journalctl -k", "get events", "--previous")
    found = {ask.command or ask.text: ask for ask in reversed(asks)}
    answers = Counter(ask.command or ask.text for ask in asks)

    def rank(ask: Advice) -> tuple[int, int, str]:
        command = ask.command or ""
        return (
            next((i for i, word in enumerate(order) if word in command), 9),
            -answers[ask.command or ask.text],
            ask.text,
        )

    return tuple(sorted(found.values(), key=rank))


def ask_for(advice: Advice, facts: dict[str, Any]) -> Advice:
    """A command of `collect` with the case's names in it; a name that is not known stays a placeholder."""
    named = {name: facts.get(name) or f"<{name}>" for name in ("namespace", "pod", "container", "node")}
    command = fill(advice.command, named) if advice.command else None
    why = fill(advice.why, named) if advice.why else None
    text = fill(advice.text, named)
    return Advice("ask", text, advice.risk, command, why if why != text else None)

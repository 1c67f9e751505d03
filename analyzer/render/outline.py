"""What several outputs need to know of a report: order of findings, causal steps, completeness."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.model.finding import LEVELS, Advice, Finding
from analyzer.model.problem import HARMLESS
from analyzer.model.report import Link, NotEvaluated, Report, RootCause
from analyzer.render import words

NOTHING_FOUND = "No known problem found in what could be read."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a causal chain: a finding, the link that explains it, and the finding it comes from."""

    finding: Finding
    link: Link | None
    source: Finding | None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings shown together: `head` first, what it explains folded under it.

    kind is root cause, contributing, unexplained or other.
    """

    kind: str
    head: Finding
    effects: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much was read: `share` in percent, rounded down so that 100 means everything."""

    share: float
    partial: bool
    not_read: int


def headline(report: Report) -> str:
    """The first sentence of every output; never that a cluster is healthy."""
    return report.verdict.sentence or NOTHING_FOUND


def shown(report: Report) -> dict[str, Finding]:
    """Findings by id, without those that were suppressed."""
    return {finding.id: finding for finding in report.findings if not finding.suppressed}


def suppressed(report: Report) -> tuple[Finding, ...]:
    """Findings that a suppression of the user's hides."""
    return tuple(finding for finding in report.findings if finding.suppressed)


def groups(report: Report) -> tuple[Group, ...]:
    """Every finding once: root causes in order, then what contributed, what nothing explains, the rest."""
    left = shown(report)
    made: list[Group] = []
    for root in report.diagnosis.root_causes:
        if head := left.pop(root.finding, None):
            effects = tuple(left.pop(effect) for effect in root.effects if effect in left)
            made.append(Group("root cause", head, effects))
    for kind, ids in (
        ("contributing", report.diagnosis.contributing),
        ("unexplained", report.diagnosis.unexplained),
    ):
        made.extend(Group(kind, left.pop(one)) for one in ids if one in left)
    rest = sorted(left.values(), key=lambda finding: (rank(finding), finding.rule, finding.id))
    made.extend(Group("other", finding) for finding in rest)
    return tuple(made)


def rank(finding: Finding) -> int:
    """0 for critical, up to 4 for informational."""
    return LEVELS.index(finding.level) if finding.level in LEVELS else len(LEVELS)


def steps(report: Report, root: RootCause) -> tuple[Step, ...]:
    """The causal chain of a root cause: it first, then effects from cause to effect as its links go."""
    findings = shown(report)
    if root.finding not in findings:
        return ()
    made = [Step(findings[root.finding], None, None)]
    seen = {root.finding}
    for step in made:  # grows while it is walked: breadth first
        for link in root.links:
            if link.from_ == step.finding.id and link.to not in seen and link.to in findings:
                seen.add(link.to)
                made.append(Step(findings[link.to], link, step.finding))
    unlinked = (effect for effect in root.effects if effect not in seen and effect in findings)
    return (*made, *(Step(findings[effect], None, made[0].finding) for effect in unlinked))


def chains(report: Report) -> tuple[tuple[RootCause, tuple[Step, ...]], ...]:
    """Every root cause that is shown, in order, with its causal chain."""
    made = ((root, steps(report, root)) for root in report.diagnosis.root_causes)
    return tuple((root, chain) for root, chain in made if chain)


def completeness(report: Report) -> Completeness:
    """How much of the bundle was read, and whether what is missing could matter."""
    bundle = report.bundle
    share = 100.0 if bundle.bytes == 0 else min(int(1000 * bundle.bytes_read / bundle.bytes) / 10, 100.0)
    missed = [problem for problem in report.problems if problem.get("reason") not in HARMLESS]
    return Completeness(share, bool(missed) or share < 99, len(report.problems))


def account(report: Report) -> str:
    """Where every byte and every line of the bundle went, as a sentence."""
    bundle = report.bundle
    told = f"Of {words.size(bundle.bytes)} in {words.many(bundle.members, 'member')}, {words.size(bundle.bytes_read)} were read"
    unread = f" and {words.size(bundle.bytes_unread)} were not" if bundle.bytes_unread else ""
    if not bundle.lines:
        return f"{told}{unread}."
    lines = f"{words.number(bundle.lines_unparsed)} of {words.many(bundle.lines, 'line')}"
    remedy = " (--unparsed FILE writes them)" if bundle.lines_unparsed else ""
    return f"{told}{unread}; no parser understood {lines}{remedy}."


def level_counts(report: Report) -> dict[str, int]:
    """How many findings of each level are shown, worst first, levels without any left out."""
    found = [finding.level for finding in shown(report).values()]
    return {level: found.count(level) for level in LEVELS if level in found}


def asks(report: Report) -> tuple[tuple[Advice, tuple[NotEvaluated, ...]], ...]:
    """What to collect, each thing once, with the checks that it would answer: what answers most comes first."""
    wanted: dict[str, tuple[Advice, list[NotEvaluated]]] = {}
    for row in report.not_evaluated:
        for advice in row.ask:
            wanted.setdefault(advice.command or advice.text, (advice, []))[1].append(row)
    ordered = sorted(wanted.values(), key=lambda entry: -len(entry[1]))
    return tuple((advice, tuple(rows)) for advice, rows in ordered)

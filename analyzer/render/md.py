"""The report as Markdown for a ticket: nothing out of a bundle can become markup, a mention or a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from analyzer.model.finding import Advice, Evidence, Finding
from analyzer.model.problem import REASONS
from analyzer.model.report import Report
from analyzer.render import outline, words
from analyzer.render.outline import Step
from analyzer.render.visible import one_line, visible

SUFFIX = ".md"

_MOST_FINDINGS = 50
_MOST_QUOTED = 15
_MOST_ROWS = 30

# What Markdown gives a meaning to inside a line; no text of ours starts a line with a bundle's words.
_SIGNS = re.compile(r"[\\`*\[\]<&|~${}]|(?<![^\W_])_|_(?![^\W_])")
# Where ticket systems see a person, an issue or an address: a word joiner in it breaks the pattern
# without a change that a reader sees.
_CALLS = re.compile(r"[@#!](?=\w)|(?<=\w):(?=//)|(?<=www)\.|GH(?=-\d)", re.IGNORECASE)
_JOINER = "\u2060"


def render(report: Report, templates: Path) -> bytes:  # noqa: ARG001 - every renderer has the same door
    """Write the document; the same report gives the same bytes."""
    parts = (
        _head(report),
        _answer(report),
        _causes(report),
        _findings(report),
        _quotes(report),
        _open(report),
        _changed(report),
        _unread(report),
    )
    blocks = ("\n".join(part) for part in map(list, parts) if part)
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "backslashreplace")


def escaped(text: str) -> str:
    """The text as one line of plain words of Markdown."""
    called = _CALLS.sub(lambda match: f"{match[0]}{_JOINER}", one_line(text))
    return _SIGNS.sub(lambda match: f"\\{match[0]}", called)


def fenced(lines: Iterable[str], language: str = "text") -> list[str]:
    """The lines in a fence that is longer than any run of backticks in them."""
    body = [visible(line).replace("\n", "\\n") for line in lines]
    longest = max((len(run) for line in body for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *body, fence]


def code(text: str) -> str:
    """The text as inline code, with a delimiter longer than any run of backticks in it."""
    line = one_line(text)
    runs = [len(run) for run in re.findall(r"`+", line)]
    tick = "`" * (max(runs, default=0) + 1)
    blank = " " if runs else ""
    # A table cell ends at a bar even inside code.
    return f"{tick}{blank}{line}{blank}{tick}".replace("|", "\\|")


def _head(report: Report) -> Iterator[str]:
    bundle, reading = report.bundle, outline.completeness(report)
    yield f"# {escaped(bundle.name)}"
    yield ""
    sha256 = f", SHA-256 {code(bundle.sha256[:12])}" if bundle.sha256 else ""
    yield (
        f"{'Partial' if reading.partial else 'Complete'}: {reading.share:g} % of bytes read, "
        f"{words.many(reading.not_read, 'item')} not read. "
        f"Collected {words.moment(bundle.collected_at)}{sha256}. "
        f"{escaped(report.tool.name)} {escaped(report.tool.version)}, "
        f"{words.many(report.tool.rules.get('count', 0), 'rule')}."
    )


def _answer(report: Report) -> Iterator[str]:
    answer = report.verdict
    yield "## Verdict"
    yield ""
    yield f"**{escaped(outline.headline(report))}**"
    if answer.confidence:
        state = f" {words.STATE[answer.state].capitalize()}." if answer.state in words.STATE else ""
        yield ""
        means = words.CONFIDENCE.get(answer.confidence, "how sure is not known")
        yield f"{answer.confidence.capitalize()}: {means}.{state}"
    for title, items in (
        ("Impact", answer.impact),
        ("Ruled out", answer.ruled_out),
        ("Still unknown", answer.unknown),
        ("Changed before", answer.changed),
    ):
        if items:
            yield ""
            yield f"**{title}:** {'; '.join(escaped(item) for item in items)}"
    if answer.next:
        yield ""
        yield "### What to do next"
        yield ""
        yield from _advices(answer.next)


def _advices(advices: Iterable[Advice]) -> Iterator[str]:
    names = {"mitigate": "Relieve", "fix": "Fix", "ask": "Ask for"}
    for number, advice in enumerate(advices, 1):
        risk = f" (risk: {escaped(advice.risk)})" if advice.risk else ""
        why = f" {escaped(advice.why)}" if advice.why else ""
        mark = f"{number}. "
        yield f"{mark}**{names.get(advice.kind, 'Do')}:** {escaped(advice.text)}{risk}{why}"
        if advice.command:
            yield from (f"{'':{len(mark)}}{line}" for line in fenced([one_line(advice.command)], "sh"))


def _causes(report: Report) -> Iterator[str]:
    chains = outline.chains(report)
    if chains:
        yield "## What led to what"
    for number, (root, chain) in enumerate(chains, 1):
        yield ""
        yield f"### Root cause {number}: {escaped(chain[0].finding.title)}"
        yield ""
        yield from (_step(place, step) for place, step in enumerate(chain, 1))
        if root.considered:
            lost = (
                f"{code(other.get('rule', ''))}: {escaped(other.get('lost_because', ''))}" for other in root.considered
            )
            yield ""
            yield f"Also considered: {'; '.join(lost)}"


def _step(number: int, step: Step) -> str:
    finding, cause = step.finding, ""
    if step.link:
        proof = words.PROOF.get(step.link.proof, escaped(step.link.proof))
        cause = f" ({words.after(step.link.seconds)}, {proof})"
    source = "".join(f" {_where(quote)}" for quote in finding.evidence[:1])
    what = f"**{escaped(finding.title)}**{cause}: {escaped(finding.message)}"
    return f"{number}. {words.moment(finding.first_seen)} {what}{source}"


def _findings(report: Report) -> Iterator[str]:
    rows = [finding for group in outline.groups(report) for finding in (group.head, *group.effects)]
    if not rows:
        return
    yield "## Findings"
    yield ""
    yield "| Level | Finding | Subject | Times | Last seen | Confidence |"
    yield "|---|---|---|---:|---|---|"
    for finding in rows[:_MOST_FINDINGS]:
        yield (
            f"| {words.GLYPHS.get(finding.level, '')} {escaped(finding.level)} "
            f"| {escaped(finding.title)} {code(finding.rule)} "
            f"| {escaped(words.subject(finding.subject))} | {finding.count} "
            f"| {words.moment(finding.last_seen)} | {escaped(finding.confidence)} |"
        )
    yield from _more(len(rows) - _MOST_FINDINGS, "finding")


def _quotes(report: Report) -> Iterator[str]:
    """Evidence of root causes first; three lines for a finding, and not of every finding."""
    quoted = [
        finding for group in outline.groups(report) for finding in (group.head, *group.effects) if finding.evidence
    ]
    if quoted:
        yield "## Evidence"
    for finding in quoted[:_MOST_QUOTED]:
        yield ""
        yield f"### {escaped(finding.title)}, {escaped(words.subject(finding.subject))}"
        yield from _evidence(finding)
    yield from _more(len(quoted) - _MOST_QUOTED, "finding")


def _evidence(finding: Finding) -> Iterator[str]:
    for quote in finding.evidence[:3]:
        yield ""
        yield _where(quote)
        yield ""
        before = [f"  {line}" for line in quote.before]
        after = [f"  {line}" for line in quote.after]
        yield from fenced([*before, f"> {quote.text}", *after])
    yield from _more(len(finding.evidence) - 3, "evidence line")


def _open(report: Report) -> Iterator[str]:
    if not report.not_evaluated:
        return
    yield f"## Not evaluated: {words.many(len(report.not_evaluated), 'check')}"
    wanted = outline.asks(report)
    for advice, rows in wanted[:_MOST_ROWS]:
        yield ""
        titles = "; ".join(escaped(row.title) for row in rows[:5])
        more = f"; {len(rows) - 5} more" if len(rows) > 5 else ""
        why = f" ({escaped(advice.why)})" if advice.why else ""
        yield f"**{escaped(advice.text)}**{why} would answer: {titles}{more}."
        if advice.command:
            yield ""
            yield from fenced([one_line(advice.command)], "sh")
    yield from _more(len(wanted) - _MOST_ROWS, "thing to collect", "things to collect")
    unasked = [row for row in report.not_evaluated if not row.ask]
    if unasked:
        yield ""
        yield from (f"- {escaped(row.title)}: {escaped(row.reason)}" for row in unasked[:_MOST_ROWS])
        yield from _more(len(unasked) - _MOST_ROWS, "check")


def _changed(report: Report) -> Iterator[str]:
    """What rule packs changed, with their reasons."""
    off, changed = report.tool.rules.get("off") or [], report.tool.rules.get("changed") or []
    if not off and not changed:
        return
    yield "## Changed by rule packs"
    yield ""
    yield from (f"- {code(row['rule'])} is switched off: {escaped(row['reason'])}" for row in off)
    yield from (f"- {code(row['rule'])}: {escaped(row['what'])}" for row in changed)


def _unread(report: Report) -> Iterator[str]:
    yield "## Not read"
    yield ""
    yield escaped(outline.account(report))
    if not report.problems:
        return
    yield ""
    yield "| Item | Why | Read | Option |"
    yield "|---|---|---:|---|"
    for row in report.problems[:_MOST_ROWS]:
        reason = str(row.get("reason"))
        read = words.size(row["bytes_read"]) if row.get("bytes_read") is not None else ""
        option = code(str(row["option"])) if row.get("option") else ""
        detail = f"; {escaped(str(row['detail']))}" if row.get("detail") else ""
        why = f"{escaped(REASONS.get(reason, reason))}{detail}"
        yield f"| {code(str(row.get('path')))} | {why} | {read} | {option} |"
    yield from _more(len(report.problems) - _MOST_ROWS, "item")


def _where(quote: Evidence) -> str:
    return code(words.place(quote.path, quote.line))


def _more(left: int, noun: str, nouns: str | None = None) -> Iterator[str]:
    if left > 0:
        yield ""
        yield f"{words.many(left, noun, nouns)} more in the JSON report."

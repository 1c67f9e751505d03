"""The verdict for a terminal: at most 25 lines of 80 columns, also without colour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analyzer.model.finding import Advice, Evidence
from analyzer.model.problem import REASONS
from analyzer.model.report import Report
from analyzer.render import columns, outline, words
from analyzer.render.columns import Section
from analyzer.render.visible import one_line

SUFFIX = ".txt"

_LINES = 25
# The time that a kernel log line starts with: the verdict has it in a column of its own.
_LOG_TIME = re.compile(r"^\[[^\]]{3,40}\]\s*")
_KINDS = ("mitigate", "ask", "fix")
_COLOURS = {"critical": "31", "high": "31", "medium": "33", "low": "36", "informational": "36"}


def render(report: Report, templates: Path) -> bytes:  # noqa: ARG001 - every renderer has the same door
    """The verdict as plain text."""
    return (verdict(report) + "\n").encode("utf-8", "backslashreplace")


def verdict(report: Report, *, width: int = 80, colour: bool = False, written: str | None = None) -> str:
    """The answer in at most 25 lines; `written` says which report file was written, for the last line.

    Lines keep to `width`, except where a path is longer than one: paths are never broken.
    """
    room = width - columns.INDENT
    head = _head(report, width)
    body, foot = _body(report, room), list(_foot(report, room, written))
    sections = columns.fitted([*body, *foot], _LINES - len(head) - 2, room)
    body, foot = sections[: len(body)], sections[len(body) :]
    root = report.diagnosis.root_causes[:1]
    level = next((finding.level for finding in report.findings if root and finding.id == root[0].finding), None)
    lines = [*head, "", *columns.lines(body, colour=_COLOURS.get(level or "") if colour else None)]
    return "\n".join([*lines, "", *columns.lines(foot, colour="0" if colour else None)])


def _head(report: Report, width: int) -> list[str]:
    bundle, reading = report.bundle, outline.completeness(report)
    tool = f"{report.tool.name} {report.tool.version}  {words.many(report.tool.rules.get('count', 0), 'rule')}"
    missed = f"; {reading.not_read} not read, see below" if reading.not_read else ""
    read = (
        f"{'PARTIAL ' if reading.partial else 'COMPLETE'} read {bundle.members_read:,} of "
        f"{words.many(bundle.members, 'member')} ({reading.share:g} % of bytes){missed}"
    )
    sha256 = f"  sha256 {bundle.sha256[:8]}…" if bundle.sha256 else ""
    name = columns.shortened(one_line(bundle.name), width - len(tool) - len(sha256) - 2)
    lines = [columns.shortened(line, width) for line in (f"{tool}  {name}{sha256}", read, _platform(report))]
    return [*(line for line in lines if line), *_covers(report, width)]


def _platform(report: Report) -> str:
    """Versions in one line; nothing where the bundle names none."""
    known = report.platform
    kubernetes = f"Kubernetes {known.kubernetes}" if known.kubernetes else ""
    if known.distribution:
        kubernetes = f"{kubernetes} ({known.distribution})".strip()
    ready = "?" if known.nodes_ready is None else known.nodes_ready
    parts = [
        kubernetes,
        known.runtime,
        f"kernel {known.kernel}" if known.kernel else None,
        f"cgroup {known.cgroup}" if known.cgroup else None,
    ]
    nodes = f"; {ready} of {words.many(known.nodes, 'node')} Ready" if known.nodes else ""
    return one_line(words.listed(part for part in parts if part) + nodes).removeprefix("; ")


def _covers(report: Report, width: int) -> list[str]:
    """What was seen from when to when, in at most two lines."""
    seen = []
    for row in report.coverage:
        if row.from_ and row.to and row.from_ != row.to:
            time = f"{words.clock(row.from_)[:5]}–{words.clock(row.to)[:5]}"
            seen.append(one_line(f"{row.source} {row.node or ''} {time}"))
    missing = {row.source for row in report.coverage} - {row.source for row in report.coverage if row.to}
    seen.extend(f"{one_line(source)}: none" for source in sorted(missing))
    lines = columns.wrapped("; ".join(seen), width - 9)
    return [f"{'covers' if number == 0 else '':9}{line}" for number, line in enumerate(columns.cut(lines, 2, width))]


def _body(report: Report, room: int) -> list[Section]:
    answer = report.verdict
    certainty = ". ".join(part for part in (_confidence(report), _state(report)) if part)
    asked = 1 if report.diagnosis.root_causes else 3
    sections = [
        Section("VERDICT", [columns.cut(columns.wrapped(outline.headline(report), room), 4, room)], keep=_LINES),
        Section("IMPACT", [columns.wrapped("; ".join(answer.impact), room)], keep=1),
        Section("WHY", list(_why(report, room)), keep=4),
        Section("RULED OUT", [columns.wrapped("; ".join(answer.ruled_out), room)], keep=1),
        Section("UNKNOWN", [columns.wrapped("; ".join(_unknown(report)), room)], keep=1),
        Section("NEXT", [_advice(advice, room, asked) for advice in _next(report)], keep=4),
    ]
    if certainty:
        sections[0].entries.append(columns.wrapped(certainty + ".", room))
    return [section for section in sections if any(section.entries)]


def _confidence(report: Report) -> str:
    """How sure, and who witnessed it: `Confirmed by kernel, objects`."""
    if report.verdict.confidence is None:
        return ""
    root = report.diagnosis.root_causes[0].finding if report.diagnosis.root_causes else None
    origins = words.listed(outline.shown(report)[root].origins) if root in outline.shown(report) else ""
    link = "by" if report.verdict.confidence == "confirmed" else "from"
    return f"{report.verdict.confidence.capitalize()}{f' {link} {origins}' if origins else ''}"


def _state(report: Report) -> str:
    state = words.STATE.get(report.verdict.state or "")
    if not state or not report.diagnosis.root_causes:
        return ""
    last = report.diagnosis.root_causes[0].last_hit
    return f"{state.capitalize()}{f'; last seen {words.moment(last)}' if last else ''}"


def _why(report: Report, room: int) -> Iterator[list[str]]:
    """The proof lines of the first root cause and of its effects, then what changed before."""
    if not report.diagnosis.root_causes:
        return
    times = {(entry.path, entry.line): entry.t_min for entry in report.timeline}
    for step in outline.steps(report, report.diagnosis.root_causes[0]):
        for number, evidence in enumerate(step.finding.evidence[: 1 if step.source else 2]):
            text = f"{step.finding.title}: {evidence.text.strip()}" if step.source else evidence.text
            time = times.get((evidence.path, evidence.line)) or (step.finding.last_seen if number == 0 else None)
            yield _proof(words.clock(time), text, evidence, room)
    for change in report.verdict.changed:
        yield columns.wrapped(f"changed: {change}", room)


def _proof(time: str, text: str, evidence: Evidence, room: int) -> list[str]:
    """`time  text  path:line`; the place on a line of its own where it does not fit, always whole."""
    where = one_line(words.place(evidence.path, evidence.line))
    start = f"{time:8}  "
    text = _LOG_TIME.sub("", one_line(text))
    left = room - len(start) - len(where) - 2
    if left >= min(len(text), 28):
        return [f"{start}{columns.shortened(text, left):{left}}  {where}"]
    return [f"{start}{columns.shortened(text, room - len(start))}", f"{'':10}{where}"]


def _unknown(report: Report) -> Iterator[str]:
    yield from report.verdict.unknown
    if not report.diagnosis.root_causes and report.not_evaluated:
        reasons = Counter(one_line(row.reason) for row in report.not_evaluated)
        count = words.many(len(report.not_evaluated), "check")
        yield f"{count} not evaluated: " + "; ".join(f"{text} ({n})" for text, n in reasons.most_common(3))


def _next(report: Report) -> list[Advice]:
    """What relieves, then what to ask for, then what mends: the order in which a ticket needs them."""
    return sorted(
        report.verdict.next, key=lambda advice: _KINDS.index(advice.kind) if advice.kind in _KINDS else len(_KINDS)
    )


def _advice(advice: Advice, room: int, asked: int) -> list[str]:
    """Kind, what to do and what it risks; where it asks for more data, `asked` lines and the command."""
    reason = advice.risk if advice.kind != "ask" else advice.why
    lines = columns.wrapped(f"{advice.text}{f' ({reason})' if reason else ''}", room - 10)
    if advice.kind == "ask" and advice.command:
        lines = columns.cut(lines, asked, room - 10)
    said = [f"{advice.kind if number == 0 else '':8}  {line}" for number, line in enumerate(lines)]
    if advice.kind == "ask" and advice.command:
        said.extend(f"  {line}" for line in columns.command(advice.command, room - 2))
    return said


def _foot(report: Report, room: int, written: str | None) -> Iterator[Section]:
    others = len(report.diagnosis.root_causes) - 1
    counts = [words.many(others, "other root cause")] if others > 0 else []
    counts += [f"{count} {level}" for level, count in outline.level_counts(report).items() if level != "informational"]
    hidden = len(outline.suppressed(report))
    off = len(report.tool.rules.get("off") or [])
    notes = words.listed(
        [*([f"{hidden} suppressed"] if hidden else []), *([f"{words.many(off, 'rule')} off"] if off else [])]
    )
    also = words.listed(counts) + (f" ({notes})" if notes else "")
    reasons = Counter(str(problem.get("reason")) for problem in report.problems)
    unread = "; ".join(f"{REASONS.get(reason, reason)} ({count})" for reason, count in sorted(reasons.items()))
    for label, text in (("ALSO", also), ("NOT READ", unread)):
        if text:
            yield Section(label, [columns.cut(columns.wrapped(text, room), 2, room)], keep=1)
    if written:
        yield Section("REPORT", [[one_line(written)]], keep=1)

"""`bundlescope explain`: why a rule matched or did not, clause by clause, with the places of the values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from analyzer.cli.options import reading_options, run_options
from analyzer.engine.clauses import written
from analyzer.engine.tried import Answer, Trial, trials
from analyzer.model.errors import UsageError
from analyzer.model.finding import Finding
from analyzer.model.rule import Rule
from analyzer.model.source import Cite
from analyzer.pipeline import Run, run
from analyzer.render import words
from analyzer.render.visible import one_line

_EPILOG = """\b
Examples:
  bundlescope explain bundle/ memory.oom-container-limit
  bundlescope explain bundle/ --why-not memory.oom-system --of shop/web-0
"""


@click.command(epilog=_EPILOG)
@reading_options
@click.option("--why-not", metavar="RULE", help="Say of a rule that did not match which clause failed.")
@click.option("--of", "subject", metavar="[NS/]POD|NODE", help="Look at this subject only.")
def command(paths: tuple[Path, ...], why_not: str | None, subject: str | None, **reading: Any) -> int:
    """Say of a finding, by its id or its rule, which clauses held and on which lines.

    PATH... is followed by the FINDING, unless --why-not names a rule.
    """
    wanted = why_not
    if wanted is None:
        if len(paths) < 2:
            raise UsageError(
                "no finding is named", remedy="write `explain PATH FINDING`, or `explain PATH --why-not RULE`"
            )
        *given, last = paths
        paths, wanted = tuple(given), str(last)
    with run(run_options(paths=paths, **reading)) as done:
        for line in _explained(done, wanted, subject):
            click.echo(line[: len(line) - len(line.lstrip())] + one_line(line))
    return 0


def _explained(done: Run, wanted: str, subject: str | None) -> Iterator[str]:
    report = done.report()
    rules = {rule.id: rule for rule in done.book.rules}
    findings = [found for found in report.findings if wanted in (found.id, found.rule)]
    name = findings[0].rule if findings else wanted
    if name not in rules:
        known = ", ".join(dict.fromkeys(found.rule for found in report.findings)) or "none"
        raise UsageError(f"no finding or rule '{wanted}'", remedy=f"rules that matched here: {known}")
    rule = rules[name]
    yield f"{rule.id}: {rule.title}"
    for finding in findings:
        yield from _finding(finding, rule)
    if not findings:
        yield "did not match"
    yield from _coverage(done, rule)
    exact = [found for found in findings if found.id == wanted]
    about = _about(subject, exact[0] if exact else None)
    shown = trials(rule, done.database, about)
    places = _places(done, shown)
    for trial in shown:
        yield ""
        yield from _trial(trial, len(rule.when), places)
    if not shown:
        yield ""
        yield "nothing in this bundle was looked at: " + ", ".join(
            f"{way.table} has no rows{' of this subject' if about else ''}" for way in rule.when if way.table
        )


def _about(subject: str | None, finding: Finding | None) -> dict[str, str]:
    if subject is not None:
        space, _, name = subject.rpartition("/")
        return {"namespace": space, "name": name} if space else {"name": name}
    if finding is None:
        return {}
    said = {
        "namespace": finding.subject.namespace,
        "name": finding.subject.name,
        "container": finding.subject.container,
    }
    return {key: value for key, value in said.items() if value}


def _finding(finding: Finding, rule: Rule) -> Iterator[str]:
    yield f"matched {words.subject(finding.subject)}: {finding.confidence}, {finding.level} ({finding.id})"
    for entry in rule.confidence:
        if entry.level == finding.confidence and entry.where:
            yield f"  {entry.level} because {', '.join(written(clause) for clause in entry.where)}"
    for evidence in finding.evidence:
        yield f"  {words.place(evidence.path, evidence.line)}: {evidence.text.strip()}"


def _coverage(done: Run, rule: Rule) -> Iterator[str]:
    for item in done.outcomes.not_evaluated:
        if item.rule.id == rule.id:
            whom = f" for {', '.join(item.subjects[:5])}" if item.subjects else ""
            yield f"not evaluated{whom}: {item.reason}"
            yield from (f"  collect: {advice.command}" for advice in rule.collect if advice.command)


def _trial(trial: Trial, ways: int, places: dict[Cite, str]) -> Iterator[str]:
    which = f"way {trial.way} of {ways}, " if ways > 1 else ""
    about = f" about {trial.about}" if trial.about else ""
    what = "the SELECT" if trial.source == "sql" else f"a row of {trial.source}"
    yield f"{which}{what}{about}: {'all holds' if trial.matched else 'does not match'}"
    for answer in trial.answers:
        yield f"  {'holds' if answer.held else 'FAILS'} {answer.clause}{_value(answer, places)}"


def _value(answer: Answer, places: dict[Cite, str]) -> str:
    if answer.value == "":
        return ""
    value = "missing" if answer.value is None else str(answer.value)[:120]
    where = f" at {places[answer.cite]}" if answer.cite in places else ""
    return f" <- {value}{where}"


def _places(done: Run, shown: list[Trial]) -> dict[Cite, str]:
    """Path and line of each cited value."""
    cites = list(dict.fromkeys(answer.cite for trial in shown for answer in trial.answers if answer.cite))
    quotes = zip(cites, done.quote(cites), strict=True)
    return {cite: words.place(quote.path, quote.line) for cite, quote in quotes if quote is not None}

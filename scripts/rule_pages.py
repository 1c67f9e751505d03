"""The pages about rules: an index, one page a section with an anchor for each rule, and which known causes have one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from analyzer import discover, shipped
from analyzer.engine.clauses import written
from analyzer.engine.compile import select
from analyzer.engine.load import load_rules
from analyzer.engine.views import needed
from analyzer.model.finding import Advice
from analyzer.model.rule import Condition, Rule
from analyzer.pipeline import views

_CAUSES = Path(__file__).with_name("causes.csv")
_INDEX = """\
# Rules

`bundlescope rules show ID` prints a rule, with `--sql` what it asks the tables; `bundlescope explain PATH --why-not ID`
says why it did not match. How to write one is in [write-a-rule.md](../write-a-rule.md), which causes of failure have one
in [coverage.md](../coverage.md).

Role: a *cause* can be a root cause. A *symptom* is one only where nothing explains it. *Contributing* made it possible
or worse and is never ranked. *Noise* is told so that nobody takes it for a cause.
"""
_COVERAGE = """\
# Which causes of failure have a rule

The catalogue of causes is a list of what is known to break containers, pods, nodes and clusters. Tables says where the
facts of a rule come from, parsers what reads them. A cause without a rule has the reason beside it.
"""


def rule_pages(made: str) -> dict[str, str]:
    """The text of each page by its path below docs/."""
    rules = load_rules([shipped.rules_dir()], tests=True)
    sections = {name: list(members) for name, members in groupby(rules, key=lambda rule: rule.id.partition(".")[0])}
    tests = sum(len(rule.tests) for rule in rules)
    index = [
        made,
        _INDEX,
        f"{len(rules)} rules with {tests} tests.\n",
        "| section | rules | causes | symptoms | others |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, members in sections.items():
        roles = [rule.role for rule in members]
        others = len(roles) - roles.count("cause") - roles.count("symptom")
        index.append(
            f"| [{name}]({name}.md) | {len(roles)} | {roles.count('cause')} | {roles.count('symptom')} | {others} |"
        )
    pages = {"rules/README.md": "\n".join(index) + "\n", "coverage.md": _coverage(made, rules)}
    return pages | {f"rules/{name}.md": _section(made, name, members) for name, members in sections.items()}


def _section(made: str, name: str, rules: list[Rule]) -> str:
    head = [made, f"# Rules of the section {name}\n", "| rule | level | role | what it says |", "|---|---|---|---|"]
    rows = [
        f"| [`{rule.id}`](#{_anchor(rule.id)}) | {rule.level} | {rule.role} | {escaped(rule.title)} |" for rule in rules
    ]
    return "\n".join([*head, *rows, "", *(_rule(rule) for rule in rules)])


def _anchor(name: str) -> str:
    """The anchor that Markdown viewers make of a heading."""
    return re.sub(r"[^a-z0-9 -]", "", name.lower()).replace(" ", "-")


def _rule(rule: Rule) -> str:
    parts = [
        f"## {rule.id}\n",
        f"**{escaped(rule.title)}.** {rule.level.capitalize()}, {rule.role}.\n",
        f"> {escaped(rule.message)}\n",
    ]
    parts.append("Holds where\n\n" + "\n- or\n".join(_way(way) for way in rule.when) + "\n")
    if rule.needs:
        wanted = "; ".join(f"{need.origin} of the {need.of}, over the {need.over}" for need in rule.needs)
        parts.append(f"Says nothing unless these were read: {wanted}.\n")
    for what, links in (("Explains", rule.explains), ("Repeats", rule.repeats)):
        if links:
            names = dict.fromkeys(link.finding for link in links)
            parts.append(f"{what} {', '.join(f'[`{name}`]({_page(name)})' for name in names)}.\n")
    parts += [_advice(rule.remedy), _asked(rule.collect)]
    if rule.references:
        parts.append("See " + ", ".join(f"<{reference}>" for reference in rule.references) + ".\n")
    return "\n".join(part for part in parts if part)


def _page(name: str) -> str:
    return f"{name.partition('.')[0]}.md#{_anchor(name)}"


def _way(way: Condition) -> str:
    if way.sql is not None:
        return "- a `SELECT` over " + ", ".join(f"`{name}`" for name in _tables(way)) + " finds it"
    clauses = [f"`{escaped_code(written(clause))}`" for clause in way.where]
    grouped = f", grouped by {', '.join(f'`{name}`' for name in way.group)}" if way.group else ""
    having = " with " + ", ".join(f"`{written(clause)}`" for clause in way.having) if way.having else ""
    return f"- a row of `{way.table}` has " + (", ".join(clauses) or "anything") + grouped + having


def _advice(advices: Iterable[Advice]) -> str:
    lines = [
        f"- {advice.kind}: {escaped(advice.text)}" + (f" (risk: {escaped(advice.risk)})" if advice.risk else "")
        for advice in advices
    ]
    return "\n".join(lines) + "\n" if lines else ""


def _asked(advices: Iterable[Advice]) -> str:
    lines = [f"- `{advice.command}`: {escaped(advice.why or '')}" for advice in advices if advice.command]
    return "Collect\n\n" + "\n".join(lines) + "\n" if lines else ""


def _tables(way: Condition) -> list[str]:
    known = {*discover.tables(), *(view.name for view in views())}
    return [name for name in dict.fromkeys(re.findall(r"\w+", select(way))) if name in known]


def _coverage(made: str, rules: Iterable[Rule]) -> str:
    by_name = {rule.id.partition(".")[2]: rule for rule in rules}
    with _CAUSES.open(encoding="utf-8", newline="") as file:
        causes = list(csv.DictReader(file))
    have = [cause for cause in causes if cause["id"] in by_name]
    share = 100 * len(have) / len(causes)
    parts = [made, _COVERAGE, f"{len(have)} of {len(causes)} causes ({share:.0f} %) have a rule.\n"]
    for group, members in groupby(sorted(causes, key=lambda cause: cause["group"]), key=lambda cause: cause["group"]):
        parts += [f"## {group}\n", "| cause | rule | tables | parsers |", "|---|---|---|---|"]
        parts += [_cause(cause, by_name) for cause in members]
        parts.append("")
    return "\n".join(parts)


def _cause(cause: dict[str, str], by_name: dict[str, Rule]) -> str:
    rule = by_name.get(cause["id"])
    if rule is None:
        return f"| {escaped(cause['title'])} | none: {escaped(cause['no_rule_because'])} | | |"
    tables = list(dict.fromkeys(name for way in rule.when for name in _tables(way)))
    section = rule.id.partition(".")[0]
    return f"| {escaped(cause['title'])} | [`{rule.id}`](rules/{section}.md#{_anchor(rule.id)}) | {', '.join(tables)} | {', '.join(_parsers(rule))} |"


def _parsers(rule: Rule) -> list[str]:
    """The parsers that fill the tables on which a rule stands, directly or through views."""
    used = {name for way in rule.when for name in _tables(way)}
    for view in needed(views(), [select(way) for way in rule.when]):
        if view.name not in ("clocks", "member_nodes", "pieces", "member_clusters", "clusters"):
            used |= {need.removeprefix("raw.") for need in view.needs}
    found = (parser for parser in discover.parsers() if any(table.name in used for table in parser.yields))
    return sorted({parser.name.removeprefix("analyzer.parsers.") for parser in found})


def escaped(text: str) -> str:
    """A text in a cell or line of Markdown."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<").replace("[[", "").replace("]]", "")


def escaped_code(text: str) -> str:
    """A text between backticks."""
    return " ".join(text.split()).replace("`", "'")

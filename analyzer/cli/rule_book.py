"""`bundlescope rules list|show|lint|test`: what the program knows, and whether it holds."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.rule_packs import FOLDERS, empty_database
from analyzer.engine.asked import asked_patterns
from analyzer.engine.compile import columns, whole
from analyzer.engine.lint import lint
from analyzer.engine.load import load_rules
from analyzer.model.errors import RuleError, UsageError
from analyzer.model.rule import Rule
from analyzer.pipeline import rule_folders, views


@click.command("list", epilog="\b\nExamples:\n  bundlescope rules list\n  bundlescope rules list --rules ./site")
@FOLDERS
def list_rules(extra: tuple[Path, ...]) -> int:
    """One line for each rule."""
    for rule in load_rules(rule_folders(extra)):
        click.echo(f"{rule.id:42} {rule.level:13} {rule.role:12} {rule.title}")
    return 0


@click.command(
    epilog="\b\nExamples:\n  bundlescope rules show container.crashloop-backoff\n  bundlescope rules show memory.oom-system --sql"
)
@click.argument("name", metavar="RULE")
@click.option("--sql", is_flag=True, help="Print the SELECT that the rule becomes.")
@FOLDERS
def show(name: str, sql: bool, extra: tuple[Path, ...]) -> int:  # noqa: FBT001
    """What one rule looks for, what it explains and what it advises."""
    rules = {rule.id: rule for rule in load_rules(rule_folders(extra), tests=True)}
    if name not in rules:
        raise UsageError(f"no rule '{name}'", remedy="run `bundlescope rules list`")
    click.echo(_sql(rules[name]) if sql else _described(rules[name]))
    return 0


@click.command("lint", epilog="\b\nExamples:\n  bundlescope rules lint\n  bundlescope rules lint --rules ./site")
@FOLDERS
def lint_rules(extra: tuple[Path, ...]) -> int:
    """Check keys, columns, patterns, links and tests of all rules."""
    rules = load_rules(rule_folders(extra), tests=True)
    asked_patterns(rules)
    wrong = lint(rules, empty_database())
    for problem in wrong:
        click.echo(str(problem), err=True)
    click.echo(f"{len(rules)} rules, {len(wrong)} problems")
    return RuleError.exit_code if wrong else 0


@click.command("test", epilog="\b\nExamples:\n  bundlescope rules test\n  bundlescope rules test memory.oom-system")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@FOLDERS
def test_rules(names: tuple[str, ...], extra: tuple[Path, ...]) -> int:
    """Run the tests that rules carry."""
    from analyzer.rule_tests import run_all  # noqa: PLC0415  (only this command needs every parser)

    rules = [rule for rule in load_rules(rule_folders(extra), tests=True) if not names or rule.id in names]
    if not rules:
        raise UsageError(f"no rule '{names[0]}'", remedy="run `bundlescope rules list`")
    outcomes = run_all(rules, views())
    failures = [outcome for outcome in outcomes if outcome is not None]
    for failure in failures:
        click.echo(str(failure), err=True)
    click.echo(f"{len(outcomes) - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


def _sql(rule: Rule) -> str:
    """The SELECT of each way in which a rule can hold."""
    database = empty_database()
    return "\n\nor else\n\n".join(whole(way, columns(rule, way, database)) for way in rule.when)


def _described(rule: Rule) -> str:
    lines = [f"{rule.id}: {rule.title}", f"level      {rule.level}, {rule.role}", f"says       {rule.message}"]
    lines += [f"needs      {need.origin} of the {need.of}, over the {need.over}" for need in rule.needs]
    lines += [f"explains   {link.finding}" for link in rule.explains]
    lines += [
        f"{advice.kind:10} {advice.text}" + (f" ({advice.risk})" if advice.risk else "") for advice in rule.remedy
    ]
    lines += [f"collect    {advice.command}: {advice.why}" for advice in rule.collect]
    lines += [f"see        {reference}" for reference in rule.references]
    return "\n".join([*lines, f"tests      {len(rule.tests)} in {rule.at.path}"])

"""`bundlescope rules`: the group of commands about rules."""

from __future__ import annotations

import click

from analyzer.cli import rule_authoring, rule_book

_EPILOG = """\b
Examples:
  bundlescope rules list
  bundlescope rules show memory.oom-container-limit --sql
  bundlescope rules test
  bundlescope rules new site.disk-quota --dir ./site
"""


@click.group(epilog=_EPILOG)
def command() -> None:
    """List, show, check, test, write and try rules."""


for each in (
    rule_book.list_rules, rule_book.show, rule_book.lint_rules, rule_book.test_rules,
    rule_authoring.new, rule_authoring.try_rule, rule_authoring.import_rules, rule_authoring.schema,
):  # fmt: skip
    command.add_command(each)

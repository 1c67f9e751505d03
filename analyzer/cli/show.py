"""`bundlescope show`: one subject on one page of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from analyzer.cli.options import reading_options, run_options
from analyzer.engine.database import Database
from analyzer.model.errors import UsageError
from analyzer.pipeline import read_tables
from analyzer.render.visible import visible
from analyzer.report.subject import Section, node_page, pod_page

_EPILOG = "\b\nExamples:\n  bundlescope show pod payments/api-7d9f must-gather/\n  bundlescope show node worker-2 must-gather/"
_Page = Callable[[Database, list[str]], list[Section]]


@click.group(epilog=_EPILOG)
def command() -> None:
    """Everything about one pod or node: runs, probes, events, kernel lines, cgroup, ends of logs."""


@command.command(
    epilog="\b\nExamples:\n  bundlescope show pod payments/api-7d9f must-gather/\n  bundlescope show pod api-7d9f bundle/"
)
@click.argument("subject", metavar="[NS/]NAME")
@reading_options
def pod(subject: str, **reading: Any) -> int:
    """Show one pod."""
    space, _, name = subject.rpartition("/")
    return _print(f"pod {subject}", lambda database, members: pod_page(database, members, space or None, name), reading)


@command.command(
    epilog="\b\nExamples:\n  bundlescope show node worker-2 must-gather/\n  bundlescope show node ip-10-0-1-7 bundle.tar.gz"
)
@click.argument("subject", metavar="NAME")
@reading_options
def node(subject: str, **reading: Any) -> int:
    """Show one node."""
    return _print(f"node {subject}", lambda database, members: node_page(database, members, subject), reading)


def _print(what: str, page: _Page, reading: dict[str, Any]) -> int:
    sections = page(*read_tables(run_options(**reading)))
    if not sections:
        raise UsageError(
            f"no {what} in this bundle", remedy="run `bundlescope tables PATH --table pod_list` for the names"
        )
    for section in sections:
        click.echo(section.title.upper())
        for line in section.lines:
            click.echo(f"  {visible(line)}")
        click.echo()
    return 0

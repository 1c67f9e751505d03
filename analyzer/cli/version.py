"""`bundlescope version`: what is installed."""

from __future__ import annotations

import click

from analyzer import __version__
from analyzer.engine.load import digest, load_rules
from analyzer.model.report import SCHEMA_VERSION
from analyzer.pipeline import rule_folders


@click.command(epilog="\b\nExamples:\n  bundlescope version\n  bundlescope --version")
def command() -> int:
    """Print the versions of the program, its rules and its report format."""
    folders = rule_folders()
    click.echo(f"bundlescope {__version__}")
    click.echo(f"rules       {len(load_rules(folders))} ({digest(folders)[:12]})")
    click.echo(f"report      schema {SCHEMA_VERSION}")
    return 0

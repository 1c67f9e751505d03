"""`bundlescope schema`: the contract of the JSON report."""

from __future__ import annotations

import click
import msgspec

from analyzer.render.schema import report_schema


@click.command(epilog="\b\nExamples:\n  bundlescope schema report\n  bundlescope schema report > report.schema.json")
@click.argument("what", type=click.Choice(["report"]), default="report")
def command(what: str) -> int:  # noqa: ARG001
    """Print the JSON Schema (2020-12) of the report."""
    click.echo(msgspec.json.format(msgspec.json.encode(report_schema()), indent=1).decode())
    return 0

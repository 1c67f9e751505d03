"""`bundlescope report`: another rendering of a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analyzer import discover, shipped
from analyzer.cli.analyze import FORMATS
from analyzer.cli.files import write
from analyzer.model.errors import InputError
from analyzer.model.source import SourceLine


@click.command(
    epilog="\b\nExamples:\n  bundlescope report report.json --format md\n  bundlescope report report.json --format pdf -o case.pdf"
)
@click.argument("source", metavar="REPORT.json", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE instead of standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that another bundle's report holds.")
def command(source: Path, format_: str, output_file: Path | None, force: bool) -> int:  # noqa: FBT001
    """Render REPORT.json again, without the bundle."""
    try:
        report = discover.renderer("json").load(source.read_bytes())
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", at=SourceLine(str(source)), remedy="check the path"
        ) from error
    except InputError as error:
        raise InputError(error.what, at=SourceLine(str(source)), remedy=error.remedy) from error
    content = discover.renderer("terminal" if format_ == "table" else format_).render(report, shipped.templates_dir())
    if output_file is None:
        sys.stdout.buffer.write(content)
        return 0
    write(output_file, content, report, force=force)
    return 0

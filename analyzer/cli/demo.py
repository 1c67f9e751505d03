"""`bundlescope demo`: the shipped sample, analysed."""

from __future__ import annotations

import click

from analyzer.cli.analyze import command as analyze
from analyzer.shipped import samples_dir

_STORY = "cgroup-oom-container"


@click.command(
    epilog="\b\nExamples:\n  bundlescope demo\n  bundlescope demo --format md",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF analyze]")
@click.pass_context
def command(ctx: click.Context, options: tuple[str, ...]) -> int:
    """Analyse the sample that comes with the program: a pod that is killed at its memory limit."""
    bundle = samples_dir() / _STORY / "bundle"
    code: int = ctx.invoke(analyze.main, args=[str(bundle), "--force", *options], standalone_mode=False)
    return code

"""`bundlescope analyze`: the main job."""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
import threading
from pathlib import Path
from typing import Any

import click

from analyzer import discover, shipped
from analyzer.cli.files import write
from analyzer.cli.options import reading_options, run_options
from analyzer.cli.progress import progress_line
from analyzer.cli.unparsed import write_unparsed
from analyzer.model.errors import UsageError
from analyzer.model.finding import LEVELS
from analyzer.model.problem import HARMLESS
from analyzer.model.report import Report
from analyzer.model.source import SourceLine
from analyzer.options import Options
from analyzer.pdf_process import PdfProcess
from analyzer.reader import Reader
from analyzer.render.outline import completeness
from analyzer.render.visible import one_line

FORMATS = ("table", "json", "md", "html", "pdf")
_EPILOG = """\b
Examples:
  bundlescope analyze ticket-4711.tar.gz
  bundlescope analyze must-gather/ --format json > report.json
  bundlescope analyze bundle/ --write html=case.html --write pdf=case.pdf

\b
Exit codes: 0 done, 1 a finding at or above --fail-on, 2 wrong usage or rule, 3 done but something
unread could change the verdict, 4 nothing recognisable, 5 the input was refused, 74 not written.
"""


@click.command(epilog=_EPILOG)
@reading_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="What goes to standard output.",
)
@click.option(
    "-o", "--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write that to FILE instead."
)
@click.option("--write", "writes", multiple=True, metavar="F=FILE", help="Write format F to FILE as well; repeatable.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="Exit with 1 for a root cause at this level or above.")
@click.option(
    "--unparsed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the lines that no parser understood to FILE.",
)
@click.option("--force", is_flag=True, help="Overwrite files that another bundle's report holds.")
def command(
    format_: str,
    output_file: Path | None,
    writes: tuple[str, ...],
    fail_on: str | None,
    unparsed: Path | None,
    force: bool,  # noqa: FBT001
    **reading: Any,
) -> int:
    """Read a bundle and say what broke, with the lines that prove it.

    Prints the verdict and writes one self-contained HTML file beside it. PATH is a folder, an
    archive, a single file, or - for standard input; several paths are one case.
    """
    options = run_options(**reading, unparsed=unparsed is not None)
    targets = [_target(text) for text in writes]
    by_default = format_ == "table" and output_file is None and not writes
    # The worker reads while this process loads the database.
    reader = Reader(
        options.paths, options.limits, workers=options.workers, unparsed=options.unparsed, names=options.names,
        descriptors=options.descriptors, progress=progress_line(),
    )  # fmt: skip
    renderer = _Renderer({format_, *(name for name, _ in targets), *(["html"] if by_default else [])})
    report, read = importlib.import_module("analyzer.pipeline").analyze_reading(options, reader)
    if by_default:
        targets = [("html", _default_name(report))]
    for name, path in targets:
        write(path, renderer.render(report, name), report, force=force)
    if unparsed is not None:
        write_unparsed(unparsed, read, force=force)
    written = [path for _, path in targets]
    _show(report, renderer.render(report, format_), format_, output_file, written, force=force)
    return 130 if read.interrupted else _exit_code(report, fail_on, options)


def _target(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if name not in FORMATS or not equals or not path:
        raise UsageError(f"--write {text}", remedy=f"write FORMAT=FILE; formats are {', '.join(FORMATS)}")
    return name, Path(path)


def _default_name(report: Report) -> Path:
    stem = re.sub(r"\.(tar\.gz|tgz|tar|zip|gz)$", "", report.bundle.name)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:60] or "bundle"
    return Path(f"bundlescope_{stem}_{report.bundle.sha256[:8]}.html")


class _Renderer:
    """Renders the formats of one run; the PDF's process starts with it."""

    def __init__(self, formats: set[str]) -> None:
        self._templates = shipped.templates_dir()
        self._rendered: dict[str, bytes] = {}  # a format may be asked for twice, and the PDF's process answers once
        self._pdf = PdfProcess(self._templates) if "pdf" in formats else None
        # Template engines load while this process waits for the reading worker.
        threading.Thread(target=_load, args=(formats - {"pdf"},), daemon=True).start()

    def render(self, report: Report, name: str) -> bytes:
        if name not in self._rendered:
            self._rendered[name] = self._bytes(report, name)
        return self._rendered[name]

    def _bytes(self, report: Report, name: str) -> bytes:
        if self._pdf is not None and name == "pdf":
            return self._pdf.render(discover.renderer("json").render(report, self._templates))
        rendered: bytes = discover.renderer("terminal" if name == "table" else name).render(report, self._templates)
        return rendered


def _load(formats: set[str]) -> None:
    for name in sorted(formats):
        discover.renderer("terminal" if name == "table" else name)


def _show(
    report: Report, content: bytes, format_: str, output_file: Path | None, written: list[Path], *, force: bool
) -> None:
    if output_file is not None:
        write(output_file, content, report, force=force)
        return
    if format_ == "table":
        content += b"".join(f"REPORT   {path}\n".encode() for path in written)
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _exit_code(report: Report, fail_on: str | None, options: Options) -> int:
    by_id = {finding.id: finding for finding in report.findings}
    roots = [by_id[root.finding] for root in report.diagnosis.root_causes]
    if fail_on and any(LEVELS.index(finding.level) <= LEVELS.index(fail_on) for finding in roots):
        return 1
    roles = {role for item in report.inventory for role in str(item["roles"]).split(",")}
    if roles <= {"", "text"}:
        click.echo(
            f"error: nothing recognisable in {one_line(str(options.paths[0]))}; see the report for what was found (exit 4)",
            err=True,
        )
        return 4
    if not completeness(report).partial:
        return 0
    _warn([p for p in report.problems if p["reason"] not in HARMLESS] or list(report.problems))
    return 3


def _warn(lost: list[dict[str, Any]]) -> None:
    first = lost[0]
    more = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
    remedy = f"raise {first['option']}" if first["option"] else _REMEDIES.get(str(first["reason"]), "read it by hand")
    told = str(first["detail"]).removesuffix(f"; {_AGAIN}")
    what = f"{SourceLine(str(first['path']), int(first['line'] or 0))}: {told}{more}"
    click.echo(
        f"warning: {one_line(what)}; this could change the verdict: {remedy}, or see what the report did not read (exit 3)",
        err=True,
    )


_AGAIN = "collect or upload it again"
_REMEDIES = {"TRUNCATED": _AGAIN, "BAD_ARCHIVE": _AGAIN, "BAD_CHECKSUM": _AGAIN, "UNREADABLE": "check its permissions"}

"""`bundlescope tables`: what was read, as tables."""

from __future__ import annotations

import csv
import io
from typing import Any

import click
import msgspec

from analyzer import discover
from analyzer.cli.options import reading_options, run_options
from analyzer.engine.database import Database
from analyzer.model.errors import UsageError
from analyzer.pipeline import read_tables, views
from analyzer.render.visible import visible

_LISTED = ["name", "rows", "columns", "doc", "filled_by"]
_EPILOG = (
    "\b\nExamples:\n  bundlescope tables must-gather/\n  bundlescope tables bundle/ --table container_runs --format csv"
)


@click.command(epilog=_EPILOG)
@reading_options
@click.option("--table", metavar="NAME", help="Print the rows of one table or view.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(table: str | None, format_: str, **reading: Any) -> int:
    """List the tables of a bundle, or print the rows of one."""
    database, _ = read_tables(run_options(**reading))
    if table is None:
        rows, names = _list(database), ["name", "rows", "doc"] if format_ == "table" else _LISTED
    else:
        names = list(database.columns(table))
        if not names:
            raise UsageError(f"no table '{table}'", remedy="run `bundlescope tables PATH` for their names")
        rows = database.rows(f'SELECT * FROM "{table}" ORDER BY ALL')  # noqa: S608  (the name is one of the tables')
    click.echo(_FORMATS[format_](rows, names), nl=False)
    return 0


def _list(database: Database) -> list[dict[str, Any]]:
    names = database.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1"
    )
    found = []
    about = _about()
    for row in names:
        name = row["name"]
        count = database.rows(f'SELECT count(*) AS n FROM "{name}"')[0]["n"]  # noqa: S608
        doc, filled = about[name]
        found.append(
            {"name": name, "rows": count, "columns": list(database.columns(name)), "doc": doc, "filled_by": filled}
        )
    return found


def _about() -> dict[str, tuple[str, list[str]]]:
    """What one row is, and which parsers (or which tables, for a view) fill it."""
    filled: dict[str, list[str]] = {}
    for parser in discover.parsers():
        for table in parser.yields:
            filled.setdefault(table.name, []).append(parser.name.removeprefix("analyzer.parsers."))
    told = {name: (table.doc, filled.get(name, ["the reader"])) for name, table in discover.tables().items()}
    return told | {view.name: (view.doc, list(view.needs)) for view in views()}


def _json(rows: list[dict[str, Any]], names: list[str]) -> str:  # noqa: ARG001
    return msgspec.json.format(msgspec.json.encode(rows, enc_hook=str), indent=1).decode() + "\n"


def _csv(rows: list[dict[str, Any]], names: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_safe(row[name]) for name in names] for row in rows])
    return out.getvalue()


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula begins with an apostrophe instead."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\0")) else value


def _text(rows: list[dict[str, Any]], names: list[str]) -> str:
    cells = [[visible(_cell(row[name])).replace("\n", "\\n")[:60] for name in names] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(names)]
    lines = [names, *cells]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in lines
    )


def _cell(value: Any) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_FORMATS = {"table": _text, "json": _json, "csv": _csv}

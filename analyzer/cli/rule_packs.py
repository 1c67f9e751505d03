"""What the commands about rules share: the folders of packs, and a database that has tables and no rows."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer import discover
from analyzer.cli.configuration import with_configured
from analyzer.engine.database import Database
from analyzer.pipeline import views

FOLDERS = click.option(
    "--rules",
    "extra",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=with_configured,
    metavar="DIR",
    help="Add rules from DIR.",
)


def empty_database() -> Database:
    """Every table and view without a row, for looking at columns."""
    database = Database(discover.tables())
    database.load({})
    database.settle(views())
    return database

"""docs/tables.md says what the declarations of tables and views say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from analyzer import discover
from analyzer.pipeline import views

ROOT = Path(__file__).resolve().parents[2]
STALE = "docs/tables.md is stale: run `make docs`"


@pytest.fixture(scope="module")
def made() -> str:
    page: str = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["pages"]()["tables.md"]
    return page


def test_the_page_is_what_the_declarations_make(made: str) -> None:
    """A change of a table or view that is not in the page fails here."""
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == made, STALE


def test_every_table_and_view_has_its_heading(made: str) -> None:
    """Nothing that `bundlescope tables` lists is missing from the page."""
    headings = {line.removeprefix("### ") for line in made.splitlines() if line.startswith("### ")}
    assert headings == {*discover.tables(), *(view.name for view in views())}


def test_every_declared_column_says_what_it_means() -> None:
    """A column without a sentence would leave the page with an empty cell."""
    silent = [
        f"{name}.{column.name}"
        for name, table in discover.tables().items()
        for column in table.columns
        if not column.doc
    ]
    assert silent == []

"""Pages that `make docs` writes say what the repository holds now."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    pages: dict[str, str] = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["pages"]()
    return pages


@pytest.mark.parametrize("name", ["rules.md", "samples.md", "read-your-first-report.md"])
def test_the_page_is_what_make_docs_writes(name: str, made: dict[str, str]) -> None:
    """A rule, a story or the demo's verdict that changed without the page fails here."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made[name], f"docs/{name} is stale: run `make docs`"

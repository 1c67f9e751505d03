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


def test_pages_are_what_make_docs_writes(made: dict[str, str]) -> None:
    """A rule, a story, a table or the demo's verdict that changed without its page fails here."""
    docs = ROOT / "docs"
    stale = [
        name
        for name, page in made.items()
        if not (docs / name).is_file() or (docs / name).read_text(encoding="utf-8") != page
    ]
    assert stale == [], "run `make docs`"


def test_every_page_about_rules_is_made(made: dict[str, str]) -> None:
    """A section that is gone leaves no page behind."""
    assert {f"rules/{path.name}" for path in (ROOT / "docs" / "rules").iterdir()} == {
        name for name in made if name.startswith("rules/")
    }


def test_a_cause_without_a_rule_has_a_reason(made: dict[str, str]) -> None:
    """Nobody has to guess why something is not recognised."""
    assert "| none:  |" not in made["coverage.md"]

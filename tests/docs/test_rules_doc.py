"""docs/rules.md lists the rules that are shipped."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_lists_every_rule_as_its_file_declares_it() -> None:
    """A rule that came, went or changed its title, level, role or links fails here."""
    made = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["pages"]()["rules.md"]
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == made, "docs/rules.md is stale: run `make docs`"

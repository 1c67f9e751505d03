"""Where rules and templates lie."""

from __future__ import annotations

from pathlib import Path


def rules_dir() -> Path:
    return Path(__file__).parent.parent / "rules"


def templates_dir() -> Path:
    return Path(__file__).parent.parent / "reports" / "templates"

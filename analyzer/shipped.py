"""Where rules, templates and samples lie: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def rules_dir() -> Path:
    """The folder of the shipped rules."""
    return _folder("rules", "rules")


def templates_dir() -> Path:
    """The folder of the report templates."""
    return _folder("templates", "reports/templates")


def samples_dir() -> Path:
    """The folder of sample bundles; a wheel has only the one of the demo."""
    return _folder("samples", "sample_bundles")


def _folder(in_wheel: str, in_checkout: str) -> Path:
    package = Path(str(files("analyzer")))
    shipped = package / "_shipped" / in_wheel
    return shipped if shipped.is_dir() else package.parent / in_checkout

"""The house: imports only go down, rooms have names, and none is too large."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOOR = {
    "model": 0, "notation": 1, "bundle": 2, "tables": 2, "parsers": 3, "views": 3,
    "engine": 4, "diagnosis": 5, "report": 6, "render": 7, "": 8, "cli": 9,
}  # fmt: skip
ONE_DOOR = {"weasyprint": {"render/pdf.py"}, "duckdb": {"engine"}, "click": {"cli"}, "jinja2": {"render"}}
EMPTY_NAMES = {"utils", "helpers", "common", "base", "manager", "misc"}
MODULES = sorted((ROOT / "analyzer").rglob("*.py"))


def package_of(path: Path) -> str:
    """The floor's package of a module; the empty name is the top level."""
    parts = path.relative_to(ROOT / "analyzer").parts
    return parts[0] if len(parts) > 1 else ""


def imported(path: Path) -> set[str]:
    """Every module that is imported anywhere in a file: in functions and under TYPE_CHECKING, too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names if node.module == "analyzer")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_go_down(path):
    """A module imports its own package or a lower floor."""
    here = package_of(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "analyzer" or len(parts) < 2:
            continue
        there = parts[1] if (ROOT / "analyzer" / parts[1]).is_dir() else ""
        assert there == here or FLOOR[there] < FLOOR[here], f"{here or 'top'} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_has_one_door(path):
    """Heavy libraries are imported where they belong and nowhere else."""
    label = str(path.relative_to(ROOT / "analyzer"))
    for name in imported(path):
        doors = ONE_DOOR.get(name.split(".")[0])
        assert doors is None or label in doors or package_of(path) in doors, f"{label} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_have_names_and_sizes(path):
    """No module is called after nothing, holds more than 400 lines, or a function of more than 60."""
    text = path.read_text(encoding="utf-8")
    assert path.stem not in EMPTY_NAMES
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno <= 60, node.name


def test_every_package_has_a_floor():
    """A new package states where it stands."""
    packages = {path.name for path in (ROOT / "analyzer").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert packages - {"_shipped"} <= set(FLOOR)

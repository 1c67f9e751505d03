"""Finding modules by what they declare, so that no list of them is kept anywhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import analyzer.bundle.layouts
import analyzer.parsers
import analyzer.render
import analyzer.tables
from analyzer.bundle.layout import Layout
from analyzer.bundle.member import Piece
from analyzer.model.problem import Problem
from analyzer.model.table import Table


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser module: the roles it wants, the tables it fills, and its function."""

    name: str
    members: tuple[str, ...]
    yields: tuple[Table, ...]
    parse: Callable[[Piece], Iterator[tuple[Any, ...] | Problem]]


def tables() -> dict[str, Table]:
    """Every base table by name."""
    found = (module.TABLE for module in _modules(analyzer.tables))
    return {table.name: table for table in sorted(found, key=lambda table: table.name)}


def parsers() -> tuple[Parser, ...]:
    """Every parser, in the order of module names.

    A module without MEMBERS is a part of its neighbours; one that has MEMBERS must have the rest.
    """
    return tuple(
        Parser(module.__name__, tuple(module.MEMBERS), _tuple(module.YIELDS), module.parse)
        for module in _modules(analyzer.parsers)
        if hasattr(module, "MEMBERS")
    )


def layouts() -> tuple[Layout, ...]:
    """Every layout, in the order of module names."""
    return tuple(module.LAYOUT for module in _modules(analyzer.bundle.layouts))


def renderer(name: str) -> ModuleType:
    """The renderer module of a format such as `html`; KeyError for a format that does not exist."""
    names = {item.name for item in pkgutil.iter_modules(analyzer.render.__path__)}
    if name not in names:
        raise KeyError(name)
    module = importlib.import_module(f"analyzer.render.{name}")
    if not hasattr(module, "SUFFIX"):
        raise KeyError(name)
    return module


def _tuple(value: Table | tuple[Table, ...]) -> tuple[Table, ...]:
    return value if isinstance(value, tuple) else (value,)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    for name in sorted(item.name for item in found if not item.ispkg):
        yield importlib.import_module(name)

"""Views: SQL files that declare in their head what they give and what they need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analyzer.model.errors import RuleError
from analyzer.model.source import SourceLine


@dataclass(frozen=True, slots=True)
class View:
    """One derived table.

    gives   its columns in order, with the type that the head declares
    needs   tables and views that it reads; `raw.` tables are those before times and nodes are settled
    """

    name: str
    doc: str
    gives: dict[str, str]
    needs: tuple[str, ...]
    sql: str


def load_view(name: str, text: str) -> View:
    """Read the head of a view's SQL; RuleError where it declares nothing."""
    comments = [line.removeprefix("--").strip() for line in text.splitlines() if line.startswith("--")]
    if not comments or not comments[0].startswith(f"{name}:"):
        raise RuleError(f"a view begins with `-- {name}: what it is`", at=SourceLine(f"{name}.sql", 1))
    parts = _parts(comments)
    gives = dict(part.split(maxsplit=1) for part in re.split(r",\s*", parts.get("gives", "")) if part)
    needs = tuple(re.split(r",\s*", parts["needs"])) if parts.get("needs") else ()
    return View(name, comments[0].partition(":")[2].strip(), gives, needs, text)


def load_views(folder: Path) -> tuple[View, ...]:
    """Every view of the folder by name."""
    return tuple(load_view(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.sql")))


def in_order(views: Iterable[View], tables: set[str]) -> tuple[list[View], list[View]]:
    """Views that come before the settled tables, and those after, each after what it needs."""
    waiting = {view.name: view for view in views}
    early = {name for name, view in waiting.items() if _is_early(view, waiting)}
    ready: list[View] = []
    known = set(tables)
    while waiting:
        name = next((n for n in sorted(waiting) if all(_have(need, known) for need in waiting[n].needs)), None)
        if name is None:
            raise RuleError(f"views need what nothing gives: {', '.join(sorted(waiting))}", remedy="check their `needs`")
        ready.append(waiting.pop(name))
        known.add(name)
    return [view for view in ready if view.name in early], [view for view in ready if view.name not in early]


def _is_early(view: View, views: dict[str, View]) -> bool:
    return all(need.startswith("raw.") or (need in views and _is_early(views[need], views)) for need in view.needs)


def _have(need: str, known: set[str]) -> bool:
    return need.removeprefix("raw.") in known


def _parts(comments: list[str]) -> dict[str, str]:
    parts: dict[str, str] = {}
    current = ""
    for line in comments[1:]:
        word, _, rest = line.partition(" ")
        if word in ("gives", "needs", "units", "absent", "source", "note"):
            current = word
            parts[word] = rest.strip()
        elif current:
            parts[current] = f"{parts[current]} {line}".strip()
    return parts

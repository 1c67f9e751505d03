"""Views: SQL files that declare in their head what they give and what they need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.model.errors import RuleError
from analyzer.model.source import SourceLine


@dataclass(frozen=True, slots=True)
class View:
    """One derived table.

    gives   its columns in order, with the type that the head declares
    needs   tables and views that it reads; `raw.` tables are those before times and nodes are settled
    driver  tables and views without whose rows it has none: where all of them are empty, it is not worked out
    single  a short form of it that selects the same where there is nothing to tell apart, as in most uploads
    when    a SELECT that is true where the short form does not do
    """

    name: str
    doc: str
    gives: dict[str, str]
    needs: tuple[str, ...]
    sql: str
    driver: tuple[str, ...] = ()
    single: str = ""
    when: str = ""


def load_view(name: str, text: str) -> View:
    """Read the head of a view's SQL; RuleError where it declares nothing."""
    comments = [line.removeprefix("--").strip() for line in text.splitlines() if line.startswith("--")]
    if not comments or not comments[0].startswith(f"{name}:"):
        raise RuleError(f"a view begins with `-- {name}: what it is`", at=SourceLine(f"{name}.sql", 1))
    parts = _parts(comments)
    gives = dict(part.split(maxsplit=1) for part in re.split(r",\s*", parts.get("gives", "")) if part)
    needs = tuple(re.split(r",\s*", parts["needs"])) if parts.get("needs") else ()
    driver = tuple(re.split(r",\s*", parts["driver"])) if parts.get("driver") else ()
    about = comments[0].partition(":")[2].strip()
    return View(name, about, gives, needs, text, driver, parts.get("single", ""), parts.get("when", ""))


def load_views(folder: Path) -> tuple[View, ...]:
    """Every view of the folder by name."""
    return tuple(load_view(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.sql")))


def shortened(view: View) -> View:
    """The view in its short form; of those that part an upload, it reads only tables as they were read."""
    return replace(view, sql=view.single, needs=tuple(need for need in view.needs if need.startswith("raw.")))


def needed(views: Iterable[View], texts: Iterable[str]) -> tuple[View, ...]:
    """The views that some SQL names, and those that they need in turn."""
    by_name = {view.name: view for view in views}
    found: dict[str, View] = {}
    waiting = [word for text in texts for word in re.findall(r"\w+", text)]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found[name] = by_name[name]
            waiting += by_name[name].needs
    return tuple(found.values())


def in_steps(views: Iterable[View], tables: set[str]) -> tuple[list[list[View]], list[list[View]]]:
    """Views in steps before the settled tables, and in steps after them; a step needs only the steps before it."""
    waiting = {view.name: view for view in views}
    early = {name for name, view in waiting.items() if _is_early(view, waiting)}
    known = set(tables)
    steps: list[list[View]] = []
    while waiting:
        step = [waiting[name] for name in sorted(waiting) if all(_have(need, known) for need in waiting[name].needs)]
        if not step:
            raise RuleError(
                f"views need what nothing gives: {', '.join(sorted(waiting))}", remedy="check their `needs`"
            )
        steps.append(step)
        known |= {view.name for view in step}
        for view in step:
            del waiting[view.name]
    return _only(steps, early), _only(steps, set(known) - early)


def _only(steps: list[list[View]], names: set[str]) -> list[list[View]]:
    picked = [[view for view in step if view.name in names] for step in steps]
    return [step for step in picked if step]


def _is_early(view: View, views: dict[str, View]) -> bool:
    return all(need.startswith("raw.") or (need in views and _is_early(views[need], views)) for need in view.needs)


def _have(need: str, known: set[str]) -> bool:
    return need.removeprefix("raw.") in known


def _parts(comments: list[str]) -> dict[str, str]:
    parts: dict[str, str] = {}
    current = ""
    for line in comments[1:]:
        word, _, rest = line.partition(" ")
        if word in ("gives", "needs", "driver", "when", "single", "units", "absent", "source", "note"):
            current = word
            parts[word] = rest.strip()
        elif current:
            parts[current] = f"{parts[current]} {line}".strip()
    return parts

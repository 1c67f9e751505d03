"""What the workers sent, put together: the same rows in the same order, whoever read which member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from analyzer.model.problem import Problem
from analyzer.model.source import src

Frame = dict[str, Any]
Place = dict[str, Any] | None


@dataclass(slots=True)
class Gathered:
    """What was read: rows by table in the order of members and lines, members, problems.

    rows     per table its columns in declared order, `src` first; times are microseconds since 1970
    members  labels in order: a member's number is its place here
    facts    per member: size, read, lines, roles, sha256, unparsed, unparsed_lines, place
    """

    members: list[str] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[list[Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    redacted: dict[str, int] = field(default_factory=dict)
    layouts: tuple[str, ...] = ("loose",)
    delivered: int = 0
    interrupted: bool = False


def gather(frames: Mapping[str, Frame], problems: Iterable[Problem], places: Mapping[str, Place]) -> Gathered:
    """Number the members in the order of their labels and put their rows one after another.

    frames  what a worker sent about each member, by label
    places  where in a layout each member lies, by label; those that lie in none need not be there
    """
    bundle = Gathered(problems=list(problems))
    for label in sorted(frames):
        frame, number = frames[label], len(bundle.members)
        bundle.members.append(label)
        kept = ("size", "read", "lines", "roles", "sha256", "unparsed", "unparsed_lines")
        bundle.facts.append({**{key: frame[key] for key in kept}, "place": places.get(label)})
        for problem in frame["problems"]:
            bundle.problems.append(Problem(**{**problem, "path": label}))
        for name, count in frame["redacted"].items():
            bundle.redacted[name] = bundle.redacted.get(name, 0) + count
        for table, columns in frame["rows"].items():
            _append(bundle, table, [[src(number, line) for line in columns[0]], *columns[1:]])
    _add_members(bundle)
    _add_collection_times(bundle)
    return bundle


def _append(bundle: Gathered, table: str, columns: list[list[Any]]) -> None:
    kept = bundle.rows.setdefault(table, [[] for _ in columns])
    for all_values, values in zip(kept, columns, strict=True):
        all_values.extend(values)


def _add_members(bundle: Gathered) -> None:
    rows = []
    for number, (label, fact) in enumerate(zip(bundle.members, bundle.facts, strict=True)):
        place = fact["place"] or {"layout": None, "root": None, "context": {}}
        node = place["context"].get("node")
        rows.append(
            (
                src(number, 0), label, ",".join(fact["roles"]), node, "layout" if node else None, place["layout"], place["root"],
                fact["size"], fact["read"], fact["lines"], fact["unparsed"], fact["sha256"],
            )
        )  # fmt: skip
    if rows:
        bundle.rows["members"] = [list(column) for column in zip(*rows, strict=True)]
    numbers = {label: number for number, label in enumerate(bundle.members)}
    kept = [
        (_place(numbers.get(p.path), p.line), p.path, p.reason, p.detail, p.bytes_read, p.bytes_unread, p.option)
        for p in bundle.problems
    ]
    if kept:
        bundle.rows["problems"] = [list(column) for column in zip(*kept, strict=True)]


def _place(member: int | None, line: int) -> int | None:
    return None if member is None else src(member, line)


def _add_collection_times(bundle: Gathered) -> None:
    """A layout's path may tell when it was collected: one mark for each of its roots."""
    seen: dict[tuple[str, str], int] = {}
    for number, fact in enumerate(bundle.facts):
        place = fact["place"]
        if place and (told := place["context"].get("collected")):
            seen.setdefault((place["root"], told), src(number, 0))
    for (_, told), at in seen.items():
        moment = datetime.fromisoformat(told)
        quality = "exact" if moment.tzinfo else "zone_unknown"
        micros = round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1_000_000)
        _append(bundle, "time_marks", [[at], ["collected"], [micros], [None], [quality]])

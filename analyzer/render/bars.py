"""The geometry of memory bars and of the free-block table: shares in percent, words for every number."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import Any

from analyzer.model.report import MemoryBar
from analyzer.render import words

_CACHE = "cache"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: parts as (name, start, width) in percent; ticks likewise, None where the value is unknown.

    tone is high, medium or low: how near memory that cannot be given back is to the limit.
    """

    subject: str
    kind: str
    label: str
    note: str
    tone: str
    parts: tuple[tuple[str, float, float], ...]
    limit: float | None
    request: float | None
    closeness: float
    source: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class FreeRow:
    """Free blocks of one zone by order; `heat` is 0 (none) to 5."""

    title: str
    cells: tuple[tuple[int, int], ...]
    path: str
    line: int


def bars(rows: tuple[MemoryBar, ...]) -> tuple[Bar, ...]:
    """Every bar, the one nearest to its limit first."""
    return tuple(sorted((_bar(row) for row in rows), key=lambda bar: (-bar.closeness, bar.subject)))


def free_rows(rows: tuple[dict[str, Any], ...]) -> tuple[FreeRow, ...]:
    """The rows of buddyinfo; `blocks` is a list by order."""
    return tuple(
        FreeRow(
            f"{row.get('node') or 'node unknown'}, NUMA {row.get('numa_node')}, {row.get('zone')}",
            tuple((count, _heat(count)) for count in row.get("blocks", ())),
            str(row.get("path", "")),
            int(row.get("line") or 0),
        )
        for row in rows
    )


def _bar(row: MemoryBar) -> Bar:
    total = max(row.limit_bytes or 0, row.used_bytes or 0, row.request_bytes or 0, 1)
    held = sum(count for name, count in row.parts if name != _CACHE)
    closeness = held / row.limit_bytes if row.limit_bytes else 0.0
    tone = "high" if closeness >= 0.9 else "medium" if closeness >= 0.75 else "low"
    return Bar(
        subject=row.subject,
        kind=row.kind,
        label=_label(row),
        note=_note(row, held, closeness),
        tone=tone,
        parts=tuple(_parts(row, total)),
        limit=_share(row.limit_bytes, total),
        request=_share(row.request_bytes, total) if row.limit_bytes else None,
        closeness=closeness,
        source=words.place(row.path, row.line),
        path=row.path,
        line=row.line,
    )


def _label(row: MemoryBar) -> str:
    """`498 MiB of 512 MiB (97 %)`."""
    if row.used_bytes is None:
        return f"use unknown; limit {words.size(row.limit_bytes)}"
    if row.limit_bytes is None:
        return f"{words.size(row.used_bytes)}, {'no limit' if row.limit_text == 'none' else 'limit not known'}"
    share = 100 * row.used_bytes / row.limit_bytes
    return f"{words.size(row.used_bytes)} of {words.size(row.limit_bytes)} ({share:.0f} %)"


def _note(row: MemoryBar, held: int, closeness: float) -> str:
    """What the bar consists of, its request, and kills, in words."""
    said = [f"{name} {words.size(count)}" for name, count in row.parts]
    if closeness and any(name == _CACHE for name, _ in row.parts):
        said.append(f"without cache {words.size(held)} ({100 * closeness:.0f} % of the limit)")
    if row.request_bytes is not None:
        said.append(f"request {words.size(row.request_bytes)}")
    if row.limit_text and row.limit_bytes is not None:
        said.append(f"limit from {row.limit_text}")
    if row.oom_kills is not None:
        said.append(f"oom_kill {row.oom_kills}")
    return "; ".join(said)


def _parts(row: MemoryBar, total: int) -> list[tuple[str, float, float]]:
    """Nothing where no limit is known: a full bar would say that it was reached."""
    made: list[tuple[str, float, float]] = []
    start = 0.0
    if row.limit_bytes is None:
        return made
    for name, count in row.parts or ((("used", row.used_bytes),) if row.used_bytes else ()):
        width = 100 * count / total
        made.append((name, round(start, 2), round(width, 2)))
        start += width
    return made


def _share(count: int | None, total: int) -> float | None:
    return None if count is None else round(100 * count / total, 2)


def _heat(count: int) -> int:
    return min(1 + int(log10(count)), 5) if count > 0 else 0

"""How values are said in every output: sizes, times, spans, subjects, levels, confidences, states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from analyzer.model.finding import Subject

# A shape for each level, so that colour is never the only sign.
GLYPHS = {"critical": "■", "high": "▲", "medium": "◆", "low": "●", "informational": "○"}

CONFIDENCE = {
    "confirmed": "the kernel or the acting component names it, and no source disagrees",
    "likely": "two origins agree, or the alternatives are rare or would have shown",
    "possible": "it fits, but common alternatives are open",
}

STATE = {
    "failing": "failing at collection",
    "recurring": "recurring",
    "over": "over at collection",
    "unknown": "state at collection unknown",
}

PROOF = {
    "same id": "joined by the same ID",
    "same node and time": "joined by node and time",
    "rule": "joined by the rule only",
}

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def size(count: float | None) -> str:
    """Bytes in the largest unit that keeps the number readable: `512 MiB`, `9.1 GiB`."""
    if count is None:
        return "unknown"
    value, unit = float(count), 0
    while abs(value) >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    digits = f"{value:.1f}".removesuffix(".0") if unit else f"{value:.0f}"
    return f"{digits} {_UNITS[unit]}"


def moment(time: datetime | None) -> str:
    """Date and time in UTC, to the second."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if time else "unknown"


def clock(time: datetime | None) -> str:
    """The time of day in UTC."""
    return f"{time.astimezone(UTC):%H:%M:%S}" if time else ""


def day(time: datetime | None) -> str:
    """The date in UTC."""
    return f"{time.astimezone(UTC):%Y-%m-%d}" if time else ""


def period(start: datetime | None, end: datetime | None) -> str:
    """`2026-11-22 03:10–09:58 UTC`; the date is written again only where it differs."""
    if start is None or end is None:
        return f"from {moment(start)}" if start else f"until {moment(end)}" if end else "time unknown"
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    if first == last:
        return moment(first)
    if first.date() == last.date():
        return f"{first:%Y-%m-%d %H:%M:%S}–{last:%H:%M:%S} UTC"
    return f"{first:%Y-%m-%d %H:%M:%S} – {last:%Y-%m-%d %H:%M:%S} UTC"


def span(seconds: float | None) -> str:
    """A duration in its two largest units: `41 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`."""
    if seconds is None:
        return "unknown"
    whole = abs(seconds)
    if whole < 10 and whole != int(whole):
        return f"{whole:.1f} s"
    left = round(whole)
    parts: list[str] = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, left = divmod(left, length)
        if count or (unit == "s" and not parts):
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])


def after(seconds: float | None) -> str:
    """How long an effect came after its cause; a negative time is said, not hidden."""
    if seconds is None:
        return "time between unknown"
    if seconds == 0:
        return "at the same moment"
    return f"{span(seconds)} {'later' if seconds > 0 else 'earlier by the clocks'}"


def subject(thing: Subject) -> str:
    """`payments/api-7d9f, container app, node worker-2`; what is not known is left out."""
    name = "/".join(part for part in (thing.namespace, thing.name) if part)
    parts = [f"{thing.kind} {name}" if thing.kind and name else name or thing.kind or ""]
    if thing.container:
        parts.append(f"container {thing.container}")
    if thing.node and not (thing.kind == "Node" and thing.name == thing.node):
        parts.append(f"node {thing.node}")
    return ", ".join(part for part in parts if part) or "subject unknown"


def many(count: int, one: str, more: str | None = None) -> str:
    """A count with its noun: `1 file`, `3,605 files`, `2 entries`."""
    plural = more or (f"{one[:-1]}ies" if one.endswith("y") else f"{one}s")
    return f"{count:,} {one if count == 1 else plural}"


def number(count: int) -> str:
    """A count with commas: `3,605`."""
    return f"{count:,}"


def place(path: str, line: int | None) -> str:
    """`path:line`, as `less +N`, `rg` and editors understand it; the path alone where no line is known."""
    return f"{path}:{line}" if line else path


def fact(name: str, value: Any) -> str:
    """A fact of a finding with its unit, told by the suffix of its column."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and name.endswith("_bytes"):
        return f"{size(value)} ({value:,.0f} bytes)"
    if isinstance(value, int | float) and (name.endswith(("_s", "_seconds"))):
        return span(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, dict):
        return listed(f"{key}: {fact(str(key), item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return listed(fact(name, item) for item in value)
    return str(value)


def fact_name(name: str) -> str:
    """The name of a fact without the unit that its value is written with: `limit_bytes` is `limit`."""
    for unit in ("_bytes", "_seconds", "_s"):
        name = name.removesuffix(unit)
    return name.replace("_", " ")


# What the finding's heading, subject and times say already, and what only rules look at.
_TOLD_ELSEWHERE = frozenset(
    "namespace pod container node workload kind name subject_kind subject_name who pod_key container_type first_seen last_seen "
    "first last started finished time count message proof join_proof run_state state_now said_state verdict form collected "
    "blamed blamed_bytes abnormal is_last".split()
)


def shown_facts(facts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The facts that tell a reader something new, by name."""
    return sorted((name, value) for name, value in facts.items() if value is not None and name not in _TOLD_ELSEWHERE)


def listed(items: Iterable[str]) -> str:
    """Items joined by commas."""
    return ", ".join(items)

"""Comparing the tables of two printed forms, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.kubectl_matrix.printed import GAPS, MISSING, ONLY_DESCRIBED, SAME, ZEROS
from tests.kubectl_matrix.tables import KEYS, Key, Row, keyed

Tables = dict[str, list[Row]]
# Where a row stands and which form it has differs by nature; the ages of events are compared as moments.
_OF_THE_TEXT = frozenset({"line", "at", "form", "first_age_s", "last_age_s", "age_resolution_s", "terminating_s"})
_MICRO = 1_000_000
# Tables with rows that describe prints a second time, inside another object, with less of them.
_EMBEDDED: dict[str, frozenset[str]] = {
    "objects": frozenset({"kind", "name", "namespace"}),
    "leases": frozenset({"lease", "namespace", "holder"}),
    "quotas": frozenset({"quota", "namespace", "resource", "used", "hard"}),
}


@dataclass
class Comparison:
    """How many fields were compared, and a line for each that differs."""

    fields: int = 0
    differences: list[str] = field(default_factory=list)


def same(first: Tables, second: Tables) -> Comparison:
    """Compare forms that print everything: all rows and fields have to be equal."""
    found = Comparison()
    for table in sorted({*first, *second} & KEYS.keys()):
        rows, others = keyed(table, first.get(table, [])), keyed(table, second.get(table, []))
        found.differences += [f"{table} {key}: in one form only" for key in rows.keys() ^ others.keys()]
        for key in rows.keys() & others.keys():
            for column in rows[key].keys() - _OF_THE_TEXT:
                found.fields += 1
                if rows[key][column] != others[key][column]:
                    found.differences.append(_text(table, key, column, rows[key][column], others[key][column]))
    return found


def described(whole: Tables, printed: Tables, minor: int, clock: tuple[float, float]) -> Comparison:
    """Compare what describe of 1.`minor` printed with the whole objects; `clock` is when it began and ended."""
    found = Comparison()
    for table in sorted({*whole, *printed} & KEYS.keys()):
        rows, others = keyed(table, whole.get(table, [])), keyed(table, printed.get(table, []))
        for key, row in rows.items():
            if key not in others:
                if table not in MISSING or not MISSING[table].holds(row, minor):
                    found.differences.append(f"{table} {key}: missing")
                continue
            for difference in _row(table, key, row, others[key], minor):
                found.fields += 1
                if difference:
                    found.differences.append(difference)
            if table == "events":
                found.fields += 2
                found.differences += _moments(key, row, others[key], minor, clock)
        found.differences += _extra(table, rows, others)
    return found


def _row(table: str, key: Key, row: Row, other: Row, minor: int) -> Iterator[str]:
    """For each compared field an empty text, or what differs."""
    for column in other.keys() - _OF_THE_TEXT:
        name = f"{table}.{column}"
        expected, value = row[column], other[column]
        equal = SAME[name](expected, value) if name in SAME else expected == value
        if not equal and name in ZEROS:
            equal = not expected and not value
        gap = GAPS.get(name)
        if not equal and gap is not None and gap.holds(row, minor):
            # Nothing is compared here, but nothing may be invented either.
            if not _instead(gap.instead, value, other):
                yield _text(table, key, column, expected, value)
            continue
        if not equal and name in ONLY_DESCRIBED and expected is None:
            continue
        yield "" if equal else _text(table, key, column, expected, value)


def _instead(words: tuple[object, ...], value: object, other: Row) -> bool:
    if "message" in words:
        return value is None or str(value) in (other["message"] or "")
    return value in words if words else value is None


def _moments(key: Key, row: Row, other: Row, minor: int, clock: tuple[float, float]) -> Iterator[str]:
    """An age says that the moment lies in (now - age - resolution, now - age]."""
    # A single event has one age, that of the first time; series are unknown before 1.23.
    last = row["first"] if (row["count"] or 1) == 1 or (minor < 23 and row["series"]) else row["last"]
    for column, moment in (("first_age_s", row["first"]), ("last_age_s", last)):
        age, resolution = other[column], other["age_resolution_s"]
        if moment is None or age is None:
            yield _text("events", key, column, moment, age)
        elif not clock[0] - age - resolution - 1 <= moment / _MICRO <= clock[1] - age + 1:
            yield _text("events", key, column, clock[1] - moment / _MICRO, age)


def _extra(table: str, rows: dict[Key, Row], others: dict[Key, Row]) -> Iterator[str]:
    """Rows that only describe has: those of objects that stand inside others, or an invention."""
    for key in others.keys() - rows.keys():
        row = others[key]
        columns = _EMBEDDED.get(table, frozenset())
        twin = rows.get(key[: len(KEYS[table])])
        if columns and twin is not None and all(twin[column] == row[column] for column in columns):
            continue
        if table in ("limit_ranges", "objects") and row.get("limit_range", row.get("name")) is None:
            continue
        yield f"{table} {key}: invented"


def _text(table: str, key: Key, column: str, expected: object, value: object) -> str:
    return f"{table} {key} {column}: {str(expected)[:200]!r} is {str(value)[:200]!r}"

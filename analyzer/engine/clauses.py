"""The modifiers of clauses, each in both of its forms: as SQL over a table, and on a row that was fetched.

The two must agree: few rows are looked at in this process, many are filtered by the database, and `rules show --sql`
prints what the row form does. A value that is missing holds no clause but `not`, `missing`, `exists: false` and null.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import re2

from analyzer.model.rule import Clause, Column, Near
from analyzer.notation.versions import version_numbers

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a modifier does with one value.

    sql    the test of a quoted column against a literal
    test   the same on a row's value; never called with a missing one unless `missing` says so
    every  whether all values have to hold, instead of any
    takes  any, text, number, time, version, network or flag: what may stand as its value
    """

    sql: Callable[[str, Any], str]
    test: Callable[[Any, Any], bool]
    every: bool = False
    takes: str = "any"
    missing: bool = False


def holds(clause: Clause, row: Row) -> bool:
    """Whether a clause holds for a row."""
    modifier = MODIFIERS[clause.modifier]
    value = row.get(clause.field)
    if value is None and not modifier.missing and None not in clause.values:
        return False
    joined = all if modifier.every else any
    return joined(_one(modifier, value, wanted, row) for wanted in clause.values)


def sql(clause: Clause) -> str:
    """The clause as a condition in SQL."""
    modifier = MODIFIERS[clause.modifier]
    name = quoted(clause.field)
    joined = " AND " if modifier.every else " OR "
    return f"({joined.join(modifier.sql(name, value) for value in clause.values)})"


def written(clause: Clause) -> str:
    """A clause as its file has it."""
    values = [_written(value) for value in clause.values]
    modifier = "" if clause.modifier == "equals" else f"|{clause.modifier}"
    macro = f" ({clause.macro})" if clause.macro else ""
    return f"{clause.field}{modifier}: {values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}{macro}"


def _written(value: Any) -> str:
    if isinstance(value, Column):
        return f"{{field: {value.name}}}"
    if isinstance(value, Near):
        return f"{value.seconds:g}s of {value.column}"
    return {None: "null", True: "true", False: "false"}.get(value, str(value)) if not isinstance(value, str) else value


def literal(value: Any) -> str:
    """A value as SQL: nothing in it can end the text that it stands in."""
    if isinstance(value, Column):
        return quoted(value.name)
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _one(modifier: Modifier, value: Any, wanted: Any, row: Row) -> bool:
    if value is None and not modifier.missing:
        return wanted is None
    if isinstance(wanted, Column):
        wanted = row.get(wanted.name)
        if wanted is None and not modifier.missing:
            return False
    if isinstance(wanted, Near):
        wanted = (row.get(wanted.column), wanted.seconds)
    return modifier.test(value, wanted)


def _as_text(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: test(str(value), str(wanted))


def _compared(operator: str, test: Callable[[Any, Any], bool]) -> Modifier:
    return Modifier(lambda name, v: f"{name} {operator} {literal(v)}", test, takes="number")


def _version(operator: str, test: Callable[[Any, Any], bool]) -> Modifier:
    def compare(value: Any, wanted: Any) -> bool:
        have, want = version_numbers(value), version_numbers(wanted)
        return have is not None and want is not None and test(have, want)

    return Modifier(lambda name, v: f"version_of({name}) {operator} version_of({literal(v)})", compare, takes="version")


def _near(name: str, near: Near) -> str:
    return f"abs(epoch({name} - {quoted(near.column)})) <= {near.seconds:g}"


@functools.lru_cache(maxsize=256)
def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """A network as `10.0.0.0/8` or `fd00::/8`; ValueError where it is none."""
    return ipaddress.ip_network(text, strict=False)


def _in_network(value: Any, wanted: Any) -> bool:
    try:
        return ipaddress.ip_address(str(value)) in network(str(wanted))
    except ValueError:
        return False


def _network_sql(name: str, wanted: Any) -> str:
    found = network(str(wanted))
    function = "ipv4_bits" if found.version == 4 else "ipv6_bits"
    width = 32 if found.version == 4 else 128
    bits = format(int(found.network_address), f"0{width}b")[: found.prefixlen]
    return f"starts_with({function}({name}), {literal(bits)})"


def _close(value: datetime, wanted: tuple[datetime | None, float]) -> bool:
    other, seconds = wanted
    return other is not None and abs(value - other) <= timedelta(seconds=seconds)


def _before(value: datetime, wanted: datetime) -> bool:
    return value < wanted


MODIFIERS: dict[str, Modifier] = {
    "equals": Modifier(
        lambda name, v: f"{name} IS NULL" if v is None else f"{name} = {literal(v)}", lambda value, v: bool(value == v)
    ),
    "in": Modifier(lambda name, v: f"{name} = {literal(v)}", lambda value, v: bool(value == v)),
    "not": Modifier(
        lambda name, v: f"{name} IS DISTINCT FROM {literal(v)}", lambda value, v: bool(value != v), every=True, missing=True
    ),
    "contains": Modifier(
        lambda name, v: f"contains(lower({name}), lower({literal(v)}))",
        _as_text(lambda value, v: v.lower() in value.lower()), takes="text",
    ),
    "startswith": Modifier(lambda name, v: f"starts_with({name}, {literal(v)})", _as_text(str.startswith), takes="text"),
    "endswith": Modifier(lambda name, v: f"ends_with({name}, {literal(v)})", _as_text(str.endswith), takes="text"),
    "re": Modifier(
        lambda name, v: f"regexp_matches({name}, {literal(v)})",
        _as_text(lambda value, v: re2.search(v, value) is not None), takes="pattern",
    ),
    "not_contains": Modifier(
        lambda name, v: f"contains(lower({name}), lower({literal(v)})) IS NOT TRUE",
        lambda value, v: value is None or v.lower() not in str(value).lower(), every=True, takes="text", missing=True,
    ),
    "not_re": Modifier(
        lambda name, v: f"regexp_matches({name}, {literal(v)}) IS NOT TRUE",
        lambda value, v: value is None or re2.search(v, str(value)) is None, every=True, takes="pattern", missing=True,
    ),
    "gt": _compared(">", lambda value, v: value > v),
    "gte": _compared(">=", lambda value, v: value >= v),
    "lt": _compared("<", lambda value, v: value < v),
    "lte": _compared("<=", lambda value, v: value <= v),
    "exists": Modifier(
        lambda name, v: f"{name} IS {'NOT ' if v else ''}NULL", lambda value, v: (value is not None) == v, takes="flag", missing=True
    ),
    "missing": Modifier(
        lambda name, v: f"{name} IS {'' if v else 'NOT '}NULL", lambda value, v: (value is None) == v, takes="flag", missing=True
    ),
    "before": Modifier(lambda name, v: f"{name} < {literal(v)}", _before, takes="column"),
    "after": Modifier(lambda name, v: f"{name} > {literal(v)}", lambda value, v: _before(v, value), takes="column"),
    "within": Modifier(_near, _close, takes="near"),
    "cidr": Modifier(_network_sql, _in_network, takes="network"),
    "version_gt": _version(">", lambda have, want: have > want),
    "version_gte": _version(">=", lambda have, want: have >= want),
    "version_lt": _version("<", lambda have, want: have < want),
    "version_lte": _version("<=", lambda have, want: have <= want),
}  # fmt: skip

"""Declaring a table: its rows are a NamedTuple whose annotations carry type, unit and place of proof.

class Probe(NamedTuple):
    "One probe of one container, as its spec declares it."
    line: int
    at: str
    timeout_s: Annotated[Seconds, "how long one attempt may take", Path("timeoutSeconds")] = None

TABLE = Table("probes", Probe)
"""

from __future__ import annotations

import datetime
import functools
import types
import typing
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number: bytes, seconds, count, …"""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """Where in the object the column's value stands, below the row's own `at`."""

    below: str


@dataclass(frozen=True, slots=True)
class Line:
    """The column (named `…_line`) that holds the line where this column's value stands."""

    column: str


Text = str | None
Flag = bool | None
Number = Annotated[int | None, Unit("count")]
Real = Annotated[float | None, Unit("count")]
Bytes = Annotated[int | None, Unit("bytes")]
Seconds = Annotated[float | None, Unit("seconds")]
Time = Annotated[datetime.datetime | None, Unit("UTC")]
LineNo = Annotated[int | None, Unit("line")]

_DTYPES = {str: "string", int: "int64", float: "double", bool: "bool", datetime.datetime: "timestamp"}


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column: `dtype` is string, int64, double, bool or timestamp (UTC, microseconds)."""

    name: str
    dtype: str
    unit: str | None
    doc: str
    path: str | None
    line: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A base table; `record` is the NamedTuple class of its rows and parsers yield instances of it.

    Every record begins with `line`, the 1-based line where it starts in its member; the table has
    `src` in its place. A record of an API object has `at`, the object path that its columns' paths
    start from. Rows `of` a node get a `node` column from their member where they have none.
    """

    name: str
    record: type[tuple[Any, ...]]
    of: str | None = None

    @property
    def doc(self) -> str:
        """What one row is."""
        return (self.record.__doc__ or "").strip().splitlines()[0]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The declared columns in order, without `line`."""
        return _declared(self.record)


@functools.cache
def _declared(record: type[tuple[Any, ...]]) -> tuple[Column, ...]:
    """The columns of a record; looking at its annotations anew for each member would cost more than parsing one."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_column(name, hint) for name, hint in hints.items() if name != "line")


def _column(name: str, hint: Any) -> Column:
    notes = list(get_args(hint)[1:]) if get_origin(hint) is Annotated else []
    base = get_args(hint)[0] if notes else hint
    if get_origin(base) in (typing.Union, types.UnionType):
        base = next(part for part in get_args(base) if part is not type(None))
        if get_origin(base) is Annotated:
            notes = [*get_args(base)[1:], *notes]
            base = get_args(base)[0]
    return Column(
        name=name,
        dtype=_DTYPES[base],
        unit=next((n.name for n in notes if isinstance(n, Unit)), None),
        doc=next((n for n in notes if isinstance(n, str)), ""),
        path=next((n.below for n in notes if isinstance(n, Path)), None),
        line=next((n.column for n in notes if isinstance(n, Line)), None),
    )

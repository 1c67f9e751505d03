"""Texts of rules with the numbers of a row in them: plain substitution, no code.

`{limit_bytes|bytes}` is the value of a column in a unit; a part in `[[…]]` disappears where one of
its values is missing; elsewhere a missing value reads `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_FIELD = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.S)


def fill(text: str, row: Mapping[str, Any]) -> str:
    """The text with the row's values."""
    kept = _OPTIONAL.sub(lambda part: part[1] if _complete(part[1], row) else "", text)
    return _FIELD.sub(lambda field: _value(row.get(field[1]), field[2]), kept)


def fields(text: str) -> set[str]:
    """The columns that a text names."""
    return {found[1] for found in _FIELD.finditer(text)}


def size(value: float) -> str:
    """Bytes in the largest unit that keeps at least one digit before the point: `512 MiB`."""
    for unit, factor in (("TiB", 2**40), ("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if abs(value) >= factor:
            number = value / factor
            return f"{number:.0f} {unit}" if number >= 100 or number == int(number) else f"{number:.1f} {unit}"
    return f"{value:.0f} B"


def _complete(text: str, row: Mapping[str, Any]) -> bool:
    return all(row.get(name) is not None for name in fields(text))


def _value(value: Any, unit: str | None) -> str:
    if value is None:
        return "unknown"
    if unit == "bytes":
        return size(value)
    if unit == "seconds":
        return f"{value:.0f} s" if value < 120 else f"{value / 60:.0f} min" if value < 7200 else f"{value / 3600:.0f} h"
    if unit == "percent":
        return f"{value * 100:.0f} %"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S UTC")
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)

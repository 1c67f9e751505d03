"""Sizes as node commands print them: `1.5G`, `36.4M`, `15.6kB`, `1.2GiB`, `512`."""

from __future__ import annotations

import re
from typing import NamedTuple


class Size(NamedTuple):
    """Bytes; `rounded` when only a few digits were printed."""

    bytes: int
    rounded: bool


def size(text: str, unit: int = 1) -> Size | None:
    """The size that a word is; None for other words.

    A number without a letter is in `unit` bytes and exact. Letters are powers of 1024 (df -h, free -h,
    systemd, top), but `kB`, `MB`, `GB` with a `B` and no `i` are powers of 1000 (docker, crictl, free --si).
    """
    found = _SIZE.fullmatch(text)
    if found is None:
        return None
    number, letter, suffix = float(found["number"].replace(",", ".")), found["letter"].upper(), found["suffix"]
    if not letter:
        if suffix or "." not in found["number"]:
            return Size(round(number * (1 if suffix else unit)), rounded=False)
        return Size(round(number * unit), rounded=True)
    base = 1000 if suffix == "B" else 1024
    return Size(round(number * base ** _POWERS[letter]), rounded=True)


_SIZE = re.compile(r"(?P<number>\d{1,18}(?:[.,]\d{1,3})?) ?(?P<letter>[kKmMgGtTPE]?)(?P<suffix>iB|i|B|b?)")
_POWERS = {letter: power for power, letter in enumerate("KMGTPE", 1)}

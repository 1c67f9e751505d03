"""What `free` prints: procps 2, 3 and 4, and busybox."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import arguments, in_container
from analyzer.notation.sizes import Size, size
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("free",)
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue | Understood]:
    """Yield one record per figure of the lines `Mem:` and `Swap:`, under the names of /proc/meminfo."""
    command, known = piece.context.get("command"), []
    columns: tuple[str, ...] = _COLUMNS
    unit = _unit(arguments(command))
    for line in piece.lines:
        words = line.text.split()
        if words[:3] == ["total", "used", "free"]:
            columns = tuple(words)
        elif not words or words[0] not in _ROWS:
            continue
        elif words[0] in ("Mem:", "Swap:") and not in_container(command):
            unit = unit or _likely_unit(words[1:2])
            yield from _figures(line.number, words, columns, unit, guessed=not _unit(arguments(command)))
        known.append(line.number)
    yield from claims(known)


_COLUMNS = ("total", "used", "free", "shared", "buff/cache", "available")
_ROWS = frozenset(("Mem:", "Swap:", "Total:", "Low:", "High:", "-/+", "Comm:"))
_NAMES = {
    "shared": "Shmem",
    "buffers": "Buffers",
    "cached": "Cached",
    "cache": "Cached",
    "buff/cache": "BuffersAndCache",
    "available": "MemAvailable",
}
_UNITS = {"b": 1, "k": 2**10, "m": 2**20, "g": 2**30}
_LONG = {"bytes": "b", "kibi": "k", "mebi": "m", "gibi": "g"}
_SHORT = re.compile(r"-[a-zA-Z]*([bkmg])[a-zA-Z]*")


def _unit(words: list[str]) -> int:
    """Bytes of the unit that the options ask for; 0 where the command line is not known or asks for `-h`."""
    for word in words:
        if word.startswith("--") and word[2:] in _LONG:
            return _UNITS[_LONG[word[2:]]]
        if found := _SHORT.fullmatch(word):
            return _UNITS[found[1]]
    return 0


def _likely_unit(total: list[str]) -> int:
    """KiB is the default; but no node has so little memory as `-m` or `-g` would then mean."""
    number = int(total[0]) if total and total[0].isdecimal() else 0
    if not number or number >= 2**18:
        return 2**10
    return 2**20 if number >= 400 else 2**30


def _figures(line: int, words: list[str], columns: tuple[str, ...], unit: int, *, guessed: bool) -> Iterator[NodeValue]:
    prefix = words[0].removesuffix(":")
    for name, word in zip(columns, words[1:], strict=False):
        found: Size | None = size(word, unit)
        if found is not None and (prefix == "Mem" or name in ("total", "used", "free")):
            key = _NAMES.get(name) or f"{prefix}{name.capitalize()}"
            rounded = found.rounded or (guessed and unit > 2**10) or unit > 2**10
            yield NodeValue(line, "free", key, found.bytes, rounded)

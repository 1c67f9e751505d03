"""The named numbers of /proc/meminfo and /proc/vmstat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("meminfo", "vmstat")
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue]:
    """Yield one record per line; the kB of meminfo are KiB (fs/proc/meminfo.c) and become bytes."""
    row = _ROWS[piece.role]
    for line in piece.lines:
        if found := row.fullmatch(line.text):
            unit = 1024 if found["unit"] else 1
            yield NodeValue(line.number, piece.role, found["key"], int(found["value"]) * unit)


_ROWS = {
    "meminfo": re.compile(r"\s*(?P<key>[A-Za-z][\w()]{0,60}):\s+(?P<value>\d{1,15})(?: (?P<unit>kB))?\s*"),
    "vmstat": re.compile(r"\s*(?P<key>[a-z]\w{0,60}) (?P<value>\d{1,18})(?P<unit>)\s*"),
}

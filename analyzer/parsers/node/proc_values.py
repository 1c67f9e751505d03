"""The named numbers of /proc/meminfo, of its relatives for NUMA nodes, and of /proc/vmstat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("meminfo", "vmstat", "numa-meminfo", "sockstat")
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue | Understood]:
    """Yield one record per number; the kB of meminfo are KiB (fs/proc/meminfo.c) and become bytes."""
    if piece.role == "sockstat":
        yield from _sockets(piece)
        return
    row, known = _ROWS[piece.role], []
    for line in piece.lines:
        if found := row.fullmatch(line.text):
            unit = 1024 if found["unit"] else 1
            file = f"meminfo of NUMA node {found['node']}" if piece.role == "numa-meminfo" else piece.role
            known.append(line.number)
            yield NodeValue(line.number, file, found["key"], int(found["value"]) * unit)
    yield from claims(known)


_ROWS = {
    "meminfo": re.compile(r"\s*(?P<key>[A-Za-z][\w()]{0,60}):\s+(?P<value>\d{1,15})(?: (?P<unit>kB))?\s*"),
    "numa-meminfo": re.compile(
        r"\s*Node (?P<node>\d{1,4}) (?P<key>[A-Za-z][\w()]{0,60}):\s+(?P<value>\d{1,15})(?: (?P<unit>kB))?\s*"
    ),
    "vmstat": re.compile(r"\s*(?P<key>[a-z]\w{0,60}) (?P<value>\d{1,18})(?P<unit>)\s*"),
}
_GROUP = re.compile(r"\s*(?P<group>[A-Za-z]\w{1,12}): (?P<pairs>[a-z]\w* \d{1,18}(?: [a-z]\w* \d{1,18}){0,9})\s*")


def _sockets(piece: Piece) -> Iterator[NodeValue | Understood]:
    """`TCP: inuse 27 orphan 0 tw 3 alloc 30 mem 5`; mem is pages (net/ipv4/proc.c)."""
    known = []
    for line in piece.lines:
        if found := _GROUP.fullmatch(line.text):
            known.append(line.number)
            words = found["pairs"].split()
            for key, value in zip(words[::2], words[1::2], strict=True):
                yield NodeValue(line.number, "sockstat", f"{found['group']}.{key}", int(value))
    yield from claims(known)

"""Free blocks by size from /proc/buddyinfo."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import buddyinfo
from analyzer.tables.buddyinfo import FreeBlocks

MEMBERS = ("buddyinfo",)
YIELDS = (buddyinfo.TABLE,)


def parse(piece: Piece) -> Iterator[FreeBlocks | Understood]:
    """Yield one record per column; their number is the kernel's (11 on x86, others elsewhere)."""
    known = []
    for line in piece.lines:
        if found := _ROW.fullmatch(line.text):
            known.append(line.number)
            for order, blocks in enumerate(found["blocks"].split()):
                yield FreeBlocks(line.number, int(found["node"]), found["zone"], order, int(blocks))
    yield from claims(known)


_ROW = re.compile(r"\s*Node +(?P<node>\d{1,4}), +zone +(?P<zone>\w{1,20}) +(?P<blocks>\d[\d ]{0,400})")

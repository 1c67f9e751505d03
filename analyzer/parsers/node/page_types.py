"""Free blocks by migrate type from /proc/pagetypeinfo (mm/vmstat.c)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import page_types
from analyzer.tables.page_types import PageType

MEMBERS = ("pagetypeinfo",)
YIELDS = (page_types.TABLE,)


def parse(piece: Piece) -> Iterator[PageType | Understood]:
    """Yield one record per zone, type and order; the second part, blocks by type, is only understood."""
    known = []
    for line in piece.lines:
        if found := _ROW.fullmatch(line.text):
            known.append(line.number)
            for order, blocks in enumerate(found["blocks"].split()):
                count = int(blocks.removeprefix(">"))
                yield PageType(
                    line.number,
                    int(found["node"]),
                    found["zone"],
                    found["type"],
                    order,
                    count,
                    capped=blocks.startswith(">"),
                )
        elif _KNOWN.match(line.text) or (known and known[-1] == line.number - 1 and not line.text.strip()):
            known.append(line.number)
    yield from claims(known)


_ROW = re.compile(
    r"\s*Node +(?P<node>\d{1,4}), +zone +(?P<zone>\w{1,20}), +type +(?P<type>\w{1,20}) +(?P<blocks>>?\d[\d >]{0,400})"
)
_KNOWN = re.compile(
    r"\s*(?:Page block order: |Pages per block: |Free pages count per migrate type|Number of (?:mixed )?blocks type"
    r"|Node +\d{1,4}, +zone +\w{1,20} +\d)"
)

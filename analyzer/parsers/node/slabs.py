"""Slab caches from /proc/slabinfo (version 2.x, mm/slab_common.c) and slabtop (procps)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.sizes import size
from analyzer.parsers.node.claims import claims
from analyzer.tables import slabs
from analyzer.tables.slabs import Slab

MEMBERS = ("slabinfo", "slabtop")
YIELDS = (slabs.TABLE,)


def parse(piece: Piece) -> Iterator[Slab | Understood]:
    """Yield one record per cache that holds something; empty caches are only understood."""
    row, known = (_FILE if piece.role == "slabinfo" else _TOP), []
    for line in piece.lines:
        found = row.match(line.text)
        if found is None:
            if _KNOWN.match(line.text):
                known.append(line.number)
            continue
        known.append(line.number)
        objects, each = int(found["objects"]), _bytes(found["size"])
        if objects and each is not None:
            yield Slab(line.number, found["cache"], int(found["active"]), objects, each, objects * each)
    yield from claims(known)


def _bytes(text: str) -> int | None:
    found = size(text)
    return found.bytes if found else None


_FILE = re.compile(
    r"\s*(?P<cache>[^\s#]\S{0,120})\s+(?P<active>\d{1,15})\s+(?P<objects>\d{1,15})\s+(?P<size>\d{1,9})\s+\d{1,6}\s+\d{1,6}\s+: tunables"
)
_TOP = re.compile(
    r"\s*(?P<objects>\d{1,15})\s+(?P<active>\d{1,15})\s+\d{1,3}%\s+(?P<size>[\d.]{1,12}K)\s+\d{1,9}\s+\d{1,9}\s+[\d.]{1,12}K\s+(?P<cache>\S{1,120})"
)
_KNOWN = re.compile(
    r"\s*(?:slabinfo - version:|# ?name\s|(?:Active|Minimum) / |OBJS +ACTIVE|(?:kmem_cache|\S{1,120}) +\d+ +\d+ +\d+ )"
)

"""Watermarks of the zones from /proc/zoneinfo (mm/vmstat.c, Linux 3.10 to 6.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import zones
from analyzer.tables.zones import Zone

MEMBERS = ("zoneinfo",)
YIELDS = (zones.TABLE,)


def parse(piece: Piece) -> Iterator[Zone | Understood]:
    """Yield one record per zone; statistics and per-CPU lists are only understood."""
    known: list[int] = []
    zone: Zone | None = None
    for line in piece.lines:
        text = line.text
        if head := _HEAD.match(text):
            if zone is not None:
                yield zone
            zone = Zone(line.number, int(head["node"]), head["zone"])
        elif zone is not None and (found := _MARK.fullmatch(text)) and (column := _COLUMNS.get(found["key"])):
            if getattr(zone, column) is None:
                figure: dict[str, Any] = {column: int(found["value"])}
                zone = zone._replace(**figure)
        elif not _KNOWN.match(text):
            continue
        known.append(line.number)
    if zone is not None:
        yield zone
    yield from claims(known)


_HEAD = re.compile(r"\s*Node (?P<node>\d{1,4}), zone +(?P<zone>\w{1,20})\s*$")
_MARK = re.compile(r"\s+(?P<key>pages free|free|min|low|high|present|managed|boost)\s+(?P<value>\d{1,15})\s*")
_COLUMNS = {
    "pages free": "free_pages",
    "min": "min_pages",
    "low": "low_pages",
    "high": "high_pages",
    "present": "present_pages",
    "managed": "managed_pages",
    "boost": "boost_pages",
}
_KNOWN = re.compile(
    r"\s*(?:[a-z][\w ]{0,60}:? +\(?-?\d[\d, ()]{0,400}\s*$|per-node stats|pagesets|protection: \(|cpu: \d|(?:count|high|batch|high_min|high_max): +\d"
    r"|vm stats threshold: |$)"
)

"""Sockets by state: `ss -s`, lists of ss and netstat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("ss-summary", "sockets")
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue | Understood]:
    """Yield one record per count; of a list, the number of sockets in each state, at the list's first row."""
    known: list[int] = []
    yield from _summary(piece, known) if piece.role == "ss-summary" else _list(piece, known)
    yield from claims(known)


_TOTAL = re.compile(r"\s*Total: (?P<total>\d{1,12})(?: \(kernel \d+\))?")
_TCP = re.compile(r"\s*TCP: +(?P<tcp>\d{1,12}) \((?P<parts>[^)]{1,200})\)")
_PART = re.compile(r"(?P<state>estab|closed|orphaned|synrecv|timewait) (?P<count>\d{1,12})")
_KIND = re.compile(r"\s*(?:Transport +Total|\*|RAW|UDP|TCP|INET|FRAG)\s+(?:IP|-|\d+)")


def _summary(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    """iproute2 3.10 to 6.x: `TCP:   1234 (estab 1000, closed 200, orphaned 3, timewait 190)`."""
    for line in piece.lines:
        if found := _TOTAL.match(line.text):
            yield NodeValue(line.number, "sockets", "total", int(found["total"]))
        elif found := _TCP.match(line.text):
            yield NodeValue(line.number, "sockets", "tcp", int(found["tcp"]))
            for part in _PART.finditer(found["parts"]):
                yield NodeValue(line.number, "sockets", f"tcp.{part['state']}", int(part["count"]))
        elif not _KIND.match(line.text):
            continue
        known.append(line.number)


_ROW = re.compile(
    r"\s*(?:(?P<kind>tcp6?|udp6?|u_\w+|raw6?|nl|p_\w+|v_\w+|icmp6|unix|sctp)\s+)?(?:\d+ +\d+ +\S+ +\S+ +)?(?P<state>[A-Z][A-Z0-9_-]{2,11})\b(?:\s|$)"
)
_HEAD = re.compile(r"\s*(?:Netid +State|State +Recv-Q|Proto +Re(?:cv-Q|fCnt)|Active (?:Internet|UNIX) )")
_UNIX = re.compile(
    r"\s*(?:unix +\d|(?:udp6?|raw6?|nl|p_\w+|v_\w+|u_\w+|icmp6)\s|users:|cubic |\s+(?:cubic|bbr|ts sack|skmem))"
)


def _list(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    states: Counter[str] = Counter()
    first = 0
    for line in piece.lines:
        found = _ROW.match(line.text)
        if found and found["kind"] in (None, "tcp", "tcp6") and not _HEAD.match(line.text):
            states[found["state"].lower().replace("_", "-")] += 1
            first = first or line.number
        elif not found and not _HEAD.match(line.text) and not _UNIX.match(line.text):
            continue
        known.append(line.number)
    for state, count in sorted(states.items()):
        yield NodeValue(first, "socket list", f"tcp.{state}", count)

"""The TCP counters of /proc/net/netstat, of one network namespace since it was made."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("netstat",)
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue]:
    """Yield one record per counter; a line of names is followed by one of numbers (net/ipv4/proc.c)."""
    names: list[str] = []
    for line in piece.lines:
        group, _, rest = line.text.strip().partition(": ")
        values = rest.split()
        if group != "TcpExt" or not values:
            names = []
        elif not names:
            names = values
        else:
            for name, value in zip(names, values, strict=False):
                if value.lstrip("-").isdecimal():
                    yield NodeValue(line.number, "netstat", name, int(value))
            names = []

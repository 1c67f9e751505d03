"""Connection tracking: /proc/net/stat/nf_conntrack, `conntrack -S`, `-C` and `-L`; softnet_stat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("conntrack-stat", "conntrack-statistics", "softnet-stat")
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue | Understood]:
    """Yield one record per counter, summed over the CPUs, at the line of the first CPU."""
    known: list[int] = []
    yield from _READERS[piece.role](piece, known)
    yield from claims(known)


_HEX = re.compile(r"[0-9a-f]{8}(?: +[0-9a-f]{8}){3,24}")


def _stat(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    """Hexadecimal columns below their names; `entries` is the whole table's, in every row the same."""
    names: list[str] = []
    sums: Counter[str] = Counter()
    first, entries = 0, None
    for line in piece.lines:
        text = line.text.strip()
        if text.startswith("entries"):
            names = text.split()
        elif names and _HEX.fullmatch(text):
            first = first or line.number
            values = dict(zip(names, (int(word, 16) for word in text.split()), strict=False))
            entries = values.pop("entries", None)
            sums.update(values)
        else:
            continue
        known.append(line.number)
    if entries is not None:
        yield NodeValue(first, "conntrack", "entries", entries)
    yield from (NodeValue(first, "conntrack", name, count) for name, count in sums.items())


_CPU = re.compile(r"\s*cpu=\d+\s")
_PAIR = re.compile(r"(\w{3,20})=(\d{1,18})")
_COUNT = re.compile(r"\s*(\d{1,12})\s*")
_SHOWN = re.compile(r"conntrack v[\d.]+ .*: (\d{1,12}) flow entries have been shown")
_ENTRY = re.compile(
    r"\s*(?:ipv[46] +\d+ +)?(?P<protocol>tcp|udp|icmp|icmpv6|sctp|dccp|gre|unknown) +\d+ +\d+ (?:(?P<state>[A-Z_]{3,12}) )?src="
)


def _statistics(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    sums: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    first = 0
    for line in piece.lines:
        if _CPU.match(line.text):
            sums.update({name: int(value) for name, value in _PAIR.findall(line.text) if name != "cpu"})
        elif found := _ENTRY.match(line.text):
            listed["listed"] += 1
            listed[f"listed.{found['protocol']}" + (f".{found['state'].lower()}" if found["state"] else "")] += 1
        elif found := _SHOWN.match(line.text) or _COUNT.fullmatch(line.text):
            yield NodeValue(line.number, "conntrack", "entries", int(found[1]))
        else:
            continue
        first = first or line.number
        known.append(line.number)
    for name, count in [*sums.items(), *listed.items()]:
        yield NodeValue(first, "conntrack", name, count)


def _softnet(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    """Columns 1 to 3 are packets, drops and squeezes of a CPU (net/core/net-procfs.c)."""
    sums: Counter[str] = Counter()
    for line in piece.lines:
        text = line.text.strip()
        if _HEX.fullmatch(text):
            known.append(line.number)
            values = (int(word, 16) for word in text.split()[:3])
            sums.update(dict(zip(("processed", "dropped", "squeezed"), values, strict=True)))
    yield from (NodeValue(known[0], "softnet", name, count) for name, count in sums.items())


_READERS: dict[str, Callable[[Piece, list[int]], Iterator[NodeValue]]] = {
    "conntrack-stat": _stat,
    "conntrack-statistics": _statistics,
    "softnet-stat": _softnet,
}

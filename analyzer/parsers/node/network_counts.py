"""Counts of network state: neighbours by state, rules of iptables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("neighbours", "iptables", "lsof")
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue | Understood]:
    """Yield one record per count, at the first line that was counted."""
    test = _TESTS[piece.role]
    known: list[int] = []
    counts: Counter[str] = Counter()
    for line in piece.lines:
        kind = test(line.text)
        if kind is None:
            continue
        known.append(line.number)
        if kind:
            counts[kind] += 1
    for kind, count in sorted(counts.items()):
        yield NodeValue(known[0], piece.role, kind, count)
    yield from claims(known)


_NEIGHBOUR = re.compile(r"\s*[0-9a-fA-F.:]+ dev \S+ .*?(?P<state>[A-Z]{4,10})(?: proto \w+)?\s*$")
_ARP = re.compile(
    r"\s*(?:\S+ +0x\d+ +0x(?P<flags>\d+) +\S+ +\S+ +\S+|\S+ +(?:ether|\(incomplete\)) .*|\S+ \(\S+\) at \S+ .*)"
)
_ARP_HEAD = re.compile(r"\s*(?:IP address +HW type|Address +HWtype)")


def _neighbour(text: str) -> str | None:
    """A state of the neighbour table, the empty text for a header, None for other lines."""
    if found := _NEIGHBOUR.match(text):
        return found["state"].lower()
    if _ARP_HEAD.match(text):
        return ""
    return "arp" if _ARP.match(text) else None


_RULE = re.compile(r"\s*(?:\[\d+:\d+\] )?-A (?P<chain>\S+)")
_CHAIN = re.compile(r"\s*(?:Chain (?P<name>\S+) \(|:\S+ (?:-|ACCEPT|DROP|REJECT)(?:\s|$))")
_TABLES = re.compile(r"\s*(?:#|\*[a-z]+$|COMMIT$|num |target |pkts )")
_LISTED = re.compile(r"\s*(?:\d+ +)?(?:[\d.]+[KMGT]? +[\d.]+[KMGT]? +)?[\w-]+ +(?:all|tcp|udp|icmp|\d+) +-- ")


def _filter(text: str) -> str | None:
    if _RULE.match(text) or _LISTED.match(text):
        return "rules"
    if _CHAIN.match(text):
        return "chains"
    return "" if _TABLES.match(text) else None


_OPEN = re.compile(r"\S+ +\d+ .*?(?P<descriptor>\d+[rwu]\w?|cwd|rtd|txt|mem|DEL|err|NOFD)\b")
_OPEN_HEAD = re.compile(r"COMMAND +PID")


def _open_file(text: str) -> str | None:
    if found := _OPEN.match(text):
        return "descriptors" if found["descriptor"][0].isdecimal() else ""
    return "" if _OPEN_HEAD.match(text) else None


_TESTS = {"neighbours": _neighbour, "iptables": _filter, "lsof": _open_file}

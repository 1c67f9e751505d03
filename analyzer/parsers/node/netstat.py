"""Network counters of one network namespace since it was made: /proc/net/snmp and netstat, `netstat -s`, nstat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_values
from analyzer.tables.node_values import NodeValue

MEMBERS = ("netstat", "netstat-statistics")
YIELDS = (node_values.TABLE,)


def parse(piece: Piece) -> Iterator[NodeValue | Understood]:
    """Yield one record per counter, under the kernel's name (net/ipv4/proc.c).

    `netstat` has those of TcpExt and IpExt by their bare names, `snmp` those of Ip, Tcp, Udp with the group.
    """
    known: list[int] = []
    yield from _pairs(piece, known) if piece.role == "netstat" else _statistics(piece, known)
    yield from claims(known)


_EXTENDED = frozenset(("TcpExt", "IpExt", "MPTcpExt"))
_GROUP = re.compile(r"[A-Z][A-Za-z0-9]{1,20}")


def _pairs(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    """A line of names is followed by one of numbers."""
    names: list[str] = []
    of = ""
    for line in piece.lines:
        group, _, rest = line.text.strip().partition(": ")
        values = rest.split()
        if not _GROUP.fullmatch(group) or not values:
            names = []
            continue
        known.append(line.number)
        if not names or group != of:
            names, of = values, group
            continue
        for name, value in zip(names, values, strict=False):
            if value.lstrip("-").isdecimal() and len(value) < 19:
                yield _value(line.number, group, name, int(value))
        names = []


def _value(line: int, group: str, name: str, value: int) -> NodeValue:
    if group in _EXTENDED:
        return NodeValue(line, "netstat", name, value)
    return NodeValue(line, "snmp", f"{group}.{name}", value)


_HEAD = re.compile(
    r"\s*(?P<group>Ip|Ip6|Icmp|IcmpMsg|Icmp6|Tcp|Udp|Udp6|UdpLite|UdpLite6|TcpExt|IpExt|MPTcpExt|Sctp):\s*"
)
_NAMED = re.compile(r"\s*(?P<name>[A-Z]\w{2,40}): (?P<value>\d{1,18})\s*")
_PROSE = re.compile(r"\s*(?P<value>\d{1,18}) (?P<what>[a-zA-Z].{2,100})")
_PROSE_TAIL = re.compile(r"\s*(?P<what>[A-Z][a-z ]{2,60}): (?P<value>\d{1,18})\s*")
_NSTAT = re.compile(
    r"(?P<group>IpExt|TcpExt|MPTcpExt|Ip6?|Icmp6?|Tcp|Udp6?)(?P<name>[A-Z]\w{2,40})\s+(?P<value>\d{1,18})\s+[\d.]+\s*"
)
# net-tools 1.60 to 2.10 (statistics.c); two spellings of some words
_SAYINGS = {
    "segments retransmitted": ("Tcp", "RetransSegs"),
    "segments retransmited": ("Tcp", "RetransSegs"),
    "failed connection attempts": ("Tcp", "AttemptFails"),
    "connection resets received": ("Tcp", "EstabResets"),
    "resets sent": ("Tcp", "OutRsts"),
    "bad segments received": ("Tcp", "InErrs"),
    "bad segments received.": ("Tcp", "InErrs"),
    "connections established": ("Tcp", "CurrEstab"),
    "times the listen queue of a socket overflowed": ("TcpExt", "ListenOverflows"),
    "SYNs to LISTEN sockets dropped": ("TcpExt", "ListenDrops"),
    "SYNs to LISTEN sockets ignored": ("TcpExt", "ListenDrops"),
    "SYN cookies sent": ("TcpExt", "SyncookiesSent"),
    "packet receive errors": ("Udp", "InErrors"),
    "receive buffer errors": ("Udp", "RcvbufErrors"),
    "send buffer errors": ("Udp", "SndbufErrors"),
    "packets pruned from receive queue because of socket buffer overrun": ("TcpExt", "PruneCalled"),
    "packets collapsed in receive queue due to low socket buffer": ("TcpExt", "TCPRcvCollapsed"),
    "resets received for embryonic SYN_RECV sockets": ("TcpExt", "EmbryonicRsts"),
    "times recovered from packet loss by selective acknowledgements": ("TcpExt", "TCPSackRecovery"),
    "fast retransmits": ("TcpExt", "TCPFastRetrans"),
    "other TCP timeouts": ("TcpExt", "TCPTimeouts"),
}


def _statistics(piece: Piece, known: list[int]) -> Iterator[NodeValue]:
    group = ""
    for line in piece.lines:
        text = line.text.rstrip()
        if head := _HEAD.fullmatch(text):
            group = head["group"]
        elif found := _NSTAT.fullmatch(text):
            yield _value(line.number, found["group"], found["name"], int(found["value"]))
        elif group and (found := _NAMED.fullmatch(text)):
            yield _value(line.number, group, found["name"], int(found["value"]))
        elif group and (found := _PROSE.fullmatch(text) or _PROSE_TAIL.fullmatch(text)):
            place = _SAYINGS.get(found["what"])
            if place is not None and place[0].startswith(group[:2]):
                yield _value(line.number, *place, int(found["value"]))
        elif not text.startswith("#kernel") and not (group and text[:1].isspace() and text.strip()):
            continue
        known.append(line.number)

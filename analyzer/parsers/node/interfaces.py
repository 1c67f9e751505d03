"""Network interfaces: `ip addr`, `ip -s link`, ifconfig, /proc/net/dev."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import interfaces
from analyzer.tables.interfaces import Interface

MEMBERS = ("interfaces", "net-dev")
YIELDS = (interfaces.TABLE,)


def parse(piece: Piece) -> Iterator[Interface | Understood]:
    """Yield one record per interface; those of single pods (veth, cali, …) only if they had errors or drops."""
    known: list[int] = []
    found = _devices(piece, known) if piece.role == "net-dev" else _blocks(piece, known)
    for row in found:
        if not _OF_POD.match(row.name or "") or any((row.rx_errors, row.rx_dropped, row.tx_errors, row.tx_dropped)):
            yield row
    yield from claims(known)


_OF_POD = re.compile(r"(?:veth|cali|lxc|eni[0-9a-f]{8,}|azv|gke|nic)[0-9a-f]*")
_DEVICE = re.compile(r"\s*(?P<name>[\w.@:-]{1,40}?):\s*(?P<figures>\d{1,18}(?:\s+\d{1,18}){15})\s*")


def _devices(piece: Piece, known: list[int]) -> Iterator[Interface]:
    """Sixteen numbers: bytes, packets, errs, drop, … received, the same sent (net/core/net-procfs.c)."""
    for line in piece.lines:
        if found := _DEVICE.fullmatch(line.text):
            known.append(line.number)
            n = [int(word) for word in found["figures"].split()]
            yield Interface(line.number, found["name"], None, None, n[1], n[2], n[3], n[9], n[10], n[11])
        elif "|" in line.text:
            known.append(line.number)


_IP = re.compile(
    r"\s*\d{1,6}: (?P<name>[\w.:-]{1,40})(?:@\S+)?: <(?P<flags>[^>]{0,120})> mtu (?P<mtu>\d{1,6})(?:.* state (?P<state>[A-Z]+))?"
)
_IFCONFIG = re.compile(
    r"(?P<name>[\w.:-]{1,40}?):? +(?:flags=\d+<(?P<flags>[^>]{0,120})> +mtu (?P<mtu>\d{1,6})|Link encap:)"
)
_COUNTS = re.compile(r"\s+(?P<side>RX|TX)(?: errors)?:? ?(?P<rest>.*)")
_NAMED = re.compile(r"(packets|errors|dropped)[: ](\d{1,18})")
_OLD_MTU = re.compile(r"\s+(?P<flags>[A-Z ]{2,80}) MTU:(?P<mtu>\d{1,6})")


def _blocks(piece: Piece, known: list[int]) -> Iterator[Interface]:
    row: Interface | None = None
    side = ""
    for line in piece.lines:
        if head := _IP.match(line.text) or _IFCONFIG.match(line.text):
            if row is not None:
                yield row
            row, side = _head(line.number, head.groupdict()), ""
        elif row is None or (line.text.strip() and not line.text[:1].isspace()):
            continue
        else:
            row, side = _detail(row, side, line.text)
        known.append(line.number)
    if row is not None:
        yield row


def _head(line: int, part: dict[str, str | None]) -> Interface:
    flags = (part["flags"] or "").split(",")
    state = part.get("state") or ("UP" if "UP" in flags else "DOWN" if part["flags"] else None)
    return Interface(line, part["name"], state, int(part["mtu"]) if part["mtu"] else None)


def _detail(row: Interface, side: str, text: str) -> tuple[Interface, str]:
    """`RX packets 5  bytes 6` and `RX errors 0  dropped 0` of ifconfig; `RX: bytes packets …` and figures of ip."""
    if found := _COUNTS.match(text):
        named = dict(_NAMED.findall(text))
        return _with_counts(row, found["side"].lower(), named), f"{found['side'].lower()} {found['rest']}"
    if found := _OLD_MTU.match(text):
        state = "UP" if "UP" in found["flags"].split() else "DOWN"
        return row._replace(mtu=int(found["mtu"]), state=state), ""
    columns = side.split()
    figures = text.split()
    if columns[1:2] == ["bytes"] and figures and all(word.isdecimal() and len(word) < 19 for word in figures):
        return _with_counts(row, columns[0], dict(zip(columns[1:], figures, strict=False))), ""
    return row, side


def _with_counts(row: Interface, side: str, named: dict[str, str]) -> Interface:
    wanted: dict[str, Any] = {
        f"{side}_{name}": int(named[name]) for name in ("packets", "errors", "dropped") if name in named
    }
    return row._replace(**{name: value for name, value in wanted.items() if getattr(row, name) is None})

"""Whether the clock is set: timedatectl (systemd 219 to 257), `chronyc tracking`, `ntpq -p`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import clock_sync
from analyzer.tables.clock_sync import ClockSync

MEMBERS = ("timedatectl", "chrony", "ntpq")
YIELDS = (clock_sync.TABLE,)


def parse(piece: Piece) -> Iterator[ClockSync | Understood]:
    """Yield one record per output."""
    known: list[int] = []
    row = _READERS[piece.role](piece, known)
    if row is not None:
        yield row
    yield from claims(known)


_LABEL = re.compile(r"\s*(?P<label>[A-Z][\w /()-]{2,40}?)\s*[:=] ?(?P<value>.*)")
_YES = {"yes": True, "no": False, "active": True, "inactive": False, "n/a": None}


def _timedatectl(piece: Piece, known: list[int]) -> ClockSync | None:
    row = None
    for line in piece.lines:
        found = _LABEL.fullmatch(line.text.rstrip())
        if found is None:
            continue
        known.append(line.number)
        row = row or ClockSync(line.number, "timedatectl")
        label, value = found["label"], found["value"]
        if label in ("NTP synchronized", "System clock synchronized", "NTPSynchronized"):
            row = row._replace(synchronised=_YES.get(value))
        elif label in ("NTP service", "NTP enabled", "systemd-timesyncd.service active", "NTP", "Network time on"):
            row = row._replace(service_active=_YES.get(value))
        elif label in ("RTC in local TZ", "LocalRTC"):
            row = row._replace(rtc_local=_YES.get(value))
        elif label in ("Time zone", "Timezone"):
            row = row._replace(zone=value.split(" ", 1)[0])
    return row


_SOURCE = re.compile(r"\s*(?P<mode>[\^=#])(?P<state>[*+?x~-]) (?P<server>\S+) +(?P<stratum>\d{1,2}) ")
_OFFSET = re.compile(r"(?P<seconds>[\d.]{1,20}) seconds (?P<way>fast|slow) of NTP time")
_SERVER = re.compile(r"[0-9A-F]{8} \((?P<server>[^)]*)\)")
_CHRONY = re.compile(r"\s*(?:\d{3} Number of sources|MS Name/IP|=+$|\.-|\/ |\| |Name/IP)")


def _chrony(piece: Piece, known: list[int]) -> ClockSync | None:
    """tracking; and of `sources`, the server that is marked with `*`."""
    row = None
    for line in piece.lines:
        if found := _SOURCE.match(line.text):
            row = row or ClockSync(line.number, "chrony", synchronised=False)
            if found["state"] == "*":
                row = row._replace(synchronised=True, server=found["server"], stratum=int(found["stratum"]))
        elif (label := _LABEL.fullmatch(line.text.rstrip())) and label["label"] in _TRACKING:
            row = _TRACKING[label["label"]](row or ClockSync(line.number, "chrony"), label["value"])
        elif not _CHRONY.match(line.text):
            continue
        known.append(line.number)
    return row


def _reference(row: ClockSync, value: str) -> ClockSync:
    found = _SERVER.match(value)
    return row._replace(server=found["server"] or None) if found else row


def _stratum(row: ClockSync, value: str) -> ClockSync:
    return row._replace(stratum=int(value)) if value.isdecimal() else row


def _system_time(row: ClockSync, value: str) -> ClockSync:
    found = _OFFSET.match(value)
    if found is None:
        return row
    return row._replace(offset_s=float(found["seconds"]) * (1 if found["way"] == "fast" else -1))


def _leap(row: ClockSync, value: str) -> ClockSync:
    return row._replace(leap=value, synchronised=value != "Not synchronised")


def _same(row: ClockSync, _value: str) -> ClockSync:
    return row


_TRACKING: dict[str, Callable[[ClockSync, str], ClockSync]] = {
    "Reference ID": _reference,
    "Stratum": _stratum,
    "System time": _system_time,
    "Leap status": _leap,
    **dict.fromkeys(
        ("Ref time (UTC)", "Last offset", "RMS offset", "Frequency", "Residual freq", "Skew", "Root delay"), _same
    ),
    **dict.fromkeys(("Root dispersion", "Update interval"), _same),
}
_PEER = re.compile(
    r"(?P<mark>[ *+#ox.-]?)(?P<server>\S+) +\S+ +(?P<stratum>\d{1,2}) +\S+ +\S+ +\d+\w? +\d+ +[\d.]+ +(?P<offset>-?[\d.]+) +[\d.]+\s*"
)


def _ntpq(piece: Piece, known: list[int]) -> ClockSync | None:
    """The peer marked `*` is followed; its offset is what to add to the node's clock, in milliseconds."""
    row = None
    for line in piece.lines:
        if found := _PEER.fullmatch(line.text):
            row = row or ClockSync(line.number, "ntpq", synchronised=False)
            if found["mark"] in ("*", "o"):
                row = row._replace(
                    synchronised=True, server=found["server"], stratum=int(found["stratum"]),
                    offset_s=round(-float(found["offset"]) / 1000, 9),
                )  # fmt: skip
        elif "refid" not in line.text and not line.text.startswith("===="):
            continue
        known.append(line.number)
    return row


_READERS: dict[str, Callable[[Piece, list[int]], ClockSync | None]] = {
    "timedatectl": _timedatectl,
    "chrony": _chrony,
    "ntpq": _ntpq,
}

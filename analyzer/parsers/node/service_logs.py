"""From when to when each service of a log speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.bundle.member import Piece
from analyzer.notation.pasted import plain_lines
from analyzer.notation.service_lines import ServiceText, service_line, service_name
from analyzer.notation.stamp import NO_STAMP, Stamp
from analyzer.parsers.node.service_facts import fact
from analyzer.tables import service_logs
from analyzer.tables.service_logs import ServiceLog

MEMBERS = ("service-log",)
YIELDS = (service_logs.TABLE,)


def parse(piece: Piece) -> Iterator[ServiceLog]:
    """Yield one record per service and host, in the order of their first lines."""
    command = piece.context.get("command", "")
    default = service_name(command or piece.path.rsplit("/", 1)[-1])
    found: dict[tuple[str, str | None], _Coverage] = {}
    suppressed: list[str | None] = []
    for line in piece.lines:
        for text in plain_lines(line.text):
            said = service_line(text, line.number)
            if said is None:
                continue
            if "uppressed" in said.message or "rate-limiting" in said.message:
                note = fact(said)
                if note is not None and note.kind == "suppressed":
                    suppressed.append(service_name(said.message))
            if (unit := said.unit or default) and unit not in _LOGGERS:
                found.setdefault((unit, said.host), _Coverage(said.number)).add(said)
    is_cut = _CUT.search(command) is not None
    for (unit, host), coverage in found.items():
        # A note that names no service may be about any.
        notes = sum(about in (None, unit) for about in suppressed)
        yield coverage.record(unit, host, notes, is_cut=is_cut)


_LOGGERS = frozenset(("systemd-journald", "rsyslogd"))
_CUT = re.compile(r"\b(?:grep|tail|head|egrep|awk|sed)\b|--lines\b|\s-n ?\d")
_FEW = 20
_UNIFORM = 3
_DIGITS = re.compile(r"[0-9a-f]*\d[0-9a-f]*")


@dataclass(slots=True)
class _Coverage:
    line: int
    first: Stamp = NO_STAMP
    last: Stamp = NO_STAMP
    lines: int = 0
    rising: int = 0
    falling: int = 0
    shapes: set[str] = field(default_factory=set)

    def add(self, said: ServiceText) -> None:
        self.lines += 1
        if len(self.shapes) <= _UNIFORM:
            self.shapes.add(_DIGITS.sub("0", said.message[:40]))
        if said.stamp.time is None:
            return
        if self.last.time is not None:
            self.rising += said.stamp.time > self.last.time
            self.falling += said.stamp.time < self.last.time
        self.first = said.stamp if self.first.time is None else self.first
        self.last = said.stamp

    def record(self, unit: str, host: str | None, suppressed: int, *, is_cut: bool) -> ServiceLog:
        # Support-bundle-kit keeps `journalctl -r`: the newest line first.
        first, last = (self.last, self.first) if self.falling > self.rising else (self.first, self.last)
        return ServiceLog(
            line=self.line,
            unit=unit,
            node=host,
            first=first.time,
            last=last.time,
            time_quality=_worst(first, last),
            lines=self.lines,
            suppressed=suppressed,
            excerpt=is_cut or self.lines < _FEW or len(self.shapes) <= _UNIFORM,
        )


_QUALITIES = ("exact", "zone_unknown", "no_year", "none")


def _worst(first: Stamp, last: Stamp) -> str:
    return max(first.quality, last.quality, key=_QUALITIES.index)

"""From when to when each service of a log speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.journal_entries import is_spread, journal_entries
from analyzer.notation.service_lines import ServiceText, is_log_line, is_note, service_line, service_name
from analyzer.notation.stamp import NO_STAMP, Stamp
from analyzer.parsers.node.claims import claims
from analyzer.parsers.node.service_facts import fact
from analyzer.parsers.node.service_texts import texts
from analyzer.tables import service_logs
from analyzer.tables.service_logs import ServiceLog

MEMBERS = ("service-log",)
YIELDS = (service_logs.TABLE,)


def parse(piece: Piece) -> Iterator[ServiceLog | Understood]:
    """Yield one record per service and host, in the order of their first lines.

    Lines of other programs in a syslog are understood, too: their form is known, and nothing is asked of them.
    """
    command = piece.context.get("command", "")
    coverage = _Coverages(service_name(command or piece.path.rsplit("/", 1)[-1]))
    known = coverage.take(texts(piece))
    is_cut = _CUT.search(command) is not None
    for (unit, host), found in coverage.closed().items():
        # A note that names no service may be about any.
        notes = sum(about in (None, unit) for about in coverage.suppressed)
        yield found.record(unit, host, notes, is_cut=is_cut)
    if is_spread(piece.lines.text):
        yield from (Understood(first, last) for first, last, _, _ in journal_entries(piece.lines))
    else:
        yield from claims(known)


_LOGGERS = frozenset(("systemd-journald", "rsyslogd"))
_CUT = re.compile(r"\b(?:grep|tail|head|egrep|awk|sed)\b|--lines\b|\s-n ?\d")
_FEW = 20
_UNIFORM = 3
_DIGITS = re.compile(r"[0-9a-f]*\d[0-9a-f]*")
# Services in which others speak, so that each line has to be read to know whose it is.
_SHARED = re.compile(r"k3s|rke2|microk8s|kubelite|docker$|rsyslog")
_HEAD = re.compile(
    r"(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,20}) (?P<key>[\w.:-]{1,253} (?P<unit>[A-Za-z][\w.@-]{1,60}))(?:\[\d{1,10}\])?: "
)
# Of how many lines each is read, and later one of how many; more of a log that seems to say one thing only.
_READ_WHOLLY, _SELDOM = 60, 256
_UNTIL_UNIFORM, _OFTEN = 2000, 16


class _Coverages:
    """What is covered of every service and host.

    Most lines are only counted: of a long log the first lines, one of many and the last one are read.
    """

    def __init__(self, default: str | None) -> None:
        self._default = default
        self.suppressed: list[str | None] = []
        self._found: dict[tuple[str, str | None], _Coverage] = {}
        self._fast: dict[str, _Coverage] = {}
        self._others: set[str] = set()

    def take(self, lines: Iterable[tuple[int, str]]) -> list[int]:
        """Take all lines; the numbers of those whose form is known."""
        known: list[int] = []
        for number, text in lines:
            if self._counts(number, text) or self._reads(number, text, follows=bool(known) and known[-1] >= number - 1):
                known.append(number)
        return known

    def closed(self) -> dict[tuple[str, str | None], _Coverage]:
        """Everything that was found; the last lines are read now."""
        for found in self._found.values():
            found.close()
        return self._found

    def _counts(self, number: int, text: str) -> bool:
        """Whether the head of the line was enough."""
        head = _HEAD.match(text)
        if head is None or "uppressed" in text or "rate-limiting" in text:
            return False
        if head["key"] in self._others:
            return True
        found = self._fast.get(head["key"])
        if found is None or found.wants_more:
            return False
        found.count(number, text)
        return True

    def _reads(self, number: int, text: str, *, follows: bool) -> bool:
        said = service_line(text, number)
        head = _HEAD.match(text)
        if said is None:
            if head is not None and not _SHARED.match(head["unit"]):
                self._others.add(head["key"])
            return head is not None or is_log_line(text) or is_note(text) or (follows and text[:1] in ("\t", " ", "#"))
        if "uppressed" in said.message or "rate-limiting" in said.message:
            note = fact(said)
            if note is not None and note.kind == "suppressed":
                self.suppressed.append(service_name(said.message))
        if (unit := said.unit or self._default) and unit not in _LOGGERS:
            found = self._found.setdefault((unit, said.host), _Coverage(number))
            found.add(said)
            if head is not None and not _SHARED.match(head["unit"]):
                self._fast[head["key"]] = found
        return True


@dataclass(slots=True)
class _Coverage:
    line: int
    first: Stamp = NO_STAMP
    last: Stamp = NO_STAMP
    lines: int = 0
    rising: int = 0
    falling: int = 0
    shapes: set[str] = field(default_factory=set)
    unread: tuple[int, str] | None = None

    @property
    def wants_more(self) -> bool:
        """Whether the next line has to be read, not only counted."""
        if len(self.shapes) <= _UNIFORM:
            return self.lines < _UNTIL_UNIFORM or self.lines % _OFTEN == 0
        return self.lines < _READ_WHOLLY or self.lines % _SELDOM == 0

    def count(self, number: int, text: str) -> None:
        self.lines += 1
        self.unread = number, text

    def close(self) -> None:
        if self.unread is not None and (said := service_line(self.unread[1], self.unread[0])) is not None:
            self.add(said)
            self.lines -= 1

    def add(self, said: ServiceText) -> None:
        self.lines += 1
        self.unread = None
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

"""The end of a container's log, the lines in it that rules ask for, and whose log it is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.bundle.member import Piece
from analyzer.notation.log_paths import LogOwner, log_command, log_owner
from analyzer.notation.log_wrappers import Unwrapped, line_stamp, unwrap
from analyzer.notation.stamp import NO_STAMP, Stamp
from analyzer.tables import log_files, log_hits
from analyzer.tables.log_files import LogFile
from analyzer.tables.log_hits import LogHit

MEMBERS = ("container-log",)
YIELDS = (log_files.TABLE, log_hits.TABLE)


def parse(piece: Piece) -> Iterator[LogFile | LogHit]:
    """Yield the log itself, then its hits in order: at most 200 asked lines, and the last 25.

    Of more than 200 asked lines the first and the last 100 are kept. A line that is asked for and at the
    end is one hit. Where line ends were pasted as `<br/>`, hits share the number of their line.
    """
    reader = _Reader(piece)
    for number, text in _texts(piece):
        reader.feed(number, text)
    yield reader.file()
    yield from reader.hits()


_TAIL = 25
_ASKED = 100  # from each end
_BACK = 400  # lines from the end among which the last time stamp is looked for
_FRONT = 400
_WIDTH = 10_000  # characters kept of one line
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
# `kubectl cluster-info dump` above each log; kubectl on standard error when no container was asked for
_START = re.compile(
    r"==== START logs for container (?P<a>\S+) of pod (?P<namespace>[^/\s]+)/(?P<pod>\S+) ===="
    r"|Defaulted container \"(?P<b>[^\"]+)\" out of:"
)


def _texts(piece: Piece) -> Iterator[tuple[int, str]]:
    for number, text in piece.lines:
        if "<br" in text or "<BR" in text:
            for part in _BREAK.split(text):
                yield number, part
        else:
            yield number, text


class _Kept(NamedTuple):
    place: int  # among the lines that are not empty, from 0
    number: int
    line: Unwrapped
    asked: bool


class _Reader:
    """Goes over a log once and keeps only what may be reported."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._count = 0
        self._first = NO_STAMP
        self._back: deque[_Kept] = deque(maxlen=_BACK)
        self._asked_first: list[_Kept] = []
        self._asked_last: deque[_Kept] = deque(maxlen=_ASKED)
        self._starts: list[LogOwner] = []

    def feed(self, number: int, text: str) -> None:
        if not text or text.isspace():
            return
        line = unwrap(text)
        if not line.text.strip():
            return
        if line.text.startswith(("==== START", "Defaulted ")) and (start := _START.match(line.text)):
            self._starts.append(LogOwner(start["namespace"], start["pod"], container=start["a"] or start["b"]))
        if self._first.time is None and self._count < _FRONT:
            self._first = line_stamp(line)
        asked = self._piece.asked is not None and self._piece.asked.matches(line.text)
        kept = _Kept(self._count, number, line, asked)
        self._back.append(kept)
        if asked and len(self._asked_first) < _ASKED:
            self._asked_first.append(kept)
        elif asked:
            self._asked_last.append(kept)
        self._count += 1

    def file(self) -> LogFile:
        owner = self._owner()
        last = next((s for kept in reversed(self._back) if (s := line_stamp(kept.line)).time is not None), NO_STAMP)
        end = self._back[-1] if self._back else None
        return LogFile(
            line=self._piece.lines.first,
            namespace=owner.namespace,
            pod=owner.pod,
            container=owner.container,
            previous=owner.previous,
            first=self._first.time,
            last=last.time,
            time_quality=_quality(self._first, last),
            lines=self._count,
            last_line=end.number if end else None,
            cut=True if end and not end.line.whole else None,
            pod_uid=owner.pod_uid,
            container_id=owner.container_id,
        )

    def hits(self) -> Iterator[LogHit]:
        tail = list(self._back)[-_TAIL:]
        kept = {found.place: found for found in (*self._asked_first, *self._asked_last, *tail)}
        for place in sorted(kept):
            found = kept[place]
            stamp = line_stamp(found.line)
            yield LogHit(
                line=found.number,
                text=found.line.text[:_WIDTH],
                time=stamp.time,
                time_quality=stamp.quality,
                from_end=self._count - 1 - place,
                asked=found.asked,
            )

    def _owner(self) -> LogOwner:
        """The layout's or transcript's word, the path's, the command's, then kubectl's own words in the log."""
        context = self._piece.context
        owners = [_told(context), log_owner(self._piece.path), log_command(context.get("command", ""))]
        if len(self._starts) == 1:
            owners += self._starts
        owner = owners[0]
        for other in owners[1:]:
            owner = owner.filled(other)
        return owner


def _told(context: dict[str, str]) -> LogOwner:
    """What the surroundings say. A namespace alone says nothing that a path could not say better."""
    if not context.get("pod"):
        return LogOwner(container=context.get("container"), previous=_FLAGS.get(context.get("previous", "")))
    return LogOwner(
        context.get("namespace"),
        context["pod"],
        context.get("pod_uid"),
        context.get("container"),
        previous=_FLAGS.get(context.get("previous", "")),
    )


_FLAGS = {"true": True, "false": False}


def _quality(first: Stamp, last: Stamp) -> str:
    return last.quality if last.time is not None else first.quality

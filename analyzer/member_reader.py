"""One member turned into rows and problems: its text is cut into pieces, and each goes to its parsers."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from types import FrameType
from typing import Any

from analyzer import discover
from analyzer.bundle.layout import Place
from analyzer.bundle.limits import Limits
from analyzer.bundle.member import Lines, Piece
from analyzer.bundle.open import RawMember
from analyzer.bundle.patterns import PatternSet
from analyzer.bundle.sniff import OBJECTS
from analyzer.bundle.stretch import Stretch
from analyzer.member_rows import MemberRows
from analyzer.member_text import MemberText, read_text, stretches_of
from analyzer.model.problem import Problem
from analyzer.model.understood import Understood
from analyzer.notation.kube import documents as kube_documents
from analyzer.notation.kube.null_words import without_null_words
from analyzer.notation.kubectl.dump_marks import is_dump
from analyzer.notation.secret_fields import redact_object
from analyzer.understood_lines import UnderstoodLines

# A large log may take longer than the limit of a file on a slow machine without anything being wrong.
_BYTES_A_SECOND = 4 * 1024 * 1024
_BROKEN_TEXT = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)


class MemberReader:
    """Reads members; parsers are found once.

    asked     patterns that rules want to know about the lines of logs
    unparsed  whether the lines that no parser understood are wanted, not only their number
    """

    def __init__(self, limits: Limits, asked: tuple[str, ...], *, unparsed: bool = False) -> None:
        self._limits = limits
        self._asked = PatternSet(asked)
        self._parsers = _Parsers()
        self._unparsed = unparsed

    def read(self, raw: RawMember, place: Place | None = None) -> dict[str, Any]:
        """Rows by table as columns (`line` first, times in microseconds), with what was read of it."""
        content = read_text(raw, self._limits)
        reading = _Reading(raw.path, place, content, self._limits, self._asked, self._parsers)
        if content.text is not None:
            self._within_time(reading, content.delivered)
        unknown = [] if content.text is None else list(reading.understood.unknown(content.text))
        return {
            "t": "member",
            "path": raw.path,
            "size": content.delivered,
            "read": content.read,
            "lines": content.text.count("\n") if content.text else 0,
            "roles": sorted(reading.roles),
            "layout": reading.layout(),
            "sha256": content.sha256,
            "redacted": content.redacted,
            "rows": reading.rows.columns(),
            "problems": [plain(problem) for problem in [*content.problems, *reading.problems]],
            "unparsed": len(unknown),
            "unparsed_lines": unknown if self._unparsed else [],
        }

    def _within_time(self, reading: _Reading, size: int) -> None:
        """Parse, but no longer than a file may take; what was found until then stays."""
        allowed = self._limits.file_timeout + size // _BYTES_A_SECOND
        before = signal.signal(signal.SIGALRM, _time_is_up)
        signal.setitimer(signal.ITIMER_REAL, allowed)
        try:
            reading.run()
        except _TimeIsUp:
            reading.late(allowed)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def plain(problem: Problem) -> dict[str, Any]:
    """A Problem as it goes over the pipe."""
    return {name: getattr(problem, name) for name in Problem.__dataclass_fields__}


class _TimeIsUp(BaseException):  # noqa: N818  (no error of a parser, and none of its `except` may catch it)
    pass


def _time_is_up(_number: int, _frame: FrameType | None) -> None:
    raise _TimeIsUp


class _Reading:
    """What was found in one member so far."""

    def __init__(
        self, path: str, place: Place | None, content: MemberText, limits: Limits, asked: PatternSet, parsers: _Parsers
    ) -> None:
        self.rows = MemberRows(parsers.columns)
        self.problems: list[Problem] = []
        self.roles: set[str] = set()
        self.understood = UnderstoodLines()
        self._path, self._place, self._content = path, place, content
        self._limits, self._asked, self._parsers = limits, asked, parsers
        self._has_null_words = place is not None and "null-words" in place.traps
        self._at = 0

    def run(self) -> None:
        """Give every piece to its parsers."""
        for stretch in stretches_of(self._path, self._content, self._place):
            self._at = stretch.first
            self.understood.hand(stretch.first, stretch.text.count("\n"))
            if stretch.role in OBJECTS:
                self._objects(stretch)
            elif stretch.role == "error-text":
                self._error_text(stretch)
            else:
                lines = Lines(stretch.text, stretch.first)
                self._parse(Piece(self._path, stretch.role, lines, context=stretch.context, asked=self._asked))
                if stretch.role == "container-log":
                    self._know(stretch)
        if self.rows.crowded:
            detail = f"more objects on one line than can be told apart: {self.rows.crowded} rows were not kept"
            self.problems.append(Problem(self._path, "LIMIT_DOCUMENT", detail))
        if self.roles <= {"text"} and not self.problems:
            self._nothing("UNRECOGNISED", "no parser knows what this text is")

    def layout(self) -> str | None:
        """The layout that only the content shows: a cluster-info dump in one stream."""
        objects = any(role.startswith("object:") for role in self.roles)
        return "cluster-info-dump" if self._place is None and objects and is_dump(self._content.text or "") else None

    def late(self, allowed: int) -> None:
        """Say that time ran out."""
        detail = f"took longer than {allowed} s; what was found until then was kept"
        self.problems.append(Problem(self._path, "TIMEOUT", detail, self._at, option="--file-timeout"))

    def _nothing(self, reason: str, detail: str, line: int = 0, option: str | None = None) -> None:
        self.problems.append(
            Problem(self._path, reason, detail, line, 0, option, bytes_unread=self._content.read or None)
        )
        self._content.read = 0

    def _know(self, stretch: Stretch) -> None:
        self.understood.know(stretch.first, stretch.first + stretch.text.count("\n"))

    def _error_text(self, stretch: Stretch) -> None:
        first = stretch.text.strip().split("\n")[0][:200]
        self._parse(Piece(self._path, stretch.role, Lines(stretch.text, stretch.first), context=stretch.context))
        self._know(stretch)
        detail = f"an error message, not data: {first}"
        self.problems.append(Problem(self._path, "ERROR_TEXT", detail, line=stretch.first))

    def _objects(self, stretch: Stretch) -> None:
        if len(stretch.text) > self._limits.max_document:
            self._nothing("LIMIT_DOCUMENT", "a document above the limit was not read", stretch.first, "--max-document")
            return
        known = False
        for found in kube_documents.objects(stretch.text, stretch.first, stretch.role):
            if isinstance(found, Problem):
                self.problems.append(replace(found, path=self._path))
            else:
                body = without_null_words(found.body) if self._has_null_words else found.body
                clean = replace(found, body=redact_object(found.kind, body))
                self._parse(Piece(self._path, found.kind, object=clean, context=stretch.context))
                known = True
        if not known and kube_documents.is_empty_list(stretch.text):
            self.roles.add("empty-list")
            known = True
        if known:
            self._know(stretch)

    def _parse(self, piece: Piece) -> None:
        self.roles.add(piece.role if piece.object is None else f"object:{piece.role}")
        for found in self._parsers.run(piece):
            if isinstance(found, Problem):
                self.problems.append(found)
            elif isinstance(found, Understood):
                self.understood.know(found.first, found.last)
            else:
                self.rows.add(found, piece.object)
                if piece.object is None:
                    self.understood.know(found[0], found[0])


class _Parsers:
    """Parsers by the role that they want; `*` wants every object."""

    def __init__(self) -> None:
        self.columns = {table.record: (name, table.columns) for name, table in discover.tables().items()}
        self._by_role: dict[str, list[discover.Parser]] = {}
        for parser in discover.parsers():
            for role in parser.members:
                self._by_role.setdefault(role, []).append(parser)

    def run(self, piece: Piece) -> Iterator[Any]:
        """What every parser of the piece's role finds; one that fails loses only this piece."""
        wanted = self._by_role.get(piece.role, [])
        if piece.object is not None:
            wanted = [*wanted, *self._by_role.get("*", [])]
        for parser in wanted:
            try:
                yield from parser.parse(piece)
            except _BROKEN_TEXT as error:
                detail = f"the reader {parser.name} failed on it ({type(error).__name__}); other facts of it were kept"
                line = piece.object.line if piece.object else piece.lines.first
                yield Problem(piece.path, "PARSER_CRASH", detail, line=line)

"""The reading worker: the only process that sees raw bytes of a bundle.

Started as `python -m analyzer.reading` before anything heavy is imported. It answers two requests on
its standard input, each a msgpack map behind four bytes of length: `read` sends one frame a member
(rows by table, problems) and `quote` sends lines that rules cited. All that leaves it is redacted.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analyzer import discover
from analyzer.bundle.limits import Limits
from analyzer.bundle.member import Lines, Piece
from analyzer.bundle.open import RawMember, members
from analyzer.bundle.patterns import PatternSet
from analyzer.bundle.secrets import Redactor, redact_text
from analyzer.bundle.sniff import OBJECTS, Stretch, stretches
from analyzer.message_pipe import MessagePipe
from analyzer.model.errors import AnalyzerError
from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import Problem
from analyzer.model.source import shared_line
from analyzer.model.table import Column
from analyzer.notation import kube_documents
from analyzer.notation.secret_fields import redact_object

_BLOCK = 1024 * 1024
_MEMORY = 1024 * _BLOCK
_EPOCH_SECONDS = 1_000_000


def main() -> None:
    """Serve requests until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    frames = MessagePipe(sys.stdin.buffer, sys.stdout.buffer)
    worker = _Worker(frames)
    while (request := frames.receive()) is not None:
        try:
            worker.read(request) if request["op"] == "read" else worker.quote(request)
        except AnalyzerError as error:
            frames.send({"t": "error", "error": type(error).__name__, "what": str(error), "remedy": None})


class MemberReader:
    """Turns one member into rows and problems, ready to be sent; parsers are found once."""

    def __init__(self, limits: Limits, asked: tuple[str, ...]) -> None:
        self._limits = limits
        self._asked = PatternSet(asked)
        self._parsers = _Parsers()

    def read(self, raw: RawMember) -> dict[str, Any]:
        """Rows by table as columns (`line` first, times in microseconds), with what was read of it."""
        content = _Content(raw, self._limits)
        rows = _Rows(self._parsers.columns)
        problems = list(content.problems)
        roles: set[str] = set()
        if content.text is not None:
            for piece in self._pieces(raw.path, content.text):
                if isinstance(piece, Problem):
                    problems.append(piece)
                    continue
                roles.add(piece.role if piece.object is None else f"object:{piece.role}")
                problems.extend(self._parsers.run(piece, rows))
        if content.text is not None and roles <= {"text"}:
            problems.append(Problem(raw.path, "UNRECOGNISED", "no parser knows what this text is", bytes_read=raw.size))
        return {
            "t": "member",
            "path": raw.path,
            "size": raw.size,
            "read": content.read,
            "lines": content.text.count("\n") if content.text else 0,
            "roles": sorted(roles),
            "sha256": content.sha256,
            "redacted": content.redacted,
            "rows": rows.columns(),
            "problems": [_plain(problem) for problem in problems],
        }

    def _pieces(self, path: str, text: str) -> Iterator[Piece | Problem]:
        for stretch in stretches(path, text):
            if stretch.role in OBJECTS:
                yield from _objects(path, stretch, self._limits)
            elif stretch.role == "error-text":
                first = stretch.text.strip().split("\n")[0][:200]
                yield Piece(path, stretch.role)
                yield Problem(path, "ERROR_TEXT", f"an error message, not data: {first}", line=stretch.first)
            else:
                lines = Lines(stretch.text, stretch.first)
                yield Piece(path, stretch.role, lines, context=stretch.context, asked=self._asked)


class _Worker:
    def __init__(self, frames: MessagePipe) -> None:
        self._frames = frames
        discover.parsers()

    def read(self, request: dict[str, Any]) -> None:
        limits = Limits(**request["limits"])
        reader = MemberReader(limits, tuple(request["asked"]))
        skip = set(request["skip"])
        for item in _labelled(request["paths"], limits):
            if isinstance(item, Problem):
                self._frames.send({"t": "problem", "problem": _plain(item)})
            elif item.path not in skip:
                self._frames.send({"t": "begin", "path": item.path})
                self._frames.send(reader.read(item))
        self._frames.send({"t": "done"})

    def quote(self, request: dict[str, Any]) -> None:
        wanted: dict[str, list[tuple[int, int, str | None]]] = {}
        for index, (path, line, at) in enumerate(request["cites"]):
            wanted.setdefault(path, []).append((index, line, at))
        quotes: list[dict[str, Any] | None] = [None] * len(request["cites"])
        limits = Limits(**request["limits"])
        for item in _labelled(request["paths"], limits):
            if isinstance(item, RawMember) and (cites := wanted.get(item.path)):
                quoted = QuotedMember(item, limits)
                for index, line, at in cites:
                    quotes[index] = quoted.quote(line, at)
        self._frames.send({"t": "quotes", "quotes": quotes})


class _Content:
    """The redacted text of a member, as far as the limits let it be read."""

    def __init__(self, raw: RawMember, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self.text: str | None = None
        self.redacted: dict[str, int] = {}
        self.read, self.sha256 = 0, ""
        try:
            data = raw.stream.read(limits.max_member + 1)
        except OSError as error:
            self._problem(raw, "UNREADABLE", f"reading it failed: {error}")
            return
        if len(data) > limits.max_member:
            cut = data.rfind(b"\n", 0, limits.max_member) + 1
            data = data[:cut]
            self._problem(raw, "LIMIT_MEMBER", f"read up to {cut} of {raw.size} bytes", cut, "--max-member")
        self.read, self.sha256 = len(data), hashlib.sha256(data).hexdigest()
        self._decode(raw, data)

    def _decode(self, raw: RawMember, data: bytes) -> None:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16", "replace").encode()
        data = data.removeprefix(b"\xef\xbb\xbf")
        if not data.strip():
            self._problem(raw, "EMPTY", "nothing in it")
        elif b"\0" in data[:8192]:
            self.read = 0
            self._problem(raw, "BINARY", "not text; no parser reads it")
        else:
            redactor = Redactor()
            clean = redactor.feed(data)
            self.redacted = {name: count for name, count in redactor.counts.items() if count}
            self.text = clean.decode("utf-8", "replace")

    def _problem(self, raw: RawMember, reason: str, detail: str, read: int = 0, option: str | None = None) -> None:
        self.problems.append(Problem(raw.path, reason, detail, bytes_read=read, option=option))


def _objects(path: str, stretch: Stretch, limits: Limits) -> Iterator[Piece | Problem]:
    if len(stretch.text) > limits.max_document:
        yield Problem(
            path, "LIMIT_DOCUMENT", "a document above the limit was not read", stretch.first, 0, "--max-document"
        )
        return
    for found in kube_documents.objects(stretch.text, stretch.first, stretch.role):
        if isinstance(found, Problem):
            yield replace(found, path=path)
        else:
            clean = replace(found, body=redact_object(found.kind, found.body))
            yield Piece(path, found.kind, object=clean, context=stretch.context)


class _Parsers:
    """Parsers by the role that they want; `*` wants every object."""

    def __init__(self) -> None:
        self.columns = {table.record: (name, table.columns) for name, table in discover.tables().items()}
        self._by_role: dict[str, list[discover.Parser]] = {}
        for parser in discover.parsers():
            for role in parser.members:
                self._by_role.setdefault(role, []).append(parser)

    def run(self, piece: Piece, rows: _Rows) -> Iterator[Problem]:
        """Give the piece to every parser of its role; one that fails loses only this piece."""
        wanted = self._by_role.get(piece.role, [])
        if piece.object is not None:
            wanted = [*wanted, *self._by_role.get("*", [])]
        for parser in wanted:
            try:
                for found in parser.parse(piece):
                    if isinstance(found, Problem):
                        yield found
                    else:
                        rows.add(found, piece.object)
            except (
                ArithmeticError,
                AttributeError,
                LookupError,
                MemoryError,
                RecursionError,
                TypeError,
                ValueError,
            ) as error:
                detail = f"the reader {parser.name} failed on it ({type(error).__name__}); other facts of it were kept"
                yield Problem(
                    piece.path, "PARSER_CRASH", detail, line=piece.object.line if piece.object else piece.lines.first
                )


class _Rows:
    def __init__(self, columns: dict[type[tuple[Any, ...]], tuple[str, tuple[Column, ...]]]) -> None:
        self._columns = columns
        self._found: dict[type[tuple[Any, ...]], list[tuple[Any, ...]]] = {}
        self._sharing: dict[tuple[int, str], int] = {}

    def add(self, row: tuple[Any, ...], found: KubeObject | None = None) -> None:
        """Keep a row; `found` is the object that it was read from."""
        if found is not None and found.at:
            number = self._sharing.setdefault((found.line, found.at), len(self._sharing))
            record: Any = type(row)
            row = record(shared_line(row[0], number), *row[1:])
        self._found.setdefault(type(row), []).append(row)

    def columns(self) -> dict[str, list[list[Any]]]:
        """Per table, the columns of its record in order: `line` first, times in microseconds."""
        out = {}
        for record, rows in self._found.items():
            name, declared = self._columns[record]
            values = [list(column) for column in zip(*rows, strict=True)]
            for index, column in enumerate(declared, 1):
                if column.dtype == "timestamp":
                    values[index] = [
                        None if v is None else round(v.timestamp() * _EPOCH_SECONDS) for v in values[index]
                    ]
            out[name] = values
        return out


class QuotedMember:
    """Lines of one member with what stands around them, redacted."""

    _CONTEXT = 3
    _WIDTH = 400

    def __init__(self, raw: RawMember, limits: Limits) -> None:
        self._path, self._text = raw.path, _Content(raw, limits).text or ""
        self._lines = self._text.split("\n")
        self._stretches: list[Stretch] | None = None

    def quote(self, line: int, at: str | None) -> dict[str, Any] | None:
        """The cited line, narrowed by an object path if there is one; None if it is not there."""
        column = None
        if at is not None and not at.startswith("=") and (place := self._locate(line, at)):
            line, column = place
        if not 1 <= line <= len(self._lines):
            return None
        if at is not None and at.startswith("="):
            column = self._lines[line - 1].find(at[1:]) + 1 or None
        before = self._lines[max(0, line - 1 - self._CONTEXT) : line - 1]
        after = self._lines[line : line + self._CONTEXT]
        return {
            "line": line,
            "column": column,
            "text": self._cut(self._lines[line - 1], column),
            "before": [self._cut(text, None) for text in before],
            "after": [self._cut(text, None) for text in after],
        }

    def _locate(self, line: int, at: str) -> tuple[int, int | None] | None:
        if self._stretches is None:
            self._stretches = [found for found in stretches(self._path, self._text) if found.role in OBJECTS]
        for stretch in self._stretches:
            if stretch.first <= line <= stretch.first + stretch.text.count("\n"):
                return kube_documents.locate(stretch.text, stretch.first, stretch.role, line, at)
        return None

    def _cut(self, text: str, column: int | None) -> str:
        text = text.rstrip("\r")
        if len(text) <= self._WIDTH:
            return text
        start = max(0, min((column or 1) - 1 - self._WIDTH // 4, len(text) - self._WIDTH))
        end = start + self._WIDTH
        return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _labelled(paths: list[str], limits: Limits) -> Iterator[RawMember | Problem]:
    for path in paths:
        prefix = f"{Path(path).name}/" if len(paths) > 1 else ""
        for item in members(Path(path), limits):
            yield replace(item, path=redact_text(prefix + item.path))


def _plain(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("path", "reason", "detail", "line", "bytes_read", "option")}


if __name__ == "__main__":
    main()

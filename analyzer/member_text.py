"""The redacted text of one member, as far as the limits let it be read."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from analyzer.bundle.encoding import Converter
from analyzer.bundle.layout import Place
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember
from analyzer.bundle.redaction.redactor import Redactor
from analyzer.bundle.sniff import stretches
from analyzer.bundle.stretch import Stretch
from analyzer.model.problem import Problem

_BLOCK = 4 * 1024 * 1024


class Digest(Protocol):
    """A hash that grows with the bytes."""

    def update(self, data: bytes, /) -> None:
        """Take the next bytes."""


@dataclass(slots=True)
class MemberText:
    """What was read of a member.

    text       its lines without secrets; None where it holds no text. Where the middle was left out,
               empty lines stand for it, so that every other line keeps its number
    resumes    the line after what was left out; 0 where nothing was
    delivered  bytes that came out of the container
    read       bytes of them that are in `text`
    """

    text: str | None = None
    delivered: int = 0
    read: int = 0
    sha256: str = ""
    redacted: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    binary: bool = False
    cut_lines: int = 0
    dropped: int = 0
    resumes: int = 0


def stretches_of(path: str, found: MemberText, place: Place | None) -> Iterator[Stretch]:
    """The stretches of what was read; what stands before and after a gap is never one document."""
    text = found.text or ""
    if not found.resumes:
        yield from stretches(path, text, place)
        return
    lines = text.split("\n")
    yield from stretches(path, "\n".join(lines[: found.resumes - 1]), place)
    for stretch in stretches(path, "\n".join(lines[found.resumes - 1 :]), place):
        yield replace(stretch, first=stretch.first + found.resumes - 1)


def read_text(raw: RawMember, limits: Limits) -> MemberText:
    """Read a member to its end: text of any encoding without secrets, or a Problem that says what it is."""
    found = MemberText()
    digest = hashlib.sha256()
    keeper = _Keeper(limits.max_member)
    redactor = Redactor()
    try:
        for size, block in _text_blocks(raw, found, digest, limits):
            keeper.add(size, redactor.feed(_cut(block, limits.max_line, found)))
    except OSError as error:
        detail = f"reading it failed: {error.strerror}"
        found.problems.append(Problem(raw.path, "UNREADABLE", detail, bytes_read=found.delivered))
    found.sha256 = digest.hexdigest()
    found.redacted = {name: count for name, count in redactor.counts.items() if count}
    _settle(found, raw, keeper, limits)
    return found


def _text_blocks(raw: RawMember, found: MemberText, digest: Digest, limits: Limits) -> Iterator[tuple[int, bytes]]:
    """(bytes as they came, clean UTF-8) in blocks of whole lines, until the member ends; nothing if it is binary."""
    converter = Converter()
    size, rest = 0, b""
    for block in _blocks(raw, found, digest, limits):
        clean = None if found.binary else converter.feed(block)
        if clean is None:
            found.binary = True
            continue
        size, rest = size + len(block), rest + clean
        if end := rest.rfind(b"\n") + 1:
            yield size, rest[:end]
            size, rest = 0, rest[end:]
    if rest and not found.binary:
        yield size, rest
    if detail := converter.conversion.detail:
        found.problems.append(Problem(raw.path, "ENCODING", detail))


def _blocks(raw: RawMember, found: MemberText, digest: Digest, limits: Limits) -> Iterator[bytes]:
    """The bytes of a member in blocks that end with a line; of a line without end, no more than a document may hold."""
    parts: list[bytes] = []
    held = 0
    while data := raw.stream.read(max(1, min(_BLOCK, limits.max_member // 4))):
        digest.update(data)
        found.delivered += len(data)
        end = data.rfind(b"\n") + 1
        if end:
            yield b"".join((*parts, data[:end]))
            parts, held = [data[end:]], len(data) - end
        elif held < limits.max_document:
            parts.append(data)
            held += len(data)
        else:
            found.dropped += len(data)
    if rest := b"".join(parts):
        yield rest


def _cut(block: bytes, most: int, found: MemberText) -> bytes:
    """The block without what stands behind `most` bytes of a line; a line of JSON is as long as it is."""
    if len(block) <= most:
        return block
    cut, count = re.subn(rb"^(?![ \t]*[\[{\"])([^\n]{%d})[^\n]+" % most, rb"\1", block, flags=re.M)
    found.cut_lines += count
    return cut


class _Keeper:
    """Keeps the first and the last half of what is allowed, and counts the lines in between."""

    def __init__(self, allowed: int) -> None:
        self.read = 0
        self.left_out = 0
        self.line = 0
        self.resumes = 0
        self._half = allowed // 2
        self._head: list[str] = []
        self._head_bytes = 0
        self._tail: deque[tuple[int, str]] = deque()
        self._tail_bytes = 0
        self._lost = False
        self._allowed = allowed

    def add(self, size: int, clean: bytes) -> None:
        """Take a block of `size` bytes as they came, redacted."""
        text = clean.decode("utf-8", "replace")
        if not self._tail and self._head_bytes + size <= self._half:
            self._head.append(text)
            self._head_bytes += size
            return
        self._tail.append((size, text))
        self._tail_bytes += size
        while self._head_bytes + self._tail_bytes > self._allowed and len(self._tail) > 1:
            lost, dropped = self._tail.popleft()
            self._tail_bytes -= lost
            self.left_out += dropped.count("\n")
            self._lost = True

    def text(self) -> str:
        """What was kept, with an empty line for each that was not."""
        self.read = self._head_bytes + self._tail_bytes
        self.line = sum(part.count("\n") for part in self._head) + 1
        if self._lost:
            self.resumes = self.line + self.left_out
        parts = [*self._head, "\n" * self.left_out, *(part for _, part in self._tail)]
        self._head, self._tail = [], deque()
        return "".join(parts)


def _settle(found: MemberText, raw: RawMember, keeper: _Keeper, limits: Limits) -> None:
    size = found.delivered
    if found.binary:
        found.problems.append(
            Problem(raw.path, "BINARY", "not text; no parser reads it", bytes_read=0, bytes_unread=size)
        )
        return
    text = keeper.text()
    if not text.strip():
        found.problems.append(Problem(raw.path, "EMPTY", "nothing in it", bytes_unread=size))
        return
    found.text, found.read, found.resumes = text, keeper.read, keeper.resumes
    if left := size - keeper.read - found.dropped:
        detail = f"{size} bytes, above the limit of {limits.max_member}: its beginning and its end were read"
        found.problems.append(Problem(raw.path, "LIMIT_MEMBER", detail, keeper.line, keeper.read, "--max-member", left))
    if found.cut_lines or found.dropped:
        detail = f"{found.cut_lines or 1} lines above {limits.max_line} bytes were cut there"
        found.problems.append(
            Problem(raw.path, "LIMIT_LINE", detail, option="--max-line", bytes_unread=found.dropped or None)
        )

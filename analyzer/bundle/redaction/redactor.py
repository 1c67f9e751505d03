"""Takes secrets out of text, as bytes, before anything reads it.

What a line alone tells is in secret_patterns, Secret objects are in secret_mappings; here lies what
goes over several lines, and the walk over a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from analyzer.bundle.redaction.keys import begun_key, continued_key
from analyzer.bundle.redaction.mappings import Mappings, OpenMapping, continued, json_edits
from analyzer.bundle.redaction.pairs import argument_edits, env_edits
from analyzer.bundle.redaction.patterns import BLOCK_LOOKS, LINE_LOOKS, Edit, first_look, line_edits, look_set
from analyzer.notation.secret_names import has_placeholder, placeholder

# A line that ends a block may be the first half of a pair; a longer one is no such line.
_MAX_TAIL = 4096


class Redactor:
    """Replaces the secrets of one member, which is fed in blocks of whole lines.

    A secret becomes `REDACTED-<class>-<bytes>B`; the count of newlines stays, and what is redacted
    already does not change. `counts` has the number of secrets by class.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._mapping: OpenMapping | None = None
        self._pem: int | None = None
        self._tail = b""

    def feed(self, block: bytes) -> bytes:
        """The block without secrets; blocks end at line ends, except for the last."""
        text = self._tail + block if self._tail else block
        found = self._found(text)
        known = len(self._tail)
        start = block.rfind(b"\n", 0, len(block) - 1) + 1
        self._tail = block[start:] if len(block) - start <= _MAX_TAIL and block.endswith(b"\n") else b""
        return self._replaced(text, found, known)

    def _found(self, text: bytes) -> list[Edit]:
        known = len(self._tail)
        block = _Block(text)
        if self._mapping is not None:
            edits, self._mapping = continued(text[known:], self._mapping)
            block.add(edits, known)
        if self._pem is not None:
            edits, block.key_end, self._pem = continued_key(text, known, self._pem)
            block.add(edits)
        done = -1
        for hit in _first_look().finditer(text):
            if hit.start() >= done:
                start = text.rfind(b"\n", 0, hit.start()) + 1
                done = text.find(b"\n", hit.end())
                done = len(text) if done < 0 else done
                block.line(start, done)
        self._mapping = block.mapping or self._mapping
        self._pem = self._pem if block.pem is None else block.pem
        return block.found

    def _replaced(self, text: bytes, found: list[Edit], known: int) -> bytes:
        """`text` from byte `known` on, with the placeholders in it; overlapping secrets become one."""
        if not found:
            return text[known:] if known else text
        parts: list[bytes] = []
        at = known
        for edit in _merged(found):
            value = text[edit.start : edit.end]
            if edit.start < known or has_placeholder(value.decode("latin-1")):
                continue
            name = placeholder(edit.secret_class, len(value)).encode()
            parts += (text[at : edit.start], edit.quote, name, edit.quote)
            at = edit.end
            self.counts[edit.secret_class] = self.counts.get(edit.secret_class, 0) + 1
        parts.append(text[at:])
        return b"".join(parts)


def redact_text(text: str) -> str:
    """A short text, such as a label or a message, without secrets."""
    clean = Redactor().feed(text.encode("utf-8", "surrogatepass"))
    return clean.decode("utf-8", "surrogatepass")


class _Block:
    """The secrets found so far in a stretch of text, and what is open at its end."""

    def __init__(self, text: bytes) -> None:
        self.found: list[Edit] = []
        self.mapping: OpenMapping | None = None
        self.pem: int | None = None
        self.key_end = 0
        self._text = text
        self._mappings = Mappings(text)

    def add(self, edits: Iterable[Edit], offset: int = 0) -> None:
        """Note secrets whose places count from `offset`."""
        self.found += (edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in edits)

    def line(self, start: int, end: int) -> None:
        """Note the secrets that begin in a line."""
        line = self._text[start:end]
        for which in _look_set().Match(line):
            if which < len(LINE_LOOKS):
                self.add(line_edits(line, which), start)
                continue
            name = _BLOCKS[which - len(LINE_LOOKS)]
            if name == "pem":
                self._key(start, end)
            elif name == "mapping":
                edits, mapping = self._mappings.edits(start)
                self.add(edits)
                self.mapping = mapping or self.mapping
            else:
                self.add(_SEVERAL_LINES[name](self._text, start, end))

    def _key(self, start: int, end: int) -> None:
        if start >= self.key_end:
            edits, self.key_end, self.pem = begun_key(self._text, start, end)
            self.add(edits)


_BLOCKS = tuple(BLOCK_LOOKS)


@cache
def _first_look() -> Any:
    return first_look()


@cache
def _look_set() -> Any:
    return look_set()


def _merged(found: list[Edit]) -> Iterator[Edit]:
    current: Edit | None = None
    for edit in sorted(found, key=lambda one: (one.start, -one.end)):
        if current is None:
            current = edit
        elif edit.start < current.end:
            current = current._replace(end=max(edit.end, current.end))
        else:
            yield current
            current = edit
    if current is not None:
        yield current


def _one_line_json(text: bytes, start: int, end: int) -> Iterator[Edit]:
    for edit in json_edits(text[start:end]):
        yield edit._replace(start=edit.start + start, end=edit.end + start)


_SEVERAL_LINES: dict[str, Callable[[bytes, int, int], Iterator[Edit]]] = {
    "json": _one_line_json,
    "env": env_edits,
    "argument": argument_edits,
}

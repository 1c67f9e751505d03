"""Secret objects in text: the values of their `data` and `stringData`.

kubectl sorts keys, so `data:` stands before the `kind: Secret` that says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from analyzer.bundle.redaction.patterns import Edit, compiled
from analyzer.notation.secret_names import looks_base64, no_secret, plain_words

_CLASS = "secret-data"
_MAX_INDENT = 400
# A key that stands before `data:` is looked for this far behind: metadata is not longer.
_BEHIND = 16 * 2**10


class OpenMapping(NamedTuple):
    """A `data:` mapping that a block of text ended in; `sure` if it is known to be that of a Secret."""

    indent: int
    sure: bool


class Mappings:
    """The `data:` mappings of one block of text, asked for in the order of their lines."""

    def __init__(self, block: bytes) -> None:
        self._block = block
        self._done = {True: 0, False: 0}
        self._kinds: dict[int, tuple[int, int, bytes | None]] = {}
        self._lists: bool | None = None

    def edits(self, start: int) -> tuple[list[Edit], OpenMapping | None]:
        """The values of the mapping whose line starts at `start`, in YAML or JSON of many lines.

        The mapping of a ConfigMap has none. The second value is set where the block ends inside it.
        """
        block = self._block
        head = _HEAD.match(block, start)
        if head is None or start < self._done[True] or len(head.group(1)) > _MAX_INDENT:
            return [], None
        indent = len(head.group(1))
        end = _end(block, head.end(), indent)
        kind = self._kind(head, start, end)
        sure = kind == b"Secret"
        if not sure and (kind is not None or start < self._done[False]):
            return [], None
        self._done[sure] = end
        edits = list(_values(block, head.end(), end, sure=sure))
        return edits, OpenMapping(indent, sure) if end == len(block) else None

    def _kind(self, head: Any, start: int, end: int) -> bytes | None:
        """The kind of the object that the mapping belongs to, None if it is not told."""
        indent = len(head.group(1))
        if head.group(2) == b"stringData":
            return b"Secret"
        kind = self._kind_after(end, indent)
        if kind is None and b"-" not in head.group(1):
            kind = _kind_before(self._block, start, indent)
        if self._lists is None:
            self._lists = _SECRET_LIST.search(self._block) is not None
        return b"Secret" if kind is None and self._lists else kind

    def _kind_after(self, start: int, indent: int) -> bytes | None:
        known = self._kinds.get(indent)
        if known is None or not known[0] <= start <= known[1]:
            found = _kind_or_border(indent).search(self._block, start)
            at = found.start() if found else len(self._block)
            known = self._kinds[indent] = (start, at, found.group(1) if found else None)
        return known[2]


def continued(block: bytes, mapping: OpenMapping) -> tuple[list[Edit], OpenMapping | None]:
    """The values of a mapping that began in an earlier block."""
    end = _end(block, 0, mapping.indent)
    edits = list(_values(block, 0, end, sure=mapping.sure))
    return edits, mapping if end == len(block) else None


def json_edits(line: bytes) -> Iterator[Edit]:
    """The values of Secrets in JSON of one line, also where it is a string in JSON."""
    yield from _json(line, 0, len(line), 0)


_HEAD = compiled(r"([ \t]*(?:- +)*)\"?(data|stringData)\"?:[ \t]*\{?[ \t]*\r?(?:\n|\z)")
_SECRET_LIST = compiled(r"(?m)^[ \t]*\"?kind\"?:[ \t]*\"?SecretList\b")
_ENTRY = compiled(r"([ \t]*(?:\"[^\"\n]*\"|[^\s:\"'#-][^\s:]*):(?:[ \t]+|$))([^\r\n]*)")


@lru_cache(maxsize=512)
def _border(indent: int) -> Any:
    """A line that is indented by at most `indent`, or starts another document."""
    return compiled(rf"(?m)^(?:[ \t]{{0,{indent}}}[^ \t\r\n]|---)")


@lru_cache(maxsize=512)
def _kind_or_border(indent: int) -> Any:
    above = rf"|^[ \t]{{0,{indent - 1}}}[^ \t\r\n]" if indent else ""
    return compiled(rf"(?m)^[ \t]{{{indent}}}\"?kind\"?:[ \t]*[\"']?(\w+)|^---{above}")


def _end(block: bytes, start: int, indent: int) -> int:
    found = _border(indent).search(block, start)
    return int(found.start()) if found else len(block)


def _kind_before(block: bytes, start: int, indent: int) -> bytes | None:
    low = max(0, start - _BEHIND)
    blanks = b"\n" + b" " * indent
    starts = [blanks + b"kind:", blanks + b'"kind":']
    if indent >= 2:
        starts.append(b"\n" + b" " * (indent - 2) + b"- kind:")
    at = max(block.rfind(one, low, start) for one in starts)
    if at < 0 and not (low == 0 and indent == 0 and block.startswith((b"kind:", b'"kind":'))):
        return None
    line_end = block.find(b"\n", at + 1)
    if _border_above(block, line_end + 1, start, indent):
        return None
    found = _KIND.search(block[at + 1 : line_end])
    kind: bytes | None = found.group(1) if found else None
    return kind


def _border_above(block: bytes, start: int, end: int, indent: int) -> bool:
    found = (_border(indent - 1) if indent else _DOCUMENT).search(block, start)
    return found is not None and found.start() < end


_KIND = compiled(r"kind\"?:[ \t]*[\"']?(\w+)")
_DOCUMENT = compiled(r"(?m)^---")


def _values(block: bytes, start: int, end: int, *, sure: bool) -> Iterator[Edit]:
    """Values of entries, and whole lines of values that go over several lines."""
    first_indent = None
    while start < end:
        line_end = block.find(b"\n", start, end)
        line_end = end if line_end < 0 else line_end
        line = block[start:line_end]
        entry = _ENTRY.match(line)
        indent = len(line) - len(line.lstrip(b" \t"))
        if entry and (not sure or first_indent is None or indent <= first_indent):
            first_indent = indent
            low, high = _inside(line, entry.start(2))
        else:
            low, high = indent, len(line.rstrip())
        if low < high and _is_secret(line[low:high].decode("latin-1"), sure=sure):
            yield Edit(start + low, start + high, _CLASS)
        start = line_end + 1


def _inside(line: bytes, start: int) -> tuple[int, int]:
    """Where the value that starts at `start` lies, without quotes that stand around all of it."""
    end = len(line.rstrip(b" \t\r,"))
    value = line[start:end]
    if len(value) >= 2 and value[:1] in b"\"'" and value[-1:] == value[:1]:
        return start + 1, end - 1
    return start, len(line.rstrip()) if value[:1] not in b"\"'" else end


def _is_secret(value: str, *, sure: bool) -> bool:
    if no_secret(value):
        return False
    return sure or looks_base64(value)


@dataclass(slots=True)
class _Frame:
    """A JSON object that is being read: values of its `data`, and its kind once that was seen."""

    key: bytes
    kind: bytes | None = None
    values: list[tuple[int, int, bool]] = field(default_factory=list)


# Quotes of a string inside another carry a backslash.
_TOKENS = (
    compiled(r'"(?:[^"\\]|\\.)*"|[{}]'),
    compiled(r'\\"(?:[^"\\]|\\\\(?:\\.|[^\\"])|\\[^"\\])*\\"|[{}]'),
)
_COLON = compiled(r"[ \t]*:[ \t]*")


def _json(line: bytes, start: int, end: int, level: int) -> Iterator[Edit]:
    frames = [_Frame(b"")]
    key = b""
    for token in _TOKENS[level].finditer(line[start:end] if start else line[:end]):
        low, high = start + token.start(), start + token.end()
        if line[low:high] == b"{":
            frames.append(_Frame(key))
            key = b""
        elif line[low:high] == b"}":
            if len(frames) > 1:
                yield from _closed(line, frames)
            key = b""
        elif _COLON.match(line, high):
            key = line[low + level + 1 : high - level - 1]
        else:
            low, high = low + level + 1, high - level - 1
            _note(frames[-1], key, line, (low, high))
            if level == 0 and high - low > 20 and b'ata\\"' in line[low:high]:
                yield from _json(line, low, high, 1)
            key = b""
    while len(frames) > 1:
        yield from _closed(line, frames)
    yield from _settled(line, frames[0])


def _note(frame: _Frame, key: bytes, line: bytes, span: tuple[int, int]) -> None:
    if key == b"kind":
        frame.kind = line[span[0] : span[1]]
    elif frame.key in (b"data", b"stringData"):
        frame.values.append((*span, frame.key == b"stringData"))


def _closed(line: bytes, frames: list[_Frame]) -> Iterator[Edit]:
    """End the innermost object: its values belong to the object around it."""
    frame = frames.pop()
    if frame.key in (b"data", b"stringData"):
        frames[-1].values.extend(frame.values)
    else:
        yield from _settled(line, frame)


def _settled(line: bytes, frame: _Frame) -> Iterator[Edit]:
    for start, end, certain in frame.values:
        value = line[start:end].decode("latin-1")
        secret = certain or frame.kind == b"Secret"
        unknown = frame.kind is None and looks_base64(value) and not plain_words(value)
        if (secret or unknown) and not no_secret(value):
            yield Edit(start, end, _CLASS)

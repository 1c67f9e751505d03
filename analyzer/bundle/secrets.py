"""Takes secrets out of text, as bytes, before anything reads it.

What a line alone tells is in secret_patterns, Secret objects are in secret_mappings; here lies what
goes over several lines, and the walk over a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from analyzer.bundle.secret_mappings import OpenMapping, continued, json_edits, mapping_edits
from analyzer.bundle.secret_patterns import (
    BLOCK_LOOKS,
    LINE_LOOKS,
    Edit,
    compiled,
    first_look,
    line_edits,
    look_set,
    string_end,
)
from analyzer.notation.secret_names import (
    KEYWORDS,
    has_placeholder,
    key_of_secret,
    names_secret,
    no_secret,
    placeholder,
)

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
        found: list[Edit] = []
        if self._mapping is not None:
            edits, self._mapping = continued(text[len(self._tail) :], self._mapping)
            found += [edit._replace(start=edit.start + len(self._tail), end=edit.end + len(self._tail)) for edit in edits]
        pem_end = 0
        if self._pem is not None:
            pem_end = self._key_block(text, len(self._tail), found)
        done = -1
        for hit in _first_look().finditer(text):
            # The multi-line patterns match from the line they start in.
            if hit.start() < done:
                continue
            start = text.rfind(b"\n", 0, hit.start()) + 1
            done = text.find(b"\n", max(hit.end(), start))
            done = len(text) if done < 0 else done
            pem_end = self._line(text, start, done, pem_end, found)
        return found

    def _line(self, text: bytes, start: int, end: int, pem_end: int, found: list[Edit]) -> int:
        """Note the secrets that begin in a line; returns where the last key block ends."""
        line = text[start:end]
        for which in _look_set().Match(line):
            if which < len(LINE_LOOKS):
                found += (
                    edit._replace(start=edit.start + start, end=edit.end + start) for edit in line_edits(line, which)
                )
            elif (name := _BLOCKS[which - len(LINE_LOOKS)]) == "pem":
                if start >= pem_end:
                    pem_end = self._key_line(text, start, end, found)
            elif name == "mapping":
                edits, mapping = mapping_edits(text, start)
                found += edits
                self._mapping = mapping or self._mapping
            else:
                found += _SEVERAL_LINES[name](text, start, end)
        return pem_end

    def _key_line(self, text: bytes, start: int, end: int, found: list[Edit]) -> int:
        """The key or certificate that begins in this line, all of it in one line or its lines below."""
        last = None
        for last in _PEM.finditer(text[start:end]):
            found.append(Edit(start + last.start(), start + last.end(), "pem"))
        if last is None or last.group(1) or text[start + last.end() : end].strip():
            return end
        self._pem = len(text[start : start + last.start()].split())
        return self._key_block(text, min(end + 1, len(text)), found)

    def _key_block(self, text: bytes, start: int, found: list[Edit]) -> int:
        """Lines of a key up to its end, or to a line that cannot be part of one; returns where that is.

        A log may carry the key line by line behind a time: then as many words stand before each.
        """
        before = self._pem or 0
        while start < len(text):
            end = text.find(b"\n", start)
            end = len(text) if end < 0 else end
            line = text[start:end]
            low, high, last = _key_part(line, before)
            if high < 0:
                self._pem = None
                return start
            if low < high:
                found.append(Edit(start + low, start + high, "pem"))
            start = end + 1
            if last:
                self._pem = None
                return start
        return len(text)

    def _replaced(self, text: bytes, found: list[Edit], known: int) -> bytes:
        """`text` from byte `known` on, with the placeholders in it; overlapping secrets become one."""
        if not found:
            return text[known:] if known else text
        parts, at = [], known
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


_PEM = compiled(
    r"-----BEGIN [A-Z0-9 ]+-----(?:\\+[nr/]|[A-Za-z0-9+/= :,.\-])*?(-----END [A-Z0-9 ]+-----)"
    r"|-----BEGIN [A-Z0-9 ]+-----(?:\\+[nr/]|[A-Za-z0-9+/=])*()"
)
_PEM_END = compiled(r"-----END [A-Z0-9 ]+-----")
_PEM_BODY = compiled(r"[A-Za-z0-9+/]+={0,2}$")
_PEM_HEADER = compiled(r"^(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset|MessageID):")


def _key_part(line: bytes, before: int) -> tuple[int, int, bool]:
    """(start, end, whether it is the last) of the part of a key in a line; end is -1 if there is none."""
    if found := _PEM_END.search(line):
        return found.start(), found.end(), True
    words = line.split()
    if not words or _PEM_HEADER.search(words[-1] if len(words) == 1 else line.strip()):
        return 0, 0, False
    body = words[-1].rstrip(b"\"',")
    if not _PEM_BODY.match(body) and not has_placeholder(body.decode("latin-1")):
        return 0, -1, False
    if len(words) - 1 not in (0, before):
        return 0, -1, False
    low = line.rfind(words[-1])
    return low, low + len(body), False


_YAML_NAME = compiled(r"^([ \t]*)(- +)?name:[ \t]*[\"']?([^\s\"']+)[\"']?[ \t]*\r?$")
_YAML_VALUE = compiled(r"^([ \t]*(?:- +)?)value:[ \t]+([^\r\n]*[^\s])")
_JSON_NAME = compiled(r"(\\*)\"name\\*\"\s*:\s*\\*\"([^\"\\]*)\\*\"\s*,\s*\\*\"value\\*\"\s*:\s*\\*\"")
_JSON_VALUE = compiled(
    r"\"value\\*\"\s*:\s*\\*\"((?:[^\"\\\n]|\\\\+[^\\\n]|\\[^\"\\\n])*)\\*\"\s*,\s*\\*\"name\\*\"\s*:\s*\\*\"([^\"\\]*)\\*\""
)


def _env_edits(text: bytes, start: int, end: int) -> Iterator[Edit]:
    """The value of a variable whose name stands in this line, in YAML or JSON."""
    name = _YAML_NAME.match(text[start:end])
    if name:
        if names_secret(name.group(3).decode("latin-1")):
            yield from _yaml_value(text, start, end, name)
        return
    low = text.rfind(b"\n", 0, max(0, start - 1)) + 1
    high = text.find(b"\n", end + 1)
    around = text[low : len(text) if high < 0 else high]
    for hit in _JSON_NAME.finditer(around):
        value_end = string_end(around, hit.end(), len(hit.group(1)))
        if _hides(hit.group(2), around[hit.end() : value_end]):
            yield Edit(low + hit.end(), low + value_end, "env-value")
    for hit in _JSON_VALUE.finditer(around):
        if _hides(hit.group(2), hit.group(1)):
            yield Edit(low + hit.start(1), low + hit.end(1), "env-value")


def _hides(name: bytes, value: bytes) -> bool:
    return names_secret(name.decode("latin-1")) and not no_secret(value.decode("latin-1"))


def _yaml_value(text: bytes, start: int, end: int, name: Any) -> Iterator[Edit]:
    column = len(name.group(1)) + len(name.group(2) or b"")
    after = end + 1
    line_end = _line_end(text, after)
    value = _YAML_VALUE.match(text[after:line_end])
    if value and len(value.group(1)) == column and b"-" not in value.group(1):
        yield from _scalar(text, after + value.start(2), after + value.end(2))
        yield from _deeper(text, line_end + 1, column)
    elif not name.group(2) and start:
        before = text.rfind(b"\n", 0, start - 1) + 1
        value = _YAML_VALUE.match(text[before : start - 1])
        if value and len(value.group(1)) == column:
            yield from _scalar(text, before + value.start(2), before + value.end(2))


def _line_end(text: bytes, start: int) -> int:
    end = text.find(b"\n", start)
    return len(text) if end < 0 else end


def _scalar(text: bytes, start: int, end: int) -> Iterator[Edit]:
    if end - start >= 2 and text[start : start + 1] in b"\"'" and text[end - 1 : end] == text[start : start + 1]:
        start, end = start + 1, end - 1
    if not no_secret(text[start:end].decode("latin-1")):
        yield Edit(start, end, "env-value")


def _deeper(text: bytes, start: int, column: int) -> Iterator[Edit]:
    """Further lines of a value: those that are indented by more than `column`."""
    while start < len(text):
        end = _line_end(text, start)
        line = text[start:end]
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        if content and indent <= column:
            return
        if content:
            yield Edit(start + indent, start + indent + len(content), "env-value")
        start = end + 1


_FLAG_ALONE = compiled(rf"(?i)--([A-Za-z0-9_\-]*(?:{KEYWORDS}))\\*[\"']?,?[ \t\r]*$")
_NEXT_ARGUMENT = compiled(r"[ \t]*(?:- +)?\\*[\"']?([^\s\"'\-][^\s\"',]*)")


def _argument_edits(text: bytes, start: int, end: int) -> Iterator[Edit]:
    """`--password` as one item of a list, and its value as the next."""
    flag = _FLAG_ALONE.search(text[start:end])
    if flag is None or not key_of_secret(flag.group(1).decode("latin-1")):
        return
    value = _NEXT_ARGUMENT.match(text[end + 1 : _line_end(text, end + 1)])
    if value and not no_secret(value.group(1).decode("latin-1")):
        yield Edit(end + 1 + value.start(1), end + 1 + value.end(1), "argument")


def _one_line_json(text: bytes, start: int, end: int) -> Iterator[Edit]:
    for edit in json_edits(text[start:end]):
        yield edit._replace(start=edit.start + start, end=edit.end + start)


_SEVERAL_LINES: dict[str, Callable[[bytes, int, int], Iterator[Edit]]] = {
    "json": _one_line_json,
    "env": _env_edits,
    "argument": _argument_edits,
}

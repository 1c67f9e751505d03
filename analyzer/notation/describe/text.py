"""Lines, labels and blocks of what `kubectl describe` prints, and the object that is built of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from analyzer.notation import object_path
from analyzer.notation.pasted import plain_lines

_ARROW = re.compile(r"<{3,}|<-{2,}|←")
_LABEL = re.compile(r"([A-Za-z][^:\s]*(?: [^:\s]+){0,7}):(?:\s+(.*)|$)")
_NAME = re.compile(r"([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?):")
_BELOW_ALL = 10_000
_EMPTY = {"", "<none>", "<unset>", "<nil>", "<unknown>", "<invalid>"}


class Line(NamedTuple):
    """A line without decoration: `number` in its member, `indent` in blanks, `text` between blanks."""

    number: int
    indent: int
    text: str
    label: str | None  # `Exit Code` of `Exit Code:  137`; None for a line that is no label

    @property
    def value(self) -> str | None:
        """What stands behind the label; None for nothing and for the words that mean nothing."""
        found = _LABEL.match(self.text)
        return printed(found[2]) if found else None

    @property
    def rest(self) -> str:
        """All that stands behind the label, also words that would mean nothing in another place."""
        found = _LABEL.match(self.text)
        return (found[2] or "") if found else self.text

    @property
    def column(self) -> int:
        """Where the value stands in its line; behind the label's padding for an empty one."""
        found = _LABEL.match(self.text)
        return self.indent + (found.start(2) if found and found[2] else len(self.text))

    @property
    def name(self) -> str | None:
        """The name of a container or volume whose line this is; labels are capitalised, names are not."""
        found = _NAME.fullmatch(self.text)
        return found[1] if found else None

    @property
    def is_masked(self) -> bool:
        """Whether the line is part of a text that somebody else wrote."""
        return self.indent == _BELOW_ALL

    def masked(self) -> Line:
        """The same line as part of a text that somebody else wrote: no label, and below everything."""
        return (
            self if self.is_masked else self._replace(text=" " * self.indent + self.text, indent=_BELOW_ALL, label=None)
        )

    def moved(self, indent: int) -> Line:
        """The same line at another indentation."""
        return self._replace(indent=max(indent, 0))


def lines(text: str, first_line: int) -> list[Line]:
    """The lines of a text without fences, quote marks, arrows drawn by hand, bold and tabs."""
    found = []
    for number, raw in enumerate(text.split("\n"), start=first_line):
        for plain in plain_lines(raw.rstrip("\r")):
            if "\t" in plain:
                plain = plain.expandtabs(8)
            if "**" in plain:
                plain = plain.replace("**", "")
            if "<" in plain or "←" in plain:
                plain = _without_arrow(plain)
            body = plain.strip()
            label = _LABEL.match(body)
            indent = len(plain) - len(plain.lstrip()) if body else 0
            found.append(Line(number, indent, body, label[1] if label else None))
    return found


def _without_arrow(text: str) -> str:
    """The text up to an arrow that somebody drew to a remark, two blanks or more behind the value."""
    for arrow in _ARROW.finditer(text):
        if text[: arrow.start()].endswith("  "):
            return text[: arrow.start()].rstrip()
    return text


def printed(value: str | None) -> str | None:
    """The value, or None for `<none>`, `<unset>`, `<unknown>` and nothing."""
    return None if value is None or value.strip() in _EMPTY else value.strip()


def block(found: list[Line], start: int) -> list[Line]:
    """The lines below the label at `start`: deeper than it, empty lines between them included."""
    indent = found[start].indent
    end = start + 1
    while end < len(found) and (not found[end].text or found[end].indent > indent):
        end += 1
    while end > start + 1 and not found[end - 1].text:
        end -= 1
    return found[start + 1 : end]


def continued(found: list[Line], start: int) -> Iterator[tuple[int, str]]:
    """(line, text) of each part of a value with one part a line: labels, annotations, taints."""
    value = found[start].value
    if value is not None:
        yield found[start].number, value
    for line in block(found, start):
        if line.text:
            yield line.number, line.text


class Body:
    """An object in the API's shape under construction, and the line of each of its values."""

    def __init__(self) -> None:
        self.value: dict[str, Any] = {}
        self.places: dict[str, int] = {}

    def put(self, value: Any, line: int, *path: str | int) -> None:
        """Set the value at a path of keys and indexes; None is not set, the line is kept all the same.

        A text that contradicts itself (a value and fields of one label) keeps what came first.
        """
        for length in range(1, len(path) + 1):
            self.places.setdefault(object_path.join(*path[:length]), line)
        if value is None:
            return
        self.places[object_path.join(*path)] = line
        place: Any = self.value
        for key, following in zip(path, path[1:], strict=False):
            place = _below(place, key, [] if isinstance(following, int) else {})
            if not isinstance(place, list if isinstance(following, int) else dict):
                return
        _set(place, path[-1], value)

    def line(self, path: str) -> int | None:
        """The line of the value at a path, or of its nearest ancestor that has one."""
        parts = object_path.parts(path)
        for length in range(len(parts), 0, -1):
            found = self.places.get(object_path.join(*parts[:length]))
            if found is not None:
                return found
        return None


def key_values(found: Iterable[tuple[int, str]], separator: str) -> Iterator[tuple[int, str, str]]:
    """(line, key, value) of parts such as `app=web`; parts without the separator are passed over."""
    for line, text in found:
        key, mark, value = text.partition(separator)
        if mark and key and " " not in key:
            yield line, key, value


def _below(place: Any, key: str | int, empty: Any) -> Any:
    if isinstance(key, int):
        while len(place) <= key:
            place.append({})
        return place[key]
    return place.setdefault(key, empty)


def _set(place: Any, key: str | int, value: Any) -> None:
    if isinstance(key, int):
        while len(place) <= key:
            place.append({})
    place[key] = value

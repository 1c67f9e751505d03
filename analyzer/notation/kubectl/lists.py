"""Texts of kubectl's tables as rows with the header they stand below, whatever pasting did to their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.notation.kubectl.tables import Header, custom_header, header, wrapped_header
from analyzer.notation.pasted import plain_lines, without_arrow, without_bold


class ListLine(NamedTuple):
    """A line of a table.

    last    number of the last line that it was wrapped over; `number` where it was not
    header  that of the table, None above any
    cells   by column; None for the header itself and for lines that are no row of it
    """

    number: int
    last: int
    text: str
    header: Header | None
    cells: dict[str, str] | None

    @property
    def is_header(self) -> bool:
        """Whether this is the header's own line."""
        return self.header is not None and self.cells is None and self.text == ""


def list_lines(lines: Iterable[tuple[int, str]], *, custom: bool = False) -> Iterator[ListLine]:
    """The filled lines of a text of tables; `custom` allows any first line in capitals to be a header."""
    head: Header | None = None
    rest: Header | None = None
    texts = list(_plain(lines))
    at = 0
    while at < len(texts):
        number, text = texts[at]
        last, after = texts[at + 1] if at + 1 < len(texts) else (number, "")
        found = header(text) or (custom_header(text) if custom and head is None else None)
        if found is not None:
            head, rest = found, wrapped_header(after)
            last, at = (last, at + 2) if rest is not None else (number, at + 1)
            yield ListLine(number, last, "", head, None)
            continue
        cells = head.cells(text) if head is not None else None
        more = rest.cells(after) if rest is not None and cells is not None else None
        if more is not None:
            yield ListLine(number, last, text, head, {**(cells or {}), **more})
        else:
            yield ListLine(number, number, text, head, cells)
        at += 2 if more is not None else 1


def _plain(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, raw in lines:
        for text in plain_lines(raw):
            if text.strip():
                yield number, without_arrow(without_bold(text))

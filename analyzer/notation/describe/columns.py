"""Tables inside `kubectl describe`: a header, a row of dashes, and rows that are aligned with the header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.notation.describe.text import Line

_GAP = re.compile(r"\s{2,}")
_DASHES = re.compile(r"-+(?:\s+-+)*")

Cells = dict[str, str]


def rows(lines: Sequence[Line], *, second: frozenset[str] = frozenset()) -> Iterator[tuple[int, Cells]]:
    """(line, cells by header) of each row below the header, which is the first line with text.

    The last cell of a row goes on over lines that stand further left than the header. With `second`, a row
    is a row only if its second cell is one of these words; others go on with the message above, too. Behind
    such a line kubectl aligns the following rows anew, without their header.
    """
    header: list[tuple[str, int]] = []
    current: tuple[int, Cells, list[str]] | None = None
    aligned, words = True, ""
    for line in lines:
        if not header:
            header = _header(line) if line.text else []
            words = header[1][0] if len(header) > 1 else ""
            continue
        cells = _cells(header, line, aligned=aligned)
        if _DASHES.fullmatch(line.text):
            continue
        if line.indent >= header[0][1] and cells and (not second or cells.get(words) in second):
            if current is not None:
                yield _whole(*current, header)
            current = line.number, cells, []
        elif current is not None:
            aligned = False
            current[2].append(line.text)
    if current is not None:
        yield _whole(*current, header)


def _header(line: Line) -> list[tuple[str, int]]:
    """(name, column) of each header cell; a single blank belongs to the name."""
    found = []
    start = 0
    for gap in [*_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        found.append((line.text[start:end], line.indent + start))
        start = gap.end() if gap else end
    return found


def _cells(header: list[tuple[str, int]], line: Line, *, aligned: bool) -> Cells:
    raw = " " * line.indent + line.text
    columns = [column for _, column in header]
    if aligned and all(column == 0 or raw[column - 1 : column] in ("", " ") for column in columns[1:]):
        bounds = zip(columns, [*columns[1:], len(raw)], strict=True)
        return {name: raw[start:end].strip() for (name, _), (start, end) in zip(header, bounds, strict=True)}
    parts = _GAP.split(line.text, maxsplit=len(header) - 1)
    return {name: part.strip() for (name, _), part in zip(header, parts, strict=False)}


def _whole(line: int, cells: Cells, more: list[str], header: list[tuple[str, int]]) -> tuple[int, Cells]:
    last = header[-1][0]
    return line, {**cells, last: "\n".join([cells.get(last, ""), *more]).strip()}

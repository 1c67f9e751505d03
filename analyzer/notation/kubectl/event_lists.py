"""Texts of tables of events as events: with the whole of their messages, whatever the columns are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from analyzer.notation.kubectl.events import EventRow, event_row, is_event_header, object_kind
from analyzer.notation.kubectl.tables import Header, custom_header, header
from analyzer.notation.pasted import plain_lines, without_arrow

# A message over several lines is a mount command, a registry's answer or a wrapped terminal.
MAX_CONTINUATION = 20


class EventLines(NamedTuple):
    """An event on lines `number` to `last`; the row is None for a header and the dashes below it."""

    number: int
    last: int
    row: EventRow | None


def event_lines(
    lines: Iterable[tuple[int, str]], continues: Callable[[str], bool], *, custom: bool = False
) -> Iterator[EventLines]:
    """The events of a text in order, and its headers.

    continues  whether a line that is no row can go on with the message above it
    custom     whether the first line may be a header of free names
    """
    head: Header | None = None
    open_event: EventLines | None = None
    more: list[str] = []
    for number, text in _plain(lines):
        found = header(text) or (custom_header(text) if custom and head is None else None)
        row = None if found is not None else _wide(head, text) or event_row(text) or _of_columns(head, text)
        if (
            row is None
            and found is None
            and open_event is not None
            and len(more) < MAX_CONTINUATION
            and continues(text)
        ):
            more.append(text.strip())
            open_event = open_event._replace(last=number)
            continue
        if open_event is not None:
            yield _joined(open_event, more)
        open_event, more = (EventLines(number, number, row) if row else None), []
        head = found or head
        if row is None and (found is not None or is_event_header(text) or _RULER.match(text)):
            yield EventLines(number, number, None)
    if open_event is not None:
        yield _joined(open_event, more)


_RULER = re.compile(r"\s*-{2,}(?:\s+-{2,}){2,}\s*$|\s*Events:\s*$")
_BEGINNING = re.compile(
    r"(?<=\S)\s+(?=(?:Normal|Warning)\s+[A-Z][A-Za-z]{2,60}\s+(?:\d{1,5}[smhdy]){1,3}"
    r"(?:\s\(x\d{1,9} over (?:\d{1,5}[smhdy]){1,3}\))?\s+[a-z][a-z0-9.-]{2,60}[,\s])"
)


def _plain(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, raw in lines:
        for text in plain_lines(raw):
            text = without_arrow(text)
            # Line ends that were lost: an event begins in the middle of a line.
            if text.count("Normal ") + text.count("Warning ") > 1 and len(text) < 20_000:
                yield from ((number, part) for part in _BEGINNING.split(text))
            else:
                yield number, text


def _joined(found: EventLines, more: list[str]) -> EventLines:
    if not more or found.row is None:
        return found
    return found._replace(row=found.row._replace(message=" ".join([found.row.message, *more]).strip()))


_LAST = ("LAST SEEN", "LASTSEEN", "LAST", "LASTTIMESTAMP", "LAST TIMESTAMP", "TIMESTAMP", "TIME", "WHEN", "AGE")
_FIRST = ("FIRST SEEN", "FIRSTSEEN", "FIRST", "FIRSTTIMESTAMP", "FIRST TIMESTAMP")
_AGE = re.compile(r"(?:\d{1,6}[smhdy]){1,3}|<unknown>|<invalid>")


def _wide(head: Header | None, text: str) -> EventRow | None:
    """The row of a table with more columns than those that tell themselves apart; without its header, they would be its message."""
    cells = head.cells(text) if head is not None else None
    return _of_columns(head, text) if cells is not None and ("SUBOBJECT" in cells or "SOURCE" in cells) else None


def _of_columns(head: Header | None, text: str) -> EventRow | None:
    """The row by its header: custom columns have any names in any order."""
    cells = head.cells(text) if head is not None else None
    if cells is None or not (reason := _any(cells, "REASON")):
        return None
    kind, _, name = (_any(cells, "OBJECT") or "").partition("/")
    last, first = _any(cells, *_LAST), _any(cells, *_FIRST)
    times = _any(cells, "COUNT")
    is_age = last is not None and _AGE.fullmatch(last) is not None
    return EventRow(
        type=_any(cells, "TYPE"),
        reason=reason,
        message=_any(cells, "MESSAGE", "NOTE") or "",
        namespace=_any(cells, "NAMESPACE", "NS"),
        kind=object_kind(_any(cells, "KIND") or (kind if name else None)),
        name=name or _any(cells, "NAME", "OBJECT", "POD"),
        path=_any(cells, "SUBOBJECT", "FIELDPATH"),
        source=_any(cells, "SOURCE", "FROM", "COMPONENT"),
        last=last if is_age else None,
        first=first if first and _AGE.fullmatch(first) else None,
        times=int(times) if times and times.isdecimal() else None,
        time=None if is_age else last,
    )


def _any(cells: dict[str, str], *names: str) -> str | None:
    found = (cells.get(name) for name in names)
    return next((value for value in found if value and value not in ("<none>", "<nil>")), None)

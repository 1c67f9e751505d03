"""The lines of a service log, one per entry, whichever output of journalctl they were printed with."""

from __future__ import annotations

import json
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.journal_entries import is_spread, journal_entries
from analyzer.notation.pasted import plain_lines


def texts(piece: Piece) -> Iterator[tuple[int, str]]:
    """(number, text) of each line; an entry of export, verbose or json-pretty is one line of JSON."""
    text = piece.lines.text
    if is_spread(text):
        for _, _, number, fields in journal_entries(piece.lines):
            yield number, json.dumps(fields, ensure_ascii=False)
    elif any(mark in text for mark in _DECORATIONS) or text.startswith(">"):
        for line in piece.lines:
            for part in plain_lines(line.text):
                yield line.number, part
    else:
        # Nearly all logs: looking for decoration in each line would take longer than all else.
        yield from piece.lines


_DECORATIONS = (
    "\x1b",
    "`",
    "<br",
    "<pre",
    "<code",
    "<p>",
    "<div",
    "&lt;",
    "&gt;",
    "&amp;",
    "&quot;",
    "&nbsp;",
    "&#",
    "\n>",
)

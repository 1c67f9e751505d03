"""Outputs of which nobody needs a fact yet, but whose form is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_outputs import HEAD, node_form
from analyzer.parsers.node.claims import claims

MEMBERS = ("node-text",)
YIELDS = ()


def parse(piece: Piece) -> Iterator[Understood]:
    """Yield the runs of lines that the declared form has."""
    head = [line.text for _, line in zip(range(HEAD), piece.lines, strict=False)]
    form = node_form(head, piece.context.get("file", piece.path), piece.context.get("command"))
    if form is None:
        return
    row = re.compile(rf"\s*(?:{form.row or form.opening}|{form.opening or form.row})")
    yield from claims(line.number for line in piece.lines if row.match(line.text))

"""Taints of nodes."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import mappings, names, path, text
from analyzer.notation.kube.times import moment
from analyzer.tables import taints

MEMBERS = ("Node",)
YIELDS = (taints.TABLE,)


def parse(piece: Piece) -> Iterator[taints.Taint]:
    """Yield one record per taint."""
    found = piece.object
    if found is None:
        return
    for index, taint in mappings(found.body, "spec", "taints"):
        yield taints.Taint(
            line=found.line,
            at=path(found, "spec", "taints", index),
            node=names(found, piece.context)[1],
            key=text(taint, "key"),
            value=text(taint, "value"),
            effect=text(taint, "effect"),
            added=moment(text(taint, "timeAdded")),
        )

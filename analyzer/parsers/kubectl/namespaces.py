"""Namespaces."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import names, path, text
from analyzer.tables import namespaces

MEMBERS = ("Namespace",)
YIELDS = (namespaces.TABLE,)


def parse(piece: Piece) -> Iterator[namespaces.Namespace]:
    """Yield one record per namespace."""
    found = piece.object
    if found is None:
        return
    yield namespaces.Namespace(
        line=found.line,
        at=path(found),
        namespace=names(found, piece.context)[1],
        phase=text(found.body, "status", "phase"),
        form=found.form,
    )

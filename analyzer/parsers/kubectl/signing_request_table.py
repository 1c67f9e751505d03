"""Rows of `kubectl get csr`: the last column says whether a request was approved and signed."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl.lists import list_lines
from analyzer.tables import conditions

MEMBERS = ("object-table",)
YIELDS = (conditions.TABLE,)


def parse(piece: Piece) -> Iterator[conditions.Condition]:
    """Yield one record per row; `Pending`, which the API leaves out, is a type, too. The requestor is the message."""
    for line in list_lines(piece.lines):
        cells = line.cells
        if cells is None or not cells.get("NAME") or "REQUESTOR" not in cells or not cells.get("CONDITION"):
            continue
        for word in cells["CONDITION"].split(","):
            yield conditions.Condition(
                line=line.number,
                at="",
                kind="CertificateSigningRequest",
                name=cells["NAME"].rpartition("/")[2],
                type=word.strip(),
                status="True",
                message=cells["REQUESTOR"],
            )

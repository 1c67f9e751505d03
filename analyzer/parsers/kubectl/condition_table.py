"""Rows of `kubectl get` whose columns are conditions: APIServices, and OpenShift's operators, version and pools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl.lists import list_lines
from analyzer.notation.kubectl.tables import row_kind
from analyzer.tables import conditions

MEMBERS = ("object-table",)
YIELDS = (conditions.TABLE,)

# column: type of the condition, by kind
_COLUMNS = {
    "APIService": {"AVAILABLE": "Available"},
    "ClusterOperator": {"AVAILABLE": "Available", "PROGRESSING": "Progressing", "DEGRADED": "Degraded"},
    "ClusterVersion": {"AVAILABLE": "Available", "PROGRESSING": "Progressing"},
    "MachineConfigPool": {"UPDATED": "Updated", "UPDATING": "Updating", "DEGRADED": "Degraded"},
}
# `False (MissingEndpoints)`
_STATUS = re.compile(r"(True|False|Unknown)(?: \((\w+)\))?")
_TEXTS = ("MESSAGE", "STATUS")


def parse(piece: Piece) -> Iterator[conditions.Condition]:
    """Yield one record per cell with a status; the row's message belongs to all of them."""
    for line in list_lines(piece.lines):
        if line.cells is None or not line.cells.get("NAME"):
            continue
        kind, name = row_kind(line.cells["NAME"], line.header, None)
        message = next((line.cells[column] for column in _TEXTS if line.cells.get(column)), None)
        for column, of_type in _COLUMNS.get(kind or "", {}).items():
            found = _STATUS.fullmatch((line.cells.get(column) or "").strip())
            if found is not None:
                yield conditions.Condition(
                    line=line.number,
                    at="",
                    kind=kind,
                    name=name,
                    type=of_type,
                    status=found[1],
                    reason=found[2],
                    message=message,
                )

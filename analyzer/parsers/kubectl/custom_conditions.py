"""Conditions that `kubectl get -o custom-columns` prints as cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl.lists import list_lines
from analyzer.notation.kubectl.tables import row_kind
from analyzer.tables import conditions

MEMBERS = ("object-table",)
YIELDS = (conditions.TABLE,)

# `READY:.status.conditions[?(@.type=="Ready")].status` of the command
_COLUMN = re.compile(
    r"(?P<column>[A-Za-z][\w-]{0,60}):\.status\.conditions\[\?\(@\.type==[\"'\\]{0,2}(?P<type>\w{1,60})[\"'\\]{0,2}\)\]"
    r"\.(?P<field>status|reason|message)"
)


def parse(piece: Piece) -> Iterator[conditions.Condition]:
    """Yield one record per type of condition and row; what the command does not print stays missing."""
    command = piece.context.get("command", "")
    columns = _COLUMN.findall(command) if "custom-columns" in command else []
    if not columns:
        return
    wanted = kubectl_commands.subject(command).get("kind") or piece.context.get("kind")
    for line in list_lines(piece.lines, custom=True):
        if line.cells is None or line.header is None or not line.cells.get("NAME"):
            continue
        kind, name = row_kind(line.cells["NAME"], line.header, wanted)
        told: dict[str, dict[str, str]] = {}
        for column, of_type, field in columns:
            cell = line.cells.get(column)
            if cell and cell != "<none>":
                told.setdefault(of_type, {})[field] = cell
        for of_type, fields in told.items():
            yield conditions.Condition(
                line=line.number,
                at="",
                kind=kind,
                namespace=line.cells.get("NAMESPACE"),
                name=name,
                type=of_type,
                status=fields.get("status"),
                reason=fields.get("reason"),
                message=fields.get("message"),
            )

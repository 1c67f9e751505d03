"""Rows of `kubectl get nodes`."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.kubectl.lists import ListLine, list_lines
from analyzer.notation.kubectl.rows import NodeRow, node_row
from analyzer.tables import nodes

MEMBERS = ("node-table",)
YIELDS = (nodes.TABLE,)

_READY = {"Ready": "True", "NotReady": "False", "Unknown": "Unknown"}


def parse(piece: Piece) -> Iterator[nodes.Node | Understood]:
    """Yield one record per row. kubectl prints NotReady for False and for Unknown alike: False here."""
    for line in list_lines(piece.lines):
        row = _of_columns(line) or node_row(line.text)
        if line.is_header or row is not None:
            yield Understood(line.number, line.last)
        if row is not None:
            status, *rest = row.status.split(",")
            yield nodes.Node(
                line=line.number,
                at="",
                node=row.name,
                unschedulable="SchedulingDisabled" in rest,
                kernel_version=row.kernel,
                os_image=row.os_image,
                kubelet_version=row.version,
                runtime_version=row.runtime,
                ready=_READY.get(status),
                form="table",
            )


def _of_columns(line: ListLine) -> NodeRow | None:
    cells = line.cells
    if cells is None or not all(cells.get(name) for name in ("NAME", "STATUS", "VERSION")):
        return None
    if cells["STATUS"].partition(",")[0] not in _READY or not cells["VERSION"].startswith("v"):
        return None
    return NodeRow(
        name=cells["NAME"].rpartition("/")[2],
        status=cells["STATUS"],
        age=cells.get("AGE", ""),
        version=cells["VERSION"],
        os_image=_given(cells.get("OS-IMAGE")),
        kernel=_given(cells.get("KERNEL-VERSION")),
        runtime=_given(cells.get("CONTAINER-RUNTIME")),
    )


def _given(text: str | None) -> str | None:
    return None if text in (None, "", "<none>", "<unknown>") else text

"""Rows of `kubectl get nodes`."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl_tables import node_row
from analyzer.tables import nodes

MEMBERS = ("node-table",)
YIELDS = (nodes.TABLE,)

_READY = {"Ready": "True", "NotReady": "False", "Unknown": "Unknown"}


def parse(piece: Piece) -> Iterator[nodes.Node]:
    """Yield one record per row. kubectl prints NotReady for False and for Unknown alike: False here."""
    for line in piece.lines:
        row = node_row(line.text)
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

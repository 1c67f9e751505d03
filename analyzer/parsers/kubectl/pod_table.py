"""Rows of `kubectl get pods`."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl_tables import pod_row
from analyzer.tables import pods

MEMBERS = ("pod-table",)
YIELDS = (pods.TABLE,)


def parse(piece: Piece) -> Iterator[pods.Pod]:
    """Yield one record per row, with or without a header; the STATUS column is a phase only at times."""
    for line in piece.lines:
        row = pod_row(line.text)
        if row is not None:
            yield pods.Pod(
                line=line.number,
                at="",
                namespace=row.namespace or piece.context.get("namespace"),
                pod=row.name,
                node=row.node,
                phase=row.phase,
                pod_ip=row.ip,
                form="table",
                status_text=row.status,
                ready_text=row.ready,
                restarts=row.restarts,
            )

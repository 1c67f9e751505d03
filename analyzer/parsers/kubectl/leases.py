"""Leases: heartbeats of nodes, leaders of controllers."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import integer, names, path, text
from analyzer.notation.kube.times import moment
from analyzer.tables import leases

MEMBERS = ("Lease",)
YIELDS = (leases.TABLE,)


def parse(piece: Piece) -> Iterator[leases.Lease]:
    """Yield one record per lease; describe of a node prints its lease without the duration."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    duration = integer(body, "spec", "leaseDurationSeconds")
    yield leases.Lease(
        line=found.line,
        at=path(found),
        namespace=namespace,
        lease=name,
        holder=text(body, "spec", "holderIdentity"),
        acquired=moment(text(body, "spec", "acquireTime")),
        renewed=moment(text(body, "spec", "renewTime")),
        duration_s=float(duration) if duration is not None else None,
        form=found.form,
    )

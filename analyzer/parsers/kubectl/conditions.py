"""Status conditions of every kind of object."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import mappings, names, path, text
from analyzer.notation.kube.times import moment
from analyzer.tables import conditions

MEMBERS = ("*",)
YIELDS = (conditions.TABLE,)


def parse(piece: Piece) -> Iterator[conditions.Condition]:
    """Yield one record per condition; describe prints reason, message and times for nodes only."""
    found = piece.object
    if found is None:
        return
    namespace, name = names(found, piece.context)
    for index, condition in mappings(found.body, "status", "conditions"):
        yield conditions.Condition(
            line=found.line,
            at=path(found, "status", "conditions", index),
            kind=found.kind,
            namespace=namespace,
            name=name,
            type=text(condition, "type"),
            status=text(condition, "status"),
            reason=text(condition, "reason"),
            message=text(condition, "message"),
            changed=moment(text(condition, "lastTransitionTime")),
            heartbeat=moment(text(condition, "lastHeartbeatTime")),
        )

"""What scales workloads."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import integer, names, path, text
from analyzer.tables import autoscalers

MEMBERS = ("HorizontalPodAutoscaler",)
YIELDS = (autoscalers.TABLE,)


def parse(piece: Piece) -> Iterator[autoscalers.Autoscaler]:
    """Yield one record per autoscaler."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    yield autoscalers.Autoscaler(
        line=found.line,
        at=path(found),
        namespace=namespace,
        autoscaler=name,
        target_kind=text(body, "spec", "scaleTargetRef", "kind"),
        target_name=text(body, "spec", "scaleTargetRef", "name"),
        min_replicas=integer(body, "spec", "minReplicas"),
        max_replicas=integer(body, "spec", "maxReplicas"),
        current_replicas=integer(body, "status", "currentReplicas"),
        desired_replicas=integer(body, "status", "desiredReplicas"),
        form=found.form,
    )

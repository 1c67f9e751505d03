"""How many pods may be down at a time."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, integer, names, path, selector, text
from analyzer.tables import disruption_budgets

MEMBERS = ("PodDisruptionBudget",)
YIELDS = (disruption_budgets.TABLE,)


def parse(piece: Piece) -> Iterator[disruption_budgets.DisruptionBudget]:
    """Yield one record per budget."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    yield disruption_budgets.DisruptionBudget(
        line=found.line,
        at=path(found),
        namespace=namespace,
        budget=name,
        min_available=text(body, "spec", "minAvailable"),
        max_unavailable=text(body, "spec", "maxUnavailable"),
        selector=selector(field(body, "spec", "selector")),
        allowed=integer(body, "status", "disruptionsAllowed"),
        healthy=integer(body, "status", "currentHealthy"),
        wanted=integer(body, "status", "desiredHealthy"),
        expected=integer(body, "status", "expectedPods"),
        form=found.form,
    )

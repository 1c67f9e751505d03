"""`disruption_budgets`: PodDisruptionBudgets."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Table, Text


class DisruptionBudget(NamedTuple):
    """One observation of one PodDisruptionBudget."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    budget: Annotated[Text, "name", Path("metadata.name")] = None
    min_available: Annotated[Text, "least pods, a number or a percentage", Path("spec.minAvailable")] = None
    max_unavailable: Annotated[Text, "most pods down, a number or a percentage", Path("spec.maxUnavailable")] = None
    selector: Annotated[Text, "labels of its pods, as kubectl writes them", Path("spec.selector")] = None
    allowed: Annotated[Number, "disruptions allowed now", Path("status.disruptionsAllowed")] = None
    healthy: Annotated[Number, "healthy pods", Path("status.currentHealthy")] = None
    wanted: Annotated[Number, "healthy pods that it asks for", Path("status.desiredHealthy")] = None
    expected: Annotated[Number, "pods that it counts", Path("status.expectedPods")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("disruption_budgets", DisruptionBudget)

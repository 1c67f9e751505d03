"""`autoscalers`: HorizontalPodAutoscalers."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Table, Text


class Autoscaler(NamedTuple):
    """One observation of one HorizontalPodAutoscaler."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    autoscaler: Annotated[Text, "name", Path("metadata.name")] = None
    target_kind: Annotated[Text, "kind of what it scales", Path("spec.scaleTargetRef.kind")] = None
    target_name: Annotated[Text, "its name", Path("spec.scaleTargetRef.name")] = None
    min_replicas: Annotated[Number, "least replicas", Path("spec.minReplicas")] = None
    max_replicas: Annotated[Number, "most replicas", Path("spec.maxReplicas")] = None
    current_replicas: Annotated[Number, "replicas there are", Path("status.currentReplicas")] = None
    desired_replicas: Annotated[Number, "replicas it wants", Path("status.desiredReplicas")] = None
    targets: Annotated[Text, "what is measured and wanted, as a table prints it: <unknown>/80%"] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("autoscalers", Autoscaler)

"""`workloads`: what controllers want and what they have."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Table, Text, Time


class Workload(NamedTuple):
    """One observation of a Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or CronJob."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    kind: Annotated[Text, "kind", Path("kind")] = None
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    name: Annotated[Text, "name", Path("metadata.name")] = None
    created: Annotated[Time, "creation", Path("metadata.creationTimestamp")] = None
    owner_kind: Annotated[Text, "kind of the controlling owner", Path("metadata.ownerReferences")] = None
    owner_name: Annotated[Text, "name of the controlling owner", Path("metadata.ownerReferences")] = None
    revision: Annotated[Text, "deployment revision", Path("metadata.annotations")] = None
    desired: Annotated[Number, "replicas asked for", Path("spec.replicas")] = None
    ready: Annotated[Number, "ready replicas", Path("status.readyReplicas")] = None
    available: Annotated[Number, "available replicas", Path("status.availableReplicas")] = None
    updated: Annotated[Number, "updated replicas", Path("status.updatedReplicas")] = None


TABLE = Table("workloads", Workload)

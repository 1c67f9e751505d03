"""`workloads`: what controllers want and what they have."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Path, Seconds, Table, Text, Time


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
    selector: Annotated[
        Text, "labels of its pods, as kubectl writes them: app=web,tier in (a,b)", Path("spec.selector")
    ] = None
    strategy: Annotated[Text, "how it updates: RollingUpdate, Recreate, OnDelete", Path("spec.strategy.type")] = None
    active: Annotated[Number, "pods of a Job, or Jobs of a CronJob, that run", Path("status.active")] = None
    succeeded: Annotated[Number, "pods of a Job that succeeded", Path("status.succeeded")] = None
    failed: Annotated[Number, "pods of a Job that failed", Path("status.failed")] = None
    started: Annotated[Time, "start of a Job", Path("status.startTime")] = None
    completed: Annotated[Time, "end of a Job that succeeded", Path("status.completionTime")] = None
    suspended: Annotated[Flag, "a Job or CronJob that makes no pods", Path("spec.suspend")] = None
    schedule: Annotated[Text, "schedule of a CronJob", Path("spec.schedule")] = None
    paused: Annotated[Flag, "a Deployment that rolls nothing out", Path("spec.paused")] = None
    current: Annotated[Number, "replicas that there are", Path("status.replicas")] = None
    scheduled: Annotated[Number, "nodes on which a DaemonSet has a pod", Path("status.currentNumberScheduled")] = None
    pod_management: Annotated[
        Text, "how a StatefulSet makes its pods: OrderedReady or Parallel", Path("spec.podManagementPolicy")
    ] = None
    backoff_limit: Annotated[Number, "failed pods after which a Job gives up", Path("spec.backoffLimit")] = None
    deadline_s: Annotated[Seconds, "how long a Job may take", Path("spec.activeDeadlineSeconds")] = None
    concurrency: Annotated[Text, "Allow, Forbid or Replace, of a CronJob", Path("spec.concurrencyPolicy")] = None
    age_s: Annotated[Seconds, "its age, where only that is printed"] = None
    last_scheduled: Annotated[Time, "when a CronJob last made a Job", Path("status.lastScheduleTime")] = None


TABLE = Table("workloads", Workload)

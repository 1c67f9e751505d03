"""Controllers of pods: what they want and what they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, flag, integer, mapping, names, owner, path, selector, text
from analyzer.notation.kube.times import moment
from analyzer.tables import workloads

MEMBERS = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicationController")
YIELDS = (workloads.TABLE,)

_REVISION = "deployment.kubernetes.io/revision"


def parse(piece: Piece) -> Iterator[workloads.Workload]:
    """Yield one record per controller; a DaemonSet counts nodes, a Job completions."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    owner_kind, owner_name = owner(body)
    deadline = integer(body, "spec", "activeDeadlineSeconds")
    strategy = text(body, "spec", "strategy", "type") or text(body, "spec", "updateStrategy", "type")
    yield workloads.Workload(
        line=found.line,
        at=path(found),
        kind=found.kind,
        namespace=namespace,
        name=name,
        created=moment(text(body, "metadata", "creationTimestamp")),
        owner_kind=owner_kind,
        owner_name=owner_name,
        revision=text(mapping(body, "metadata", "annotations"), _REVISION),
        desired=_first(body, ("spec", "replicas"), ("status", "desiredNumberScheduled"), ("spec", "completions")),
        ready=_first(body, ("status", "readyReplicas"), ("status", "numberReady"), ("status", "ready")),
        available=_first(body, ("status", "availableReplicas"), ("status", "numberAvailable")),
        updated=_first(body, ("status", "updatedReplicas"), ("status", "updatedNumberScheduled")),
        selector=selector(field(body, "spec", "selector")),
        strategy=strategy,
        active=_active(body),
        succeeded=integer(body, "status", "succeeded"),
        failed=integer(body, "status", "failed"),
        started=moment(text(body, "status", "startTime")),
        completed=moment(text(body, "status", "completionTime")),
        suspended=flag(body, "spec", "suspend"),
        paused=flag(body, "spec", "paused"),
        current=integer(body, "status", "replicas"),
        scheduled=integer(body, "status", "currentNumberScheduled"),
        pod_management=text(body, "spec", "podManagementPolicy"),
        backoff_limit=integer(body, "spec", "backoffLimit"),
        deadline_s=float(deadline) if deadline is not None else None,
        concurrency=text(body, "spec", "concurrencyPolicy"),
        schedule=text(body, "spec", "schedule"),
        last_scheduled=moment(text(body, "status", "lastScheduleTime")),
    )


def _first(body: dict[str, Any], *paths: tuple[str, str]) -> int | None:
    return next((number for keys in paths if (number := integer(body, *keys)) is not None), None)


def _active(body: dict[str, Any]) -> int | None:
    """A Job counts its active pods, a CronJob lists its active Jobs."""
    active = field(body, "status", "active")
    return len(active) if isinstance(active, list) else integer(body, "status", "active")

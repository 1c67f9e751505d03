"""Controllers of pods."""

from __future__ import annotations

from tests.kubectl_matrix.api_server import Json, without_zeros
from tests.kubectl_matrix.awkward import Dice, controlled_by, metadata
from tests.kubectl_matrix.pods import template

_SELECTORS: tuple[Json, ...] = (
    {"matchLabels": {"app": "web"}},
    {"matchLabels": {"app": "web", "tier": "front"}},
    {"matchExpressions": [{"key": "a", "operator": "In", "values": ["x", "y"]}], "matchLabels": {"b": ""}},
)


def deployments(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """Deployments; counts differ from each other, so that no two are taken for one another."""
    return [_deployment(dice, number, dice.one(namespaces)) for number in range(count)]


def replica_sets(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """ReplicaSets, most with a Deployment above them."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("rs", 253), dice.one(namespaces))
        if number % 6:
            meta["ownerReferences"] = controlled_by("Deployment", dice.name("deploy", dots=False), dice)
        desired = dice.number(0, 12)
        spec = {"replicas": desired, "selector": dice.one(_SELECTORS), "template": template(dice)}
        status = {"replicas": dice.number(0, 9), "readyReplicas": 1, "observedGeneration": 3}
        made.append(_object("ReplicaSet", "apps/v1", meta, spec, status))
    return made


def replication_controllers(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """ReplicationControllers, as OpenShift still makes them."""
    made = []
    for _ in range(count):
        meta = metadata(dice, dice.name("rc", 63), dice.one(namespaces))
        spec = {"replicas": 2, "selector": {"app": "web"}, "template": template(dice)}
        made.append(_object("ReplicationController", "v1", meta, spec, {"replicas": dice.number(0, 9)}))
    return made


def stateful_sets(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """StatefulSets with claims."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("sts", 63, dots=False), dice.one(namespaces))
        claim = {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "10Gi"}},
            "storageClassName": "fast",
        }
        spec: Json = {
            "replicas": dice.number(0, 5),
            "selector": dice.one(_SELECTORS),
            "serviceName": "web",
            "podManagementPolicy": "Parallel",
            "template": template(dice),
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": number}},
        }
        if number % 2:
            spec["volumeClaimTemplates"] = [{"metadata": {"name": "data", "labels": {"app": "x"}}, "spec": claim}]
        status = {"replicas": dice.number(0, 9), "readyReplicas": 1, "currentReplicas": 2, "updatedReplicas": 3}
        made.append(_object("StatefulSet", "apps/v1", meta, spec, status))
    return made


def daemon_sets(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """DaemonSets."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("ds", 63), dice.one(namespaces))
        spec = {"selector": dice.one(_SELECTORS), "template": template(dice), "updateStrategy": {"type": "OnDelete"}}
        if number % 2:
            spec["template"]["spec"]["nodeSelector"] = {"disktype": "ssd"}
        status = {
            "desiredNumberScheduled": 40 + number,
            "currentNumberScheduled": 30 + number,
            "updatedNumberScheduled": 20 + number,
            "numberAvailable": 10 + number,
            "numberMisscheduled": number,
            "numberReady": 5,
        }
        made.append(_object("DaemonSet", "apps/v1", meta, spec, status))
    return made


def jobs(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """Jobs in every stage."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("job", 63), dice.one(namespaces))
        if number % 2:
            meta["ownerReferences"] = controlled_by("CronJob", dice.name("cron", 52, dots=False), dice)
        spec: Json = {"selector": {"matchLabels": {"controller-uid": meta["uid"]}}, "template": template(dice)}
        spec |= {"parallelism": dice.number(0, 9), "completions": dice.number(1, 9), "backoffLimit": dice.number(0, 6)}
        if number % 3 == 0:
            spec |= {"completionMode": "Indexed", "suspend": number % 2 == 0, "activeDeadlineSeconds": 600}
        if number % 4 == 0:
            spec["ttlSecondsAfterFinished"] = 3600
        status: Json = {"active": dice.number(0, 3), "succeeded": dice.number(0, 3), "failed": dice.number(0, 7)}
        if number % 5:
            status["startTime"] = dice.ago(7000 + number)
        if number % 5 == 2:
            status |= {
                "completionTime": dice.ago(100 + number),
                "completedIndexes": ",".join(map(str, range(0, 90, 2))),
            }
        if number % 3 == 2:
            status["conditions"] = [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}]
        made.append(_object("Job", "batch/v1", meta, spec, status))
    return made


def cron_jobs(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """CronJobs."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("cron", 52, dots=False), dice.one(namespaces))
        spec: Json = {
            "schedule": dice.one(("*/5 * * * *", "@hourly", "0 3 * * 1-5", "TZ=Europe/Berlin 0 3 * * *")),
            "concurrencyPolicy": dice.one(("Allow", "Forbid", "Replace")),
            "suspend": number % 2 == 0,
            "jobTemplate": {"spec": {"template": template(dice), "parallelism": 2}},
            "successfulJobsHistoryLimit": 3,
        }
        if number % 3 == 0:
            spec |= {"startingDeadlineSeconds": 200, "timeZone": "Etc/UTC"}
        status: Json = {}
        if number % 3:
            status["lastScheduleTime"] = dice.time()
        if number % 4 == 1:
            status["active"] = [{"kind": "Job", "name": f"{meta['name'][:40]}-{one}"} for one in (1, 2)]
        made.append(_object("CronJob", "batch/v1", meta, spec, status))
    return made


def _deployment(dice: Dice, number: int, namespace: str) -> Json:
    meta = metadata(dice, dice.name("deploy", 253), namespace)
    spec: Json = {"replicas": dice.number(0, 9), "selector": dice.one(_SELECTORS), "template": template(dice)}
    rolling = {"maxSurge": "25%", "maxUnavailable": number}
    recreate = number % 3 == 0
    spec["strategy"] = {"type": "Recreate"} if recreate else {"type": "RollingUpdate", "rollingUpdate": rolling}
    status: Json = {
        "replicas": 20 + number,
        "updatedReplicas": 40 + number,
        "availableReplicas": 60 + number,
        "unavailableReplicas": 80 + number,
        "readyReplicas": 100 + number,
    }
    if number % 4:
        status["conditions"] = [
            {"type": "Available", "status": "False", "reason": "MinimumReplicasUnavailable", "message": dice.message()},
            {
                "type": "Progressing",
                "status": "True",
                "reason": "NewReplicaSetAvailable",
                "lastUpdateTime": dice.time(),
            },
        ]
    return _object("Deployment", "apps/v1", meta, spec, status)


def _object(kind: str, version: str, meta: Json, spec: Json, status: Json) -> Json:
    return {"kind": kind, "apiVersion": version, "metadata": meta, "spec": spec, "status": without_zeros(status)}

"""Controllers of pods, described: what they want and what they count. Pod templates are passed over."""

from __future__ import annotations

import re

from analyzer.notation.describe.fields import HEAD, Fields, conditions, flag, integer, text
from analyzer.notation.describe.text import Body, Line

_REPLICAS = re.compile(
    r"(?P<replicas>\d+) desired(?: \| (?P<updatedReplicas>\d+) updated)?(?: \| (?P<total>\d+) total)?"
    r"(?: \| (?P<availableReplicas>\d+) available)?.*"
)
_CURRENT = re.compile(r"(?P<current>\d+) current / (?P<replicas>\d+) desired")
# kubectl up to 1.22 says Running, later ones Active and how many of them are ready.
_STATUSES = re.compile(
    r"(?P<active>\d+) (?:Running|Active(?: \((?P<ready>\d+) Ready\))?) / (?P<succeeded>\d+) Succeeded"
    r" / (?P<failed>\d+) Failed"
)


def _replicas(body: Body, lines: list[Line], index: int) -> None:
    line = lines[index]
    if found := _REPLICAS.fullmatch(line.value or ""):
        body.put(int(found["replicas"]), line.number, "spec", "replicas")
        for key in ("updatedReplicas", "availableReplicas"):
            if found[key] is not None:
                body.put(int(found[key]), line.number, "status", key)
        if found["total"] is not None:
            body.put(int(found["total"]), line.number, "status", "replicas")
    elif found := _CURRENT.fullmatch(line.value or ""):
        body.put(int(found["replicas"]), line.number, "spec", "replicas")
        body.put(int(found["current"]), line.number, "status", "replicas")


def _statuses(body: Body, lines: list[Line], index: int) -> None:
    line = lines[index]
    if found := _STATUSES.fullmatch(line.value or ""):
        for key, count in found.groupdict().items():
            if count is not None:
                body.put(int(count), line.number, "status", key)


def _active_jobs(body: Body, lines: list[Line], index: int) -> None:
    line = lines[index]
    for number, name in enumerate((line.value or "").split(",")):
        if name.strip():
            body.put(name.strip(), line.number, "status", "active", number, "name")


_WORKLOAD: Fields = {**HEAD, "Selector": text("spec", "selector"), "Replicas": _replicas, "Conditions": conditions}

DEPLOYMENT: Fields = {**_WORKLOAD, "StrategyType": text("spec", "strategy", "type")}
REPLICA_SET: Fields = _WORKLOAD
STATEFUL_SET: Fields = {**_WORKLOAD, "Update Strategy": text("spec", "updateStrategy", "type")}
DAEMON_SET: Fields = {
    **_WORKLOAD,
    "Desired Number of Nodes Scheduled": integer("status", "desiredNumberScheduled"),
    "Current Number of Nodes Scheduled": integer("status", "currentNumberScheduled"),
    "Number of Nodes Scheduled with Up-to-date Pods": integer("status", "updatedNumberScheduled"),
    "Number of Nodes Scheduled with Available Pods": integer("status", "numberAvailable"),
    "Number of Nodes Misscheduled": integer("status", "numberMisscheduled"),
}
_JOB_SPEC: Fields = {
    **_WORKLOAD,
    "Parallelism": integer("spec", "parallelism"),
    "Completions": integer("spec", "completions"),
    "Backoff Limit": integer("spec", "backoffLimit"),
    "Active Deadline Seconds": integer("spec", "activeDeadlineSeconds"),
    "Suspend": flag("spec", "suspend"),
}
JOB: Fields = {
    **_JOB_SPEC,
    "Start Time": text("status", "startTime"),
    "Completed At": text("status", "completionTime"),
    "Pods Statuses": _statuses,
}
CRON_JOB: Fields = {
    **HEAD,
    "Schedule": text("spec", "schedule"),
    "Concurrency Policy": text("spec", "concurrencyPolicy"),
    "Suspend": flag("spec", "suspend"),
    "Time Zone": text("spec", "timeZone"),
    "Last Schedule Time": text("status", "lastScheduleTime"),
    "Active Jobs": _active_jobs,
}

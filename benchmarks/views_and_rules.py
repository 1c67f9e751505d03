# ruff: noqa: T201  (a benchmark prints)
"""Times all views and rules over a made bundle: `python benchmarks/views_and_rules.py --pods 5000 --events 30000`.

One list of pods, one of events, one of nodes and the kernel logs of some nodes are made, read once, and then joined
and judged; what is timed begins after the reading. One pod in fifty is in trouble of some kind.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from analyzer import discover
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember
from analyzer.engine.asked import asked_patterns
from analyzer.engine.database import Database
from analyzer.engine.evaluate import evaluate
from analyzer.engine.load import load_rules
from analyzer.gathered import gather
from analyzer.member_reader import MemberReader
from analyzer.pipeline import rule_folders, views

_PODS_OF_A_NODE = 20
_TROUBLED = 50
_WARNINGS = (
    ("BackOff", "Back-off restarting failed container app in pod {pod}_{namespace}({uid})"),
    ("Unhealthy", 'Readiness probe failed: Get "http://10.0.0.1:8080/ready": context deadline exceeded'),
    ("Failed", 'Failed to pull image "registry.example.com/{namespace}/app:1": rpc error: code = NotFound desc = failed to pull and unpack image: not found'),
    ("FailedMount", 'MountVolume.SetUp failed for volume "data" : configmap "settings" not found'),
    ("FailedScheduling", "0/250 nodes are available: 200 Insufficient cpu, 50 node(s) had untolerated taint {{dedicated: gpu}}."),
)  # fmt: skip
_NORMAL = (
    ("Pulled", "Container image already present on machine"),
    ("Created", "Created container: app"),
    ("Started", "Started container app"),
)


def main() -> None:
    """Make, read, and time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pods", type=int, default=5000)
    parser.add_argument("--events", type=int, default=30_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="name the N slowest views and rules")
    asked = parser.parse_args()
    rules = load_rules(rule_folders())
    reader = MemberReader(Limits(max_document=2**31), asked_patterns(rules))
    frames = {
        name: reader.read(RawMember(name, len(text), io.BytesIO(text)))
        for name, text in members(asked.pods, asked.events)
    }
    rows = gather(frames, [], {}).rows
    best: tuple[float, float] | None = None
    for _ in range(asked.repeat):
        start = time.perf_counter()
        database = Database(discover.tables())
        database.load(rows)
        loaded = time.perf_counter()
        database.settle(views())
        settled = time.perf_counter()
        outcomes = evaluate(rules, database)
        judged = time.perf_counter()
        best = min(best or (9e9, 0.0), (judged - loaded, settled - loaded))
        print(
            f"load {loaded - start:.2f} s, views {settled - loaded:.2f} s, {len(rules)} rules {judged - settled:.2f} s, {len(outcomes.matches)} matches"
        )
    for rule, reason in outcomes.failed:
        print(f"FAILED {rule.id}: {reason}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{asked.pods} pods, {asked.events} events: views and rules {best[0]:.2f} s at best, peak {peak:.0f} MB"
        if best
        else ""
    )
    if asked.slowest:
        _slowest(rules, rows, asked.slowest)


def members(pods: int, events: int) -> Iterator[tuple[str, bytes]]:
    """The members of the bundle with their texts; the same for the same numbers."""
    dice = random.Random(7)  # noqa: S311
    made = [_pod(number, dice) for number in range(pods)]
    yield "pods.json", _list(made)
    yield "nodes.json", _list([_node(number) for number in range(max(1, pods // _PODS_OF_A_NODE))])
    yield "events.json", _list([_event(made[dice.randrange(pods)], number, dice) for number in range(events)])
    yield "deployments.json", _list([_deployment(number) for number in range(max(1, pods // 10))])


def _list(items: list[dict[str, Any]]) -> bytes:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1).encode()


def _pod(number: int, dice: random.Random) -> dict[str, Any]:
    space, app = f"team-{number % 97}", f"app-{number // 10}"
    node = f"worker-{number // _PODS_OF_A_NODE}"
    status: dict[str, Any] = {"name": "app", "image": "registry.example.com/app:1", "restartCount": 0, "ready": True, "started": True,
                              "containerID": f"containerd://{number:064x}", "state": {"running": {"startedAt": "2026-05-19T10:00:00Z"}}}  # fmt: skip
    if number % _TROUBLED == 0:
        code = dice.choice([1, 2, 137, 139, 143])
        status |= {
            "restartCount": dice.randrange(3, 90), "ready": False, "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s"}},
            "lastState": {"terminated": {"exitCode": code, "reason": "OOMKilled" if code == 137 else "Error", "startedAt": "2026-05-19T11:50:00Z",
                                         "finishedAt": "2026-05-19T11:55:00Z", "containerID": f"containerd://{number:064x}"}},
        }  # fmt: skip
    container = {"name": "app", "image": "registry.example.com/app:1", "resources": {"limits": {"memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
                 "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}, "periodSeconds": 10}}  # fmt: skip
    return {
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": f"{app}-5d8f7c9b6d-{number:05x}", "namespace": space, "uid": f"00000000-0000-4000-8000-{number:012x}", "labels": {"app": app},
                     "creationTimestamp": "2026-05-19T09:59:00Z", "ownerReferences": [{"kind": "ReplicaSet", "name": f"{app}-5d8f7c9b6d", "controller": True}]},
        "spec": {"nodeName": node, "restartPolicy": "Always", "containers": [container], "volumes": [{"name": "data", "configMap": {"name": "settings"}}]},
        "status": {"phase": "Running", "qosClass": "Burstable", "startTime": "2026-05-19T09:59:30Z", "containerStatuses": [status],
                   "conditions": [{"type": "Ready", "status": "True" if status["ready"] else "False", "lastTransitionTime": "2026-05-19T10:00:00Z"}]},
    }  # fmt: skip


def _node(number: int) -> dict[str, Any]:
    conditions = [
        {"type": "Ready", "status": "True", "reason": "KubeletReady", "lastHeartbeatTime": "2026-05-19T12:00:00Z"}
    ]
    memory = {"cpu": "16", "memory": "65536000Ki", "pods": "110"}
    return {
        "apiVersion": "v1", "kind": "Node", "metadata": {"name": f"worker-{number}", "labels": {"kubernetes.io/hostname": f"worker-{number}"}},
        "status": {"capacity": memory, "allocatable": memory, "conditions": conditions,
                   "nodeInfo": {"kubeletVersion": "v1.31.2", "containerRuntimeVersion": "containerd://1.7.22", "kernelVersion": "6.1.0-25-amd64", "osImage": "Debian 12"}},
    }  # fmt: skip


def _event(pod: dict[str, Any], number: int, dice: random.Random) -> dict[str, Any]:
    name, space, uid = (pod["metadata"][key] for key in ("name", "namespace", "uid"))
    warns = number % 3 == 0
    reason, message = dice.choice(_WARNINGS if warns else _NORMAL)
    moment = f"2026-05-19T11:{number % 60:02d}:{number * 7 % 60:02d}Z"
    return {
        "apiVersion": "v1", "kind": "Event", "metadata": {"name": f"{name}.{number:x}", "namespace": space}, "reason": reason,
        "type": "Warning" if warns else "Normal", "message": message.format(pod=name, namespace=space, uid=uid), "count": 1 + number % 9,
        "involvedObject": {"kind": "Pod", "name": name, "namespace": space, "uid": uid, "fieldPath": "spec.containers{app}"},
        "firstTimestamp": moment, "lastTimestamp": moment, "source": {"component": "kubelet", "host": pod["spec"]["nodeName"]},
    }  # fmt: skip


def _deployment(number: int) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": f"app-{number}", "namespace": f"team-{number % 97}"},
        "spec": {"replicas": 10, "selector": {"matchLabels": {"app": f"app-{number}"}}},
        "status": {"replicas": 10, "readyReplicas": 10 if number % 5 else 9, "conditions": [{"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"}]},
    }  # fmt: skip


def _slowest(rules: tuple[Any, ...], rows: dict[str, list[list[Any]]], count: int) -> None:
    """Views one after the other, then rules one after the other, on one thread."""
    import analyzer.engine.database as where  # noqa: PLC0415
    import analyzer.engine.evaluate as judging  # noqa: PLC0415

    took: Counter[str] = Counter()
    made, answered = where._create, judging._answer  # noqa: SLF001

    def create(connection: Any, made_of: Any, empty: set[str]) -> str | None:
        start = time.perf_counter()
        result = made(connection, made_of, empty)
        took[f"view {getattr(made_of, 'name', str(made_of)[:50])}"] += time.perf_counter() - start
        return result

    def answer(rule: Any, database: Any, nodes: Any) -> Any:
        start = time.perf_counter()
        result = answered(rule, database, nodes)
        took[f"rule {rule.id}"] += time.perf_counter() - start
        return result

    where._create, judging._answer = create, answer  # noqa: SLF001
    where.THREADS = judging.THREADS = 1
    database = Database(discover.tables())
    database.load(rows)
    database.settle(views())
    evaluate(rules, database)
    for name, seconds in took.most_common(count):
        print(f"{seconds * 1000:8.1f} ms  {name}")


if __name__ == "__main__":
    main()

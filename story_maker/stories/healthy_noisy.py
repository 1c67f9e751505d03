"""Nothing is wrong, though much in the bundle looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from story_maker.app_log import json_log
from story_maker.bundle import Bundle, Story
from story_maker.clock import rfc3339
from story_maker.cluster import Cluster
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kernel_allocation import receive_failure
from story_maker.kernel_noise import denied
from story_maker.neighbours import settle_in
from story_maker.proc_files import present_use
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, deployed, pod_of, publish
from story_maker.workload import Container, Json, Pod, Run

NAME = "healthy-noisy"
SETTING = Setting(
    "5.15.0-119-generic", "containerd://1.7.18", "Ubuntu 22.04.4 LTS", "1.29.8", workers=3, uptime_days=6.9
)
# (node, restarts, code, reason) of last ends that lie days back
OLD_ENDS = (
    ("worker-1", 2, 0, "Completed"),
    ("worker-2", 1, 1, "Error"),
    ("worker-3", 3, 2, "Error"),
    ("worker-2", 1, 255, "Unknown"),
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-04-27 08:15:00", SETTING)
    settle_in(cluster, network="calico")
    owner = deployed(cluster, "portal", "portal", "40")
    pods = []
    for number, (place, restarts, code, reason) in enumerate(OLD_ENDS):
        ended = cluster.before(days=5 + number * 0.31, hours=3)
        runs = [Run(ended - timedelta(hours=9), ended, code, reason), Run(ended + timedelta(seconds=13))]
        app = Container(
            "portal",
            "registry.example.com/portal/portal:40.1.0",
            runs,
            restarts=restarts,
            requests={"cpu": "100m", "memory": "192Mi"},
            limits={"memory": "384Mi"},
            processes=[Process("portal", 141_900, 20_300, uid=1000)],
            page_cache=6_000,
        )
        created = cluster.before(days=6, hours=12, minutes=7 * number)
        pods.append(pod_of(cluster, owner, place, created, [app]))
    publish(cluster, owner, 8080, cluster.before(days=210), "40")
    fresh = _fresh_pod(cluster)
    job = _finished_job(cluster)
    _noise(cluster, fresh, job)
    bundle = Bundle(cluster, kubectl=29)
    objects(bundle, pods[0])
    for pod in pods[:2]:
        said = [(0.5, "portal 40.1.0 listening on :8080"), (61.0, "error: no OOM killer configured, using defaults")]
        bundle.log(pod, "portal", json_log(pod.containers[0].runs[-1].started, said))
    bundle.log(job, "backup", json_log(job.created + timedelta(seconds=2), BACKUP))
    node = cluster.node("worker-2")
    kernel = quiet_kernel(bundle, node, cluster.before(seconds=31), 16)
    use = replace(present_use(node, cluster), free_kb=61_200, free_lists=())
    use = replace(use, file_kb=use.file_kb + use.rest_kb - node.memory_kb // 90)
    burst = cluster.before(days=2, hours=4, seconds=11.4)
    for number in range(3):
        receive_failure(kernel, burst + timedelta(seconds=10.7 * number), use=use, dice=cluster.dice)
    for number in range(9):
        denied(kernel, cluster.dice, cluster.before(hours=3 + number * 13), f"denied/{number}")
    kernel_file(bundle, kernel, "dmesg")
    node_state(bundle, node, only={pods[1].key})
    return Story(
        NAME,
        "A healthy cluster that sounds ill",
        """Everything is ready. The pods of the portal restarted days ago, with codes 0, 1, 2 and 255, and run
        since. A fresh pod waited some seconds for a place and was not ready at once. A backup job needed two tries.
        The kernel speaks of refusals by AppArmor and of a burst of failed atomic allocations in the network
        driver, which retries.""",
        bundle,
        [],
        must_not=["memory.oom-system", "memory.oom-container-limit", "memory.mem-fragmentation"]
        + ["memory.mem-order0", "container.exit-app-error", "container.exit-255-unknown"]
        + ["container.exit-2-misuse-or-go-panic", "container.exit-zero-restart-always"]
        + ["container.crashloop-backoff", "probe.readiness-failing", "node.node-rebooted"],
        more={"never_says": ["out of memory"]},
    )


def _fresh_pod(cluster: Cluster) -> Pod:
    owner = deployed(cluster, "portal", "search", "3")
    created = cluster.before(minutes=11, seconds=4)
    app = Container(
        "search",
        "registry.example.com/portal/search:3.3.0",
        [Run(created + timedelta(seconds=19))],
        requests={"cpu": "500m", "memory": "512Mi"},
        limits={"memory": "1Gi"},
        processes=[Process("search", 302_100, 30_100, uid=1000)],
        page_cache=44_000,
        extra={"readinessProbe": _ready(3), "startupProbe": _ready(30)},
    )
    pod = pod_of(cluster, owner, "worker-3", created, [app])
    publish(cluster, owner, 9200, cluster.before(days=18), "3")
    return pod


def _ready(failures: int) -> Json:
    return {
        "failureThreshold": failures,
        "httpGet": {"path": "/ready", "port": 9200, "scheme": "HTTP"},
        "periodSeconds": 5,
        "successThreshold": 1,
        "timeoutSeconds": 1,
    }


def _finished_job(cluster: Cluster) -> Pod:
    created = cluster.before(hours=7, minutes=14, seconds=58)
    name = "backup-29621700"
    first = Run(created + timedelta(seconds=2), created + timedelta(seconds=31), 1, "Error")
    second = Run(created + timedelta(seconds=55), created + timedelta(minutes=4, seconds=12), 0, "Completed")
    labels = {"batch.kubernetes.io/job-name": name, "job-name": name}
    pods = []
    for number, (run, phase) in enumerate(((first, "Failed"), (second, "Succeeded"))):
        suffix = cluster.dice.letters(f"backup/{number}", 5)
        container = Container("backup", "registry.example.com/ops/backup:2.0.7", [run])
        pods.append(
            cluster.add_pod(
                Pod(
                    "ops",
                    f"{name}-{suffix}",
                    "worker-1",
                    run.started - timedelta(seconds=2),
                    [container],
                    owner=("Job", name),
                    labels=dict(labels),
                    spec={"restartPolicy": "Never"},
                    phase=phase,
                )
            )
        )
    finished = rfc3339(created + timedelta(minutes=4, seconds=14))
    cluster.add(
        "jobs",
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"creationTimestamp": rfc3339(created), "name": name, "namespace": "ops"},
            "spec": {"backoffLimit": 6, "completions": 1, "parallelism": 1},
            "status": {
                "completionTime": finished,
                "conditions": [{"lastTransitionTime": finished, "status": "True", "type": "Complete"}],
                "failed": 1,
                "startTime": rfc3339(created),
                "succeeded": 1,
            },
        },
    )
    return pods[1]


def _noise(cluster: Cluster, fresh: Pod, job: Pod) -> None:
    created = fresh.created
    cluster.event(
        fresh,
        "FailedScheduling",
        "0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, "
        "3 Insufficient memory. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, "
        "3 No preemption victims found for incoming pod.",
        at=created,
        kind="Warning",
        source="default-scheduler",
    )
    cluster.event(
        fresh,
        "Scheduled",
        f"Successfully assigned {fresh.key} to worker-3",
        at=created + timedelta(seconds=16),
        source="default-scheduler",
    )
    image = fresh.containers[0].image
    start = {"at": created + timedelta(seconds=18), "container": "search"}
    pulled = f'Successfully pulled image "{image}" in 1.842s (1.842s including waiting)'
    cluster.event(fresh, "Pulled", f"{pulled}. Image size: 148221903 bytes.", **start)
    cluster.event(fresh, "Created", "Created container search", **start)
    cluster.event(fresh, "Started", "Started container search", **start)
    refused = f'Get "http://{fresh.ip}:9200/ready": dial tcp {fresh.ip}:9200: connect: connection refused'
    unready = "HTTP probe failed with statuscode: 503"
    for probe, said, count, first in (("Startup", refused, 2, 21), ("Readiness", unready, 1, 36)):
        cluster.event(
            fresh,
            "Unhealthy",
            f"{probe} probe failed: {said}",
            at=created + timedelta(seconds=first + 5 * (count - 1)),
            first=created + timedelta(seconds=first),
            count=count,
            kind="Warning",
            container="search",
        )
    warning = 'MountVolume.SetUp failed for volume "kube-api-access" : failed to sync configmap cache: timed out'
    cluster.event(job, "FailedMount", warning, at=cluster.before(minutes=52), kind="Warning")


BACKUP = [
    (0.2, "backup 2.0.7: snapshot of 14 databases"),
    (3.4, "warn: previous try failed: connection refused by archive.example.com, trying again"),
    (188.0, "14 of 14 databases written, 0 errors"),
]

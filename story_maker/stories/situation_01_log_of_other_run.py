"""A crash loop goes on while the customer collects: the files belong to different runs."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cluster import Cluster
from story_maker.neighbours import settle_in
from story_maker.scene import (
    Setting,
    back_off,
    cluster_of,
    deployed,
    pod_of,
    publish,
    start_events,
)
from story_maker.workload import Container, Pod, Run

NAME = "situation-01-log-of-other-run"
SETTING = Setting("5.4.0-216-generic", "containerd://1.6.8", "Ubuntu 20.04.6 LTS", "1.24.17", cgroup=1)
LATEST = "2026-02-24 10:12:00"


def tell() -> Story:
    """Return the story."""
    before, pod = _cluster("2026-02-24 10:07:00", runs=15)
    after, _ = _cluster(LATEST, runs=16)
    bundle = Bundle(after, kubectl=24)
    bundle.kubectl("version.txt", "version", before)
    bundle.kubectl("pods.yaml", "get pods -A -o yaml", before)
    bundle.kubectl("nodes.yaml", "get nodes -o yaml", before)
    bundle.kubectl("events.yaml", "get events -A -o yaml", before)
    bundle.kubectl(f"describe-pod-{pod.name}.txt", f"describe pod {pod.name} -n tax")
    # Taken first of all: the end of the run before the one that pods.yaml shows.
    bundle.log(pod, "rates", json_log(pod.containers[0].runs[13].started, LOG), previous=True)
    describe = f"kubectl/describe-pod-{pod.name}.txt"
    return Story(
        NAME,
        "The previous log belongs to an earlier run than the status",
        """The rates service crashes every six minutes, and collecting took ten. The previous log was taken
        first and ends at 09:59, pods.yaml shows the end of 10:05 after 14 restarts, describe the one of 10:11 after
        15. What the log says ended none of the two runs that the objects show.""",
        bundle,
        [
            cause(
                "container.exit-app-error",
                pod_subject(pod, "rates"),
                (describe, "Exit Code:    1"),
                confidence="confirmed|likely",
            )
        ],
        must_not=["container.exit-dependency-unavailable", "container.lang-unhandled-exception"]
        + ["memory.oom-container-limit", "dns.dns-resolution-failing"],
    )


def _cluster(collected: str, runs: int) -> tuple[Cluster, Pod]:
    cluster = cluster_of(NAME, collected, SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "tax", "rates", "10")
    # The last end is 10:11:17; every run lives a minute and waits five.
    last = 10 * 3600 + 11 * 60 + 17.318
    midnight = cluster.collected.replace(hour=0, minute=0, second=0)
    ends = [midnight + timedelta(seconds=last - (15 - number) * 362.7) for number in range(16)]
    lives = [Run(end - timedelta(seconds=61.2), end, 1, "Error") for end in ends[:runs]]
    app = Container(
        "rates",
        "registry.example.com/tax/rates:2.2.8",
        lives,
        requests={"cpu": "50m", "memory": "128Mi"},
        limits={"memory": "256Mi"},
    )
    pod = pod_of(cluster, owner, "worker-1", ends[0] - timedelta(seconds=64.9), [app])
    app.waiting = back_off(pod, "rates", app.restart_count)
    publish(cluster, owner, 8080, midnight - timedelta(days=8), "10")
    start_events(cluster, pod, "rates")
    return cluster, pod


LOG = [
    (0.4, "rates 2.2.8 starting"),
    (1.1, "loading tables from rates-store.tax.svc"),
    (61.0, "error: rates-store.tax.svc:6379: connection refused"),
    (61.1, "error: giving up"),
]

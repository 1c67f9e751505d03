"""OOMKilled with a limit, and nobody collected the node's kernel log."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.collect import objects
from story_maker.neighbours import settle_in
from story_maker.scene import (
    Setting,
    back_off,
    cluster_of,
    crash_runs,
    deployed,
    pod_of,
    publish,
    start_events,
)
from story_maker.workload import Container

NAME = "no-kernel-log"
SETTING = Setting("6.1.0-22-amd64", "containerd://1.7.13", "Debian GNU/Linux 12 (bookworm)", "1.25.16", cgroup=2)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-02-03 15:51:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "media", "thumbnailer", "11")
    end = cluster.before(minutes=1, seconds=22.487110)
    app = Container(
        "thumbnailer",
        "registry.example.com/media/thumbnailer:0.18.0",
        crash_runs(end, [88.7, 41.2, 129.9, 63.4, 97.6], 137, "OOMKilled"),
        requests={"cpu": "200m", "memory": "128Mi"},
        limits={"cpu": "1", "memory": "256Mi"},
        extra={"ports": [{"containerPort": 8080, "protocol": "TCP"}]},
    )
    pod = pod_of(cluster, owner, "worker-1", app.runs[0].started - timedelta(seconds=2.8), [app])
    app.waiting = back_off(pod, "thumbnailer", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=51), "11")
    start_events(cluster, pod, "thumbnailer")
    bundle = Bundle(cluster, kubectl=25, zone_hours=-5)
    objects(bundle, pod, "text")
    bundle.log(pod, "thumbnailer", stamped_log(app.runs[-1].started, LOG), previous=True)
    describe = f"kubectl/describe-pod-{pod.name}.txt"
    return Story(
        NAME,
        "Killed for memory; the kernel's word is missing",
        """The thumbnailer loads whole pictures into memory and is killed by some of them. The customer sent what
        kubectl prints, nothing of the node: that the container was killed for memory is certain, that its own
        limit was the reason is likely.""",
        bundle,
        [
            cause(
                "memory.oom-container-limit",
                pod_subject(pod, "thumbnailer"),
                (describe, "OOMKilled"),
                confidence="likely",
            )
        ],
        must_not=["memory.oom-system", "memory.oom-pod-limit", "memory.oom-node-allocatable"]
        + ["container.exit-137-unattributed"],
        more={"not_evaluated": ["memory.oom-system"], "says": ["256"]},
    )


LOG = [
    (0.6, "INFO thumbnailer 0.18.0, 4 workers"),
    *repeated(3.0, 5.8, 15, "INFO picture {n}: 4032 x 3024, 3 sizes written"),
    (96.1, "INFO picture 15: 21600 x 14400, decoding"),
]

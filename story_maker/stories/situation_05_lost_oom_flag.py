"""An old containerd loses the OOM flag; the pod's counters still tell."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import node_state, objects
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

NAME = "situation-05-lost-oom-flag"
SETTING = Setting("5.15.0-91-generic", "containerd://1.5.9", "Ubuntu 22.04.3 LTS", "1.21.14", uptime_days=49.9)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-01-29 23:08:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "docs", "converter", "3")
    end = cluster.before(minutes=4, seconds=2.771066)
    app = Container(
        "converter",
        "registry.example.com/docs/converter:0.9.7",
        crash_runs(end, [41.2, 77.9, 38.1, 52.6, 61.3, 44.8, 39.4, 58.2, 47.5], 137, "Error"),
        requests={"cpu": "100m", "memory": "150Mi"},
        limits={"memory": "300Mi"},
    )
    pod = pod_of(cluster, owner, "worker-1", app.runs[0].started - timedelta(seconds=2.6), [app])
    app.waiting = back_off(pod, "converter", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=15), "3")
    start_events(cluster, pod, "converter")
    bundle = Bundle(cluster, kubectl=21)
    objects(bundle, pod)
    bundle.log(pod, "converter", stamped_log(app.runs[-1].started, LOG), previous=True)
    node = cluster.node("worker-1")
    cgroup = node.pod_cgroup(pod)
    past = {cgroup: Marks(9, 9, 0, 3_118, 300 << 20)}
    marks = {cgroup: Marks(stall_us=1_904_118)}
    node_state(bundle, node, kills=9, marks=marks, past=past, only={pod.key})
    return Story(
        NAME,
        "Code 137 with reason Error, but the pod's counters know nine memory kills",
        """containerd 1.5 misses the OOM event when systemd removes the cgroup first, so the status says Error.
        The pod's cgroup outlives its containers and counts nine kills, as many as there were runs. The one container
        has a limit; no kernel log was collected.""",
        bundle,
        [
            cause(
                "memory.oom-container-limit",
                pod_subject(pod, "converter"),
                (f"nodes/worker-1/sys/fs/cgroup{cgroup}/memory.events", "oom_kill 9"),
                confidence="likely",
            )
        ],
        must_not=["container.exit-137-unattributed", "memory.oom-system", "memory.oom-pod-limit"]
        + ["probe.probe-process-killed-externally"],
        more={"says": ["300"]},
    )


LOG = [
    (0.5, "INFO converter 0.9.7 ready"),
    *repeated(2.0, 6.2, 7, "INFO page {n} of a 412-page document"),
]

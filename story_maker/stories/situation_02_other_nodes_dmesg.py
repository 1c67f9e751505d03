"""The kernel log is of another node, which has a trouble of its own in the same minute."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated
from story_maker.bundle import Bundle, Story, cause, node_subject, pod_subject
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kills import machine_kill
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, back_off, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.workload import Container, Run

NAME = "situation-02-other-nodes-dmesg"
SETTING = Setting(
    "6.1.0-28-amd64", "containerd://1.7.22", "Debian GNU/Linux 12 (bookworm)", "1.32.3", workers=3, uptime_days=30.4
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-05-11 19:40:00", SETTING)
    settle_in(cluster)
    end = cluster.before(minutes=2, seconds=8.402177)
    owner = deployed(cluster, "geo", "tiles", "19")
    app = Container(
        "tiles",
        "registry.example.com/geo/tiles:1.19.2",
        crash_runs(end, [1_903.4, 611.2], 137, "OOMKilled"),
        requests={"cpu": "500m", "memory": "512Mi"},
    )
    pod = pod_of(cluster, owner, "worker-2", app.runs[0].started - timedelta(seconds=4.1), [app])
    app.waiting = back_off(pod, "tiles", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=22), "19")
    start_events(cluster, pod, "tiles")
    batch = deployed(cluster, "geo", "renderer", "4")
    killed = Run(cluster.before(hours=6, seconds=11.3), end + timedelta(seconds=19.6), 137, "OOMKilled")
    renderer = Container(
        "renderer",
        "registry.example.com/geo/renderer:4.0.0",
        [killed, Run(end + timedelta(seconds=21.4))],
        processes=[Process("renderer", 611_200, 21_800, uid=1000)],
        page_cache=9_100,
    )
    other = pod_of(cluster, batch, "worker-3", cluster.before(hours=6, seconds=15), [renderer])
    publish(cluster, batch, 8080, cluster.before(days=22), "4")
    bundle = Bundle(cluster, kubectl=32)
    objects(bundle, pod)
    bundle.log(pod, "tiles", json_log(app.runs[-1].started, LOG), previous=True)
    node = cluster.node("worker-3")
    kernel = quiet_kernel(bundle, node, cluster.before(hours=1))
    machine_kill(kernel, cluster, other, "renderer", killed)
    path = kernel_file(bundle, kernel, "dmesg")
    node_state(bundle, node, kills=kernel.kills, only={other.key})
    return Story(
        NAME,
        "Killed for memory on worker-2; the kernel log is of worker-3",
        """tiles on worker-2 is killed for memory and has no limit. The customer collected the kernel log of
        worker-3, where the node ran out of memory twenty seconds later and a renderer without requests was
        killed. That says nothing about worker-2: whose limit was reached there stays open until its kernel log is
        collected.""",
        bundle,
        [
            cause(
                "memory.oom-scope-unknown",
                pod_subject(pod, "tiles"),
                ("kubectl/pods.yaml", "reason: OOMKilled"),
                confidence="likely|possible",
            ),
            cause("memory.oom-system", node_subject("worker-3"), (path, "global_oom"), state="over"),
        ],
        must_not=["memory.oom-container-limit", "container.exit-137-unattributed"],
        more={
            "must_not_for": [
                {"rule": "memory.oom-system", "subject": {"name": pod.name}},
                {"rule": "memory.oom-system", "subject": {"name": "worker-2"}},
            ],
            "says": ["worker-2"],
        },
    )


LOG = [
    (0.8, "tiles 1.19.2 listening on :8080"),
    *repeated(3.0, 31.1, 19, "zoom level 14, region {n}: 2048 tiles rendered"),
]

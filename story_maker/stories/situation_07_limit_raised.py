"""Killed at 256Mi; the limit was raised in place since, and the pod runs."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kills import container_kill
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.workload import Container, Run

NAME = "situation-07-limit-raised"
SETTING = Setting("6.12.22-amd64", "containerd://2.1.3", "Debian GNU/Linux 13 (trixie)", "1.35.1", uptime_days=11.5)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-08-20 14:12:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "chat", "presence", "27")
    end = cluster.before(minutes=38, seconds=31.604772)
    runs = [
        *crash_runs(end, [9_114.2, 1_402.7, 811.9], 137, "OOMKilled"),
        Run(end + timedelta(seconds=41.2)),
    ]
    app = Container(
        "presence",
        "registry.example.com/chat/presence:27.0.0",
        runs,
        requests={"cpu": "100m", "memory": "256Mi"},
        limits={"memory": "1Gi"},
        processes=[Process("presence", 402_300, 21_100, uid=1000)],
        page_cache=8_800,
    )
    pod = pod_of(cluster, owner, "worker-2", runs[0].started - timedelta(seconds=3.5), [app])
    publish(cluster, owner, 8080, cluster.before(days=91), "27")
    start_events(cluster, pod, "presence", crashing=False)
    told = '{"containers":[{"name":"presence","resources":{"limits":{"memory":"1Gi"},"requests":{"cpu":"100m",'
    told += '"memory":"256Mi"}}}],"generation":2}'
    resized = cluster.before(minutes=33, seconds=4)
    cluster.event(pod, "ResizeCompleted", f"Pod resize completed: {told}", at=resized)
    bundle = Bundle(cluster, kubectl=35)
    objects(bundle, pod)
    bundle.log(pod, "presence", json_log(runs[-1].started, LOG))
    node = cluster.node("worker-2")
    kernel = quiet_kernel(bundle, node, cluster.before(hours=6))
    for run in runs[:3]:
        container_kill(kernel, cluster, pod, "presence", run, "presence", limit=256 << 20, at_pod=True)
    path = kernel_file(bundle, kernel, "dmesg-T")
    past = {node.pod_cgroup(pod): Marks(3, kernel.kills, 3, 402, 256 << 20)}
    node_state(bundle, node, kills=kernel.kills, past=past, only={pod.key})
    return Story(
        NAME,
        "Killed at 256Mi, and the limit is 1Gi since",
        """presence was killed three times at its limit of 256Mi. Half an hour before the collection the limit
        was raised to 1Gi in place, without a restart; since then it runs with some 400 MiB. The kernel's
        report has the limit that was in force, the specification the new one.""",
        bundle,
        [
            cause(
                "memory.oom-container-limit",
                pod_subject(pod, "presence"),
                (path, "limit 262144kB"),
                state="over|recurring",
            )
        ],
        must_not=["memory.oom-pod-limit", "memory.oom-system", "memory.oom-node-allocatable"],
        more={"says": ["256"], "never_says": ["memory limit of 1 GiB", "memory limit of 1024 MiB"]},
    )


LOG = [
    (0.3, "presence 27.0.0 listening on :8080"),
    *repeated(5.0, 74.2, 29, "41{n:03d} sessions, 10 us per lookup"),
]

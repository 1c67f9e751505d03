"""Page cache fills the limit, as it always does; the program ends for another reason."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.workload import Container, Run

NAME = "situation-09-page-cache"
SETTING = Setting("6.1.0-28-amd64", "containerd://1.7.22", "Debian GNU/Linux 12 (bookworm)", "1.36.2")


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-09-14 05:29:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "logs", "indexer", "5")
    end = cluster.before(minutes=6, seconds=11.909318)
    runs = [*crash_runs(end, [2_811.3, 1_904.6, 2_402.2], 1, "Error"), Run(end + timedelta(seconds=42.7))]
    app = Container(
        "indexer",
        "registry.example.com/logs/indexer:5.8.1",
        runs,
        requests={"cpu": "500m", "memory": "512Mi"},
        limits={"memory": "1Gi"},
        processes=[Process("indexer", 118_200, 24_100, uid=1000)],
        page_cache=917_000,
    )
    pod = pod_of(cluster, owner, "worker-1", runs[0].started - timedelta(seconds=3.0), [app])
    publish(cluster, owner, 9200, cluster.before(days=19), "5")
    start_events(cluster, pod, "indexer")
    bundle = Bundle(cluster, kubectl=36)
    objects(bundle, pod, "json")
    bundle.log(pod, "indexer", stamped_log(runs[-2].started, LOG), previous=True)
    bundle.log(pod, "indexer", stamped_log(runs[-1].started, LOG[:3]))
    node = cluster.node("worker-1")
    kernel_file(bundle, quiet_kernel(bundle, node, cluster.before(seconds=18)), "dmesg")
    container, around = node.container_cgroup(pod, runs[-1].container_id), node.pod_cgroup(pod)
    marks = {
        container: Marks(limit_hits=1_203_411, peak=1 << 30),
        around: Marks(limit_hits=2_118, peak=1 << 30),
    }
    past = {around: Marks(limit_hits=4_911_802)}
    node_state(bundle, node, marks=marks, past=past, only={pod.key})
    return Story(
        NAME,
        "The limit is full of page cache, the program ends over a damaged file",
        """The indexer reads large files, so page cache fills its limit: memory.peak equals memory.max, the limit
        was hit 1.2 million times, and the kernel never had to kill. The program ends with code 1 because
        a segment of its index is damaged.""",
        bundle,
        [
            cause(
                "container.exit-app-error",
                pod_subject(pod, "indexer"),
                (f"logs/logs/{pod.name}/indexer-previous.log", "damaged index"),
                confidence="confirmed|likely",
                state="recurring|failing",
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-pod-limit", "memory.oom-scope-unknown"]
        + ["memory.oom-child-process", "memory.oom-system"],
        more={"never_says": ["close to its limit"]},
    )


LOG = [
    (0.6, "INFO indexer 5.8.1, data in /var/lib/indexer"),
    (1.4, "INFO opening 212 segments"),
    (9.8, "INFO open, 41.2 GiB"),
    *repeated(30.0, 96.4, 24, "INFO merged segment {n}"),
    (2_402.0, "ERROR segment _4k2: checksum mismatch in block 1187, expected 8f31c2d4, got 00000000"),
    (2_402.1, "ERROR cannot go on with a damaged index, ending"),
]

"""Pods without limits reach what the node allows all pods together."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, node_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kills import kubepods_kill
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, deployed, pod_of, publish, start_events
from story_maker.workload import Container, Run

NAME = "node-allocatable-oom"
SETTING = Setting(
    "5.15.0-119-generic",
    "containerd://1.7.18",
    "Ubuntu 22.04.4 LTS",
    "1.29.8",
    memory_kb=16_374_220,
    cpus=8,
    kube_reserved_kb=1_572_864,
    system_reserved_kb=1_048_576,
    uptime_days=33.6,
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-04-14 11:26:00", SETTING)
    node = cluster.node("worker-2")
    owner = deployed(cluster, "ml", "feature-builder", "2")
    end = cluster.before(minutes=4, seconds=9.702118)
    runs = [
        Run(cluster.before(hours=5, minutes=12, seconds=3.4), end, 137, "OOMKilled"),
        Run(end + timedelta(seconds=1.9)),
    ]
    settle_in(cluster)
    pods = []
    for number, size in enumerate((3_981_200, 3_866_400, 3_702_500)):
        app = Container(
            "builder",
            "registry.example.com/ml/feature-builder:5.0.3",
            runs if number == 0 else [Run(cluster.before(hours=5, minutes=12, seconds=7.1 + number))],
            requests={"cpu": "1", "memory": "2Gi"},
            processes=[Process("builder", 902_400 if number == 0 else size, 61_300, uid=2000)],
            page_cache=14_200,
        )
        created = cluster.before(hours=5, minutes=12, seconds=11.2)
        pods.append(pod_of(cluster, owner, "worker-2", created, [app]))
    pod = pods[0]
    publish(cluster, owner, 8080, cluster.before(days=12), "2")
    start_events(cluster, pod, "builder", crashing=False)
    bundle = Bundle(cluster, kubectl=29, zone_hours=2)
    objects(bundle, pod)
    bundle.kubectl("describe-node-worker-2.txt", "describe node worker-2")
    bundle.log(pod, "builder", stamped_log(runs[0].started, LOG), previous=True)
    kernel = quiet_kernel(bundle, node, cluster.before(hours=1))
    kubepods_kill(kernel, cluster, pod, "builder", runs[0])
    path = kernel_file(bundle, kernel, "dmesg-T")
    root = node.pods_cgroup()
    marks = {root: Marks(1, 0, 1, 418, node.kubepods_limit, 2_204_551)}
    past = {node.pod_cgroup(pod): Marks(oom_kill=kernel.kills, peak=5_721_000 << 10)}
    node_state(bundle, node, kills=kernel.kills, marks=marks, past=past, only={one.key for one in pods})
    return Story(
        NAME,
        "All pods of the node together reach what is allocatable",
        """The node keeps 2.5 GiB back for the host, and the host has memory left. Three feature builders
        without memory limits grow until all pods together reach the limit of kubepods.slice. The message says
        'Memory cgroup out of memory', but no container and no pod had a limit that could be reached.""",
        bundle,
        [
            cause(
                "memory.oom-node-allocatable",
                node_subject(node.name),
                (path, "oom_memcg=/kubepods.slice,"),
                state="over",
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-system", "memory.oom-pod-limit"],
        more={"says": ["worker-2"]},
    )


LOG = [
    (1.2, "INFO builder 5.0.3: dataset 2026-04-13, 412 columns"),
    *repeated(60.0, 402.0, 45, "INFO joined block {n} of 64, resident 8{n:02d} columns"),
]

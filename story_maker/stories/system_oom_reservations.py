"""Nothing is kept back for the host: pods may use all memory there is, and do."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, node_subject
from story_maker.cluster import Cluster
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kernel_log import KernelLog
from story_maker.kills import machine_kill
from story_maker.neighbours import settle_in
from story_maker.node import Node
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.workload import Container, Run

NAME = "system-oom-reservations"
SETTING = Setting(
    "4.19.0-21-amd64",
    "docker://20.10.17",
    "Debian GNU/Linux 10 (buster)",
    "1.22.17",
    cgroup=1,
    driver="cgroupfs",
    kube_reserved_kb=0,
    system_reserved_kb=0,
    uptime_days=9.2,
    prefix="node",
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-01-21 03:17:00", SETTING)
    node = cluster.node("node-2")
    owner = deployed(cluster, "analytics", "aggregator", "5")
    end = cluster.before(minutes=6, seconds=14.226119)
    runs = crash_runs(end, [31_407.2, 1_288.6], 137, "Error")
    runs.append(Run(end + timedelta(seconds=12.4)))
    settle_in(cluster)
    pods = []
    for number, (size, history) in enumerate(((1_701_300, runs), (2_414_700, None), (2_302_900, None))):
        started = history or [Run(cluster.before(hours=9, seconds=41.8 + number))]
        app = Container(
            "aggregator",
            "registry.example.com/analytics/aggregator:0.44.1",
            started,
            requests={"cpu": "500m", "memory": "1Gi"},
            limits={"cpu": "2", "memory": "3Gi"},
            processes=[Process("aggregator", size, 31_800, uid=1000)],
            page_cache=9_600,
        )
        created = started[0].started - timedelta(seconds=3)
        pods.append(pod_of(cluster, owner, "node-2", created, [app]))
    publish(cluster, owner, 8080, cluster.before(days=41), "5")
    pod = pods[0]
    start_events(cluster, pod, "aggregator")
    bundle = Bundle(cluster, kubectl=22)
    objects(bundle, pod, "yaml")
    bundle.kubectl("describe-node-node-2.txt", "describe node node-2")
    kernel = quiet_kernel(bundle, node, cluster.before(hours=2))
    for run in runs[:2]:
        assert run.finished is not None  # noqa: S101 - both ended
        machine_kill(kernel, cluster, pod, "aggregator", run, invoker="dockerd")
        _system_oom(cluster, node, kernel, run)
    path = kernel_file(bundle, kernel, "dmesg-T")
    bundle.log(pod, "aggregator", stamped_log(runs[-1].started, LOG[:24]))
    bundle.log(pod, "aggregator", stamped_log(runs[-2].started, LOG), previous=True)
    node_state(bundle, node, kills=kernel.kills, only={one.key for one in pods})
    return Story(
        NAME,
        "The node keeps nothing back for the host, its pods fill it",
        """Neither kube-reserved nor system-reserved is set, so the limit of all pods together is the whole
        capacity of the node. Three aggregators, each well below its own limit of 3Gi, fill the machine; the
        host's own services use what they always use. The kernel runs out of memory everywhere and kills one of
        the aggregators.""",
        bundle,
        [cause("memory.oom-system", node_subject(node.name), (path, "Out of memory: Kill process"),
               state="recurring|over")],
        must_not=["memory.oom-container-limit", "memory.oom-node-allocatable", "memory.oom-pod-limit"]
        + ["memory.mem-fragmentation", "container.exit-137-unattributed"],
        more={"contributing": ["memory.node-reservations-too-small"], "says": ["node-2"]},
    )  # fmt: skip


def _system_oom(cluster: Cluster, node: Node, kernel: KernelLog, run: Run) -> None:
    if run.finished is None or run.finished < cluster.before(hours=1):
        return
    killed = [record.text for record in kernel.records if record.text.startswith("Killed process")][-1]
    text = f"System OOM encountered, victim process: aggregator, pid: {killed.split()[2]}"
    cluster.event(node, "SystemOOM", text, at=run.finished, kind="Warning")


LOG = [
    (0.6, "INFO  aggregator 0.44.1: reading partitions 0-23"),
    *repeated(3.0, 38.7, 33, "INFO  window {n}: 1.2 million rows in memory, 0 spilled"),
]

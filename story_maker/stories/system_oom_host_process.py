"""A log agent of the host leaks until the machine is full; a pod without requests dies for it."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated
from story_maker.bundle import Bundle, Story, cause, node_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kills import machine_kill
from story_maker.neighbours import settle_in
from story_maker.processes import Process, settle
from story_maker.scene import Setting, back_off, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.workload import Container

NAME = "system-oom-host-process"
SETTING = Setting("5.15.0-119-generic", "containerd://1.6.33", "Ubuntu 22.04.4 LTS", "1.28.9", uptime_days=41.7)
SPANS = [403_118.4, 611.773, 574.209, 498.664]


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-03-02 14:05:00", SETTING)
    node = cluster.node("worker-1")
    agent = settle([Process("vector", 7_043_600, 31_900, virtual=8_610_244, pid=871)], cluster.dice, "agent", 860)
    node.host = [("vector.service", agent[0])]
    owner = deployed(cluster, "reports", "report-worker", "3")
    end = cluster.before(minutes=1, seconds=52.771904)
    app = Container(
        "worker",
        "registry.example.com/reports/worker:1.9.4",
        crash_runs(end, SPANS, 137, "Error"),
        processes=[Process("report-worker", 214_800, 22_100, uid=1000)],
        page_cache=4_800,
    )
    settle_in(cluster)
    pod = pod_of(cluster, owner, "worker-1", app.runs[0].started - timedelta(seconds=5.2), [app])
    app.waiting = back_off(pod, "worker", app.restart_count)
    publish(cluster, owner, 9000, cluster.before(days=88), "3")
    start_events(cluster, pod, "worker")
    bundle = Bundle(cluster, kubectl=28)
    objects(bundle, pod)
    kernel = quiet_kernel(bundle, node, cluster.before(hours=9))
    for number, run in enumerate(app.runs):
        assert run.finished is not None  # noqa: S101 - all of them ended
        machine_kill(kernel, cluster, pod, "worker", run, "vector", invoker="kubelet" if number == 1 else "")
        victim = next(record.text for record in reversed(kernel.records) if "Killed process" in record.text).split(
            "Killed process "
        )[1]
        if run.finished > cluster.before(hours=1):
            pid, comm = victim.split(" ")[0], victim.split("(")[1].split(")")[0]
            cluster.event(
                node,
                "SystemOOM",
                f"System OOM encountered, victim process: {comm}, pid: {pid}",
                at=run.finished,
                kind="Warning",
            )
    path = kernel_file(bundle, kernel, "journal")
    agent_log = json_log(node.booted + timedelta(days=39), LOG)
    bundle.node(node, "var/log/vector.log", agent_log)
    bundle.log(pod, "worker", json_log(app.runs[-1].started, APP), previous=True)
    tier = node.qos_cgroup("BestEffort")
    past = {tier: Marks(), node.pod_cgroup(pod): Marks(oom_kill=kernel.kills, peak=248 << 20)}
    node_state(bundle, node, kills=kernel.kills, past=past, only={pod.key})
    return Story(
        NAME,
        "A log agent of the host takes the node's memory, a pod without requests is killed",
        """The log agent vector runs as a service of the host, outside Kubernetes, and leaks: after six weeks
        it holds almost 7 GiB of the node's 8. Whenever the machine is full the kernel kills the process
        with the highest score, which is the report worker: its pod has neither requests nor limits. The
        worker itself never used more than 240 MiB.""",
        bundle,
        [
            cause(
                "memory.oom-system",
                node_subject(node.name),
                (path, "global_oom"),
                (path, "Out of memory: Killed process"),
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-pod-limit", "memory.oom-node-allocatable"]
        + ["container.exit-137-unattributed", "memory.mem-fragmentation"],
        more={"says": ["vector"]},
    )


APP = [
    (0.7, "worker 1.9.4 ready, queue reports.default"),
    *repeated(4.0, 13.4, 33, "report {n} rendered, 14 pages"),
]
LOG = repeated(
    0.0, 3_600.0, 60, "warn: sink=archive buffer length 2{n:04d}118, retrying after 503 from archive.example.com"
)

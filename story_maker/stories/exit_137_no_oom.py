"""SIGKILL from somewhere: no lack of memory, no health check, nobody in sight."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import (
    Setting,
    back_off,
    cluster_of,
    crash_runs,
    deployed,
    pauses,
    pod_of,
    publish,
    start_events,
)
from story_maker.service_logs import ServiceLog
from story_maker.workload import Container

NAME = "exit-137-no-oom"
SETTING = Setting("6.12.22-amd64", "containerd://2.0.5", "Debian GNU/Linux 13 (trixie)", "1.33.3", uptime_days=4.4)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-07-02 18:33:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "iot", "gateway", "14")
    end = cluster.before(minutes=1, seconds=49.230411)
    app = Container(
        "gateway",
        "registry.example.com/iot/gateway:2.5.0",
        crash_runs(end, [1_211.4, 318.6, 902.2, 140.7], 137, "Error"),
        requests={"cpu": "200m", "memory": "256Mi"},
        limits={"memory": "512Mi"},
        processes=[Process("gateway", 96_200, 22_800, uid=1000)],
        page_cache=7_300,
    )
    pod = pod_of(cluster, owner, "worker-2", app.runs[0].started - timedelta(seconds=4.4), [app])
    app.waiting = back_off(pod, "gateway", app.restart_count)
    publish(cluster, owner, 8883, cluster.before(days=77), "14")
    start_events(cluster, pod, "gateway")
    node = cluster.node("worker-2")
    services = ServiceLog(node, cluster)
    services.crash_loop(pod, app, pauses(len(app.runs)))
    bundle = Bundle(cluster, kubectl=33)
    objects(bundle, pod)
    bundle.log(pod, "gateway", json_log(app.runs[-1].started, LOG), previous=True)
    kernel = quiet_kernel(bundle, node, cluster.before(seconds=22), 20)
    kernel_file(bundle, kernel, "dmesg")
    bundle.node(node, "kubelet.log", services.lines())
    past = {node.pod_cgroup(pod): Marks(peak=141 << 20)}
    node_state(bundle, node, past=past, only={pod.key})
    return Story(
        NAME,
        "Somebody sends SIGKILL, and it is neither the kernel nor kubelet",
        """The gateway is killed at odd times, once after two minutes, once after twenty. The kernel's log
        covers every run and shows no memory kill, the counters of the pod say the same, there is no health check,
        and kubelet did not stop the container. A security agent on the host does it, which leaves no trace in
        the bundle.""",
        bundle,
        [
            cause(
                "container.exit-137-unattributed",
                pod_subject(pod, "gateway"),
                ("kubectl/pods.yaml", "exitCode: 137"),
                confidence="confirmed|likely|possible",
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-system", "memory.oom-scope-unknown"]
        + ["memory.oom-pod-limit", "probe.liveness-killed", "container.exit-137-propagated"],
        more={"says": ["137"]},
    )


LOG = [
    (0.3, "gateway 2.5.0 listening on :8883 (mqtt) and :8080 (admin)"),
    *repeated(2.0, 9.1, 15, "accepted device batch {n}: 40 sessions, 118 MiB in use"),
]

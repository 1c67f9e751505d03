"""A sidecar eats the memory that the pod's containers share; the application dies of it."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kills import pod_kill
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
from story_maker.workload import Container, Run

NAME = "cgroup-oom-pod-limit"
SETTING = Setting("6.12.22-amd64", "containerd://2.0.5", "Debian GNU/Linux 13 (trixie)", "1.34.2")
SPANS = [15_310.52, 402.118, 388.907, 371.443, 356.281]


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-06-09 07:42:00", SETTING)
    owner = deployed(cluster, "payments", "ledger", "12")
    end = cluster.before(seconds=73, milliseconds=618)
    app = Container(
        "ledger",
        "registry.example.com/payments/ledger:8.3.2",
        crash_runs(end, SPANS, 137, "OOMKilled"),
        requests={"cpu": "200m"},
        processes=[Process("java", 421_300, 18_240, uid=1001, virtual=3_604_812)],
        page_cache=6_200,
        extra={"ports": [{"containerPort": 8080, "protocol": "TCP"}]},
    )
    shipper = Container(
        "log-shipper",
        "docker.io/fluent/fluent-bit:3.2.1",
        [Run(app.runs[0].started)],
        requests={"cpu": "20m"},
        processes=[Process("fluent-bit", 318_460, 9_120, uid=0)],
        page_cache=2_400,
    )
    settle_in(cluster)
    pod = pod_of(
        cluster,
        owner,
        "worker-1",
        app.runs[0].started - timedelta(seconds=3, milliseconds=411),
        [app, shipper],
        pod_resources={
            "requests": {"cpu": "250m", "memory": "512Mi"},
            "limits": {"cpu": "2", "memory": "768Mi"},
        },
    )
    app.waiting = back_off(pod, "ledger", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=63), "12")
    start_events(cluster, pod, "ledger")
    bundle = Bundle(cluster, kubectl=34)
    objects(bundle, pod, "json")
    bundle.log(pod, "ledger", stamped_log(app.runs[-1].started, APP), previous=True)
    bundle.log(pod, "log-shipper", json_log(shipper.runs[0].started, SHIPPER))
    node = cluster.node("worker-1")
    kernel = quiet_kernel(bundle, node, cluster.before(hours=6))
    for run in app.runs:
        pod_kill(kernel, cluster, pod, "ledger", "fluent-bit", run)
    path = kernel_file(bundle, kernel, "journal-iso")
    services = ServiceLog(node, cluster)
    services.crash_loop(pod, app, pauses(len(app.runs)))
    bundle.node(node, "kubelet.log", services.lines())
    kills, cgroup = len(app.runs), node.pod_cgroup(pod)
    marks = {cgroup: Marks(kills, 0, kills, 233, 768 << 20, 6_112_804)}
    past = {cgroup: Marks(oom_kill=kernel.kills)}
    node_state(bundle, node, kills=kernel.kills, marks=marks, past=past, only={pod.key})
    limit_hit = f"oom_memcg={node.pod_cgroup(pod)},"
    return Story(
        NAME,
        "The pod's shared limit is reached by a log shipper, the application dies",
        """The pod has a limit of 768Mi for all its containers. Its log shipper cannot deliver and keeps its
        queue in memory; once it holds some 300 MiB, the application's normal heap no longer fits. The kernel
        kills the application, which is the biggest process, though it did not grow.""",
        bundle,
        [cause("memory.oom-pod-limit", pod_subject(pod, "ledger"), (path, limit_hit))],
        must_not=["memory.oom-container-limit", "memory.oom-system", "memory.oom-node-allocatable"],
        more={"says": ["ledger"]},
    )


APP = [
    (0.9, "INFO  [main] c.e.ledger.Ledger - Starting Ledger 8.3.2 using Java 21.0.4 with PID 1"),
    (9.4, "INFO  [main] o.s.b.w.e.t.TomcatWebServer - Tomcat started on port 8080 (http)"),
    (9.6, "INFO  [main] c.e.ledger.Ledger - Started Ledger in 8.913 seconds"),
    *repeated(14.0, 17.0, 20, "INFO  [http-{n}] c.e.l.PostingController - posted batch of 250 entries"),
]
SHIPPER = [
    (0.2, "fluent bit version 3.2.1, commit 8a4bdc0b"),
    (0.3, "storage.type memory, backlog limit disabled"),
    (0.4, "output es.0 worker #0 started"),
    *repeated(9_800.0, 60.0, 108, "warn: es.0 chunk 1-1760{n:06d} cannot be retried yet, logs.example.com: 429"),
]

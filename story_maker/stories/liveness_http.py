"""The health endpoint answers 500 once the queue is stuck; kubelet kills what does not stop by itself."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.service_logs import ServiceLog
from story_maker.workload import Container, Run

NAME = "liveness-http"
SETTING = Setting("5.4.0-216-generic", "cri-o://1.30.4", "Ubuntu 20.04.6 LTS", "1.30.4", cgroup=1, uptime_days=58.4)
PROBE = {
    "failureThreshold": 3,
    "httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"},
    "initialDelaySeconds": 10,
    "periodSeconds": 10,
    "successThreshold": 1,
    "timeoutSeconds": 1,
}


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-05-28 13:20:00", SETTING)
    settle_in(cluster, network="calico")
    owner = deployed(cluster, "mail", "dispatcher", "6")
    end = cluster.before(minutes=3, seconds=27.338206)
    runs = [*crash_runs(end, [731.2, 694.8, 712.5], 137, "Error"), Run(end + timedelta(seconds=41.7))]
    app = Container(
        "dispatcher",
        "registry.example.com/mail/dispatcher:1.12.1",
        runs,
        requests={"cpu": "100m", "memory": "128Mi"},
        limits={"memory": "512Mi"},
        processes=[Process("dispatcher", 88_300, 19_400, uid=1000)],
        page_cache=5_100,
        extra={"livenessProbe": PROBE, "ports": [{"containerPort": 8080, "protocol": "TCP"}]},
    )
    created = runs[0].started - timedelta(seconds=6.4)
    pod = pod_of(cluster, owner, "worker-2", created, [app])
    publish(cluster, owner, 8080, cluster.before(days=34), "6")
    start_events(cluster, pod, "dispatcher", crashing=False)
    ends = [run.finished for run in runs if run.finished]
    kills = [at - timedelta(seconds=30.2) for at in ends]
    for reason, text, at, first, count, kind in (
        ("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", kills[-1],
         kills[0] - timedelta(seconds=20), 9, "Warning"),
        ("Killing", "Container dispatcher failed liveness probe, will be restarted", kills[-1], kills[0], 3, "Normal"),
    ):  # fmt: skip
        cluster.event(pod, reason, text, at=at, first=first, count=count, kind=kind, container="dispatcher")
    node = cluster.node("worker-2")
    services = ServiceLog(node, cluster)
    services.crash_loop(pod, app, ["10s", "20s", "40s"])
    for run, at in zip(runs, kills, strict=False):
        services.probe_kill(at, pod, app, run, "HTTP probe failed with statuscode: 500")
    bundle = Bundle(cluster, kubectl=30, zone_hours=2)
    objects(bundle, pod)
    bundle.log(pod, "dispatcher", json_log(runs[-1].started, LOG[:6]))
    bundle.log(pod, "dispatcher", json_log(runs[-2].started, LOG), previous=True)
    kernel = quiet_kernel(bundle, node, cluster.before(seconds=31))
    kernel_file(bundle, kernel, "dmesg-T")
    bundle.node(node, "kubelet.log", services.lines())
    node_state(bundle, node, only={pod.key})
    return Story(
        NAME,
        "The health endpoint answers 500 until kubelet kills the container",
        """Some eleven minutes after each start the dispatcher's queue gets stuck, and /healthz answers 500.
        After three failures kubelet sends SIGTERM; the process does not stop within its 30 seconds and gets
        SIGKILL, so the code is 137. There was no lack of memory.""",
        bundle,
        [
            cause(
                "probe.liveness-http-status",
                pod_subject(pod, "dispatcher"),
                (f"kubectl/describe-pod-{pod.name}.txt", "HTTP probe failed with statuscode: 500"),
                state="failing|recurring",
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-system", "container.exit-137-unattributed"]
        + ["probe.probe-too-early", "probe.liveness-timeout"],
        more={"says": ["500"]},
    )


LOG = [
    (0.4, "dispatcher 1.12.1 listening on :8080"),
    (0.9, "connected to queue mail.outgoing"),
    *repeated(3.0, 20.6, 31, "batch {n}: 200 mails handed over"),
    (652.4, "error: queue mail.outgoing: channel closed by peer, waiting for confirmations of 200 mails"),
    (661.8, "error: health: last batch finished 30 s ago, limit is 15 s"),
    (671.8, "error: health: last batch finished 40 s ago, limit is 15 s"),
    (681.8, "error: health: last batch finished 50 s ago, limit is 15 s"),
    (682.3, "SIGTERM received, waiting for the open batch"),
]

"""The health check kills; the SIGTERM handler fails with a traceback and code 1."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.collect import kernel_file, quiet_kernel
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, crash_runs, deployed, pod_of, publish
from story_maker.service_logs import ServiceLog
from story_maker.workload import Container, Run

NAME = "situation-11-liveness-exit-1"
SETTING = Setting("5.15.0-119-generic", "containerd://1.7.18", "Ubuntu 22.04.4 LTS", "1.29.8", uptime_days=66.3)
PROBE = {
    "failureThreshold": 3,
    "httpGet": {"path": "/live", "port": 8000, "scheme": "HTTP"},
    "initialDelaySeconds": 15,
    "periodSeconds": 10,
    "successThreshold": 1,
    "timeoutSeconds": 1,
}


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-06-02 17:50:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "forms", "render", "12")
    end = cluster.before(minutes=3, seconds=40.118202)
    runs = [
        *crash_runs(end, [4_102.6, 3_871.4, 3_996.1], 1, "Error"),
        Run(end + timedelta(seconds=21.8)),
    ]
    app = Container(
        "render",
        "registry.example.com/forms/render:12.4.0",
        runs,
        requests={"cpu": "200m", "memory": "256Mi"},
        limits={"memory": "1Gi"},
        processes=[Process("gunicorn", 204_700, 22_300, uid=1000)],
        page_cache=6_900,
        extra={"livenessProbe": PROBE, "ports": [{"containerPort": 8000, "protocol": "TCP"}]},
    )
    pod = pod_of(cluster, owner, "worker-2", runs[0].started - timedelta(seconds=3.7), [app])
    publish(cluster, owner, 8000, cluster.before(days=140), "12")
    node = cluster.node("worker-2")
    services = ServiceLog(node, cluster)
    services.crash_loop(pod, app, ["10s", "20s", "40s"])
    output = (
        f'Get "http://{pod.ip}:8000/live": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
    )
    for run in runs[:3]:
        assert run.finished is not None  # noqa: S101 - three of them ended
        services.probe_kill(run.finished - timedelta(seconds=1.31), pod, app, run, output)
    bundle = Bundle(cluster, kubectl=29)
    bundle.kubectl("version.txt", "version")
    bundle.kubectl("pods.yaml", "get pods -A -o yaml")
    bundle.kubectl("nodes.yaml", "get nodes -o yaml")
    bundle.kubectl("workloads.yaml", "get deployments,replicasets,services,endpoints -n forms -o yaml")
    bundle.log(pod, "render", stamped_log(runs[-2].started, LOG) + TRACEBACK, previous=True)
    bundle.node(node, "kubelet.log", services.lines())
    kernel_file(bundle, quiet_kernel(bundle, node, cluster.before(seconds=25)), "journal")
    return Story(
        NAME,
        "Killed by its health check; the traceback comes out of the signal handler",
        """After an hour the service answers too slowly, and kubelet kills it for its liveness check. The
        handler of SIGTERM has a mistake of its own: it ends with a traceback and code 1, which looks like a crash.
        Events were not collected; only the kubelet's log shows the kill.""",
        bundle,
        [
            cause(
                "probe.liveness-timeout",
                pod_subject(pod, "render"),
                ("nodes/worker-2/kubelet.log", "failed liveness probe, will be restarted"),
                confidence="confirmed|likely",
                state="recurring|failing",
            )
        ],
        must_not=["container.lang-unhandled-exception", "container.exit-app-error"]
        + ["memory.oom-container-limit", "container.exit-137-unattributed"],
        more={"says": ["render"]},
    )


LOG = [
    (0.9, "[1] [INFO] Starting gunicorn 21.2.0"),
    (0.9, "[1] [INFO] Listening at: http://0.0.0.0:8000 (1)"),
    *repeated(4.0, 131.0, 30, "[7] [INFO] form {n}: rendered in 0.{n:02d}1 s"),
    (3_961.0, "[7] [INFO] form 30: rendered in 31.7 s"),
    (3_995.9, "[1] [INFO] Handling signal: term"),
]
TRACEBACK = """Traceback (most recent call last):
  File "/app/render/main.py", line 88, in on_term
    POOL.drain(timeout=GRACE)
AttributeError: 'NoneType' object has no attribute 'drain'
"""

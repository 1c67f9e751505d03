"""The command of the manifest is not in the image."""

from __future__ import annotations

from datetime import timedelta

from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.clock import utc
from story_maker.collect import objects
from story_maker.neighbours import settle_in
from story_maker.scene import (
    Setting,
    back_off,
    cluster_of,
    crash_runs,
    deployed,
    pod_of,
    publish,
    start_events,
)
from story_maker.service_logs import ServiceLog
from story_maker.workload import Container

NAME = "process-exited-command-missing"
SETTING = Setting("6.1.0-28-amd64", "containerd://1.7.22", "Debian GNU/Linux 12 (bookworm)", "1.30.6")
WHY = (
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: "
    'unable to start container process: exec: "/app/bin/inventry": stat /app/bin/inventry: no such file or '
    "directory: unknown"
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-05-06 16:48:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "stock", "inventory", "4")
    end = cluster.before(seconds=52, milliseconds=306)
    tries = crash_runs(end, [0.02] * 5, 128, "StartError")
    app = Container(
        "inventory",
        "registry.example.com/stock/inventory:3.0.0",
        tries,
        requests={"cpu": "100m", "memory": "128Mi"},
        limits={"memory": "256Mi"},
        extra={"command": ["/app/bin/inventry"], "args": ["--config=/etc/inventory/config.yaml"]},
    )
    pod = pod_of(cluster, owner, "worker-2", tries[0].started - timedelta(seconds=4.2), [app])
    app.waiting = back_off(pod, "inventory", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=2), "4")
    start_events(cluster, pod, "inventory")
    kept = [event for event in cluster.events if event["reason"] != "Started"]
    cluster.events[:] = kept
    cluster.event(
        pod,
        "Failed",
        f"Error: {WHY}",
        at=end,
        first=tries[0].started,
        count=len(tries),
        kind="Warning",
        container="inventory",
    )
    services = ServiceLog(cluster.node("worker-2"), cluster)
    for run in tries:
        services.runtime(run.started, "error", f'StartContainer for "{run.container_id}" failed error="{WHY}"')
        run.message = WHY
        # containerd has no start to report for a container that never ran.
        run.started = utc("1970-01-01 00:00:00")
    bundle = Bundle(cluster, kubectl=30)
    objects(bundle, pod, "json")
    bundle.node("worker-2", "kubelet.log", services.lines())
    bundle.log(pod, "inventory", "")
    return Story(
        NAME,
        "The container's command is misspelt",
        """The manifest names /app/bin/inventry, the image has /app/bin/inventory. containerd cannot start the
        process: reason StartError, code 128, no log at all.""",
        bundle,
        [
            cause(
                "container.exit-127-command-not-found",
                pod_subject(pod, "inventory"),
                ("kubectl/pods.json", "/app/bin/inventry"),
            )
        ],
        must_not=["container.exit-app-error", "memory.oom-container-limit", "memory.oom-during-start"],
        more={"says": ["inventry"]},
    )

"""Two faults that have nothing to do with each other, on two nodes."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import json_log, repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.cluster import Cluster
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kills import container_kill
from story_maker.neighbours import settle_in
from story_maker.processes import Process
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
from story_maker.workload import Container, Pod

NAME = "two-faults"
SETTING = Setting(
    "4.19.0-21-amd64",
    "docker://20.10.17",
    "Debian GNU/Linux 10 (buster)",
    "1.23.16",
    cgroup=1,
    driver="systemd",
    uptime_days=25.6,
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-03-17 12:22:00", SETTING)
    settle_in(cluster)
    big, refusing = _big(cluster), _refusing(cluster)
    bundle = Bundle(cluster, kubectl=23)
    objects(bundle, big, workloads=False)
    bundle.kubectl(f"describe-pod-{refusing.name}.txt", f"describe pod {refusing.name} -n {refusing.namespace}")
    bundle.log(big, "importer", json_log(big.containers[0].runs[-1].started, IMPORTER), previous=True)
    bundle.log(refusing, "notifier", stamped_log(refusing.containers[0].runs[-1].started, NOTIFIER), previous=True)
    node = cluster.node("worker-1")
    kernel = quiet_kernel(bundle, node, cluster.before(hours=4))
    for run in big.containers[0].runs:
        container_kill(kernel, cluster, big, "importer", run, "importer")
    path = kernel_file(bundle, kernel, "syslog")
    past = {node.pod_cgroup(big): Marks(peak=384 << 20)}
    node_state(bundle, node, kills=kernel.kills, past=past, only={big.key})
    other = cluster.node("worker-2")
    kernel_file(bundle, quiet_kernel(bundle, other, cluster.before(seconds=40)), "syslog")
    log = f"logs/notify/{refusing.name}/notifier-previous.log"
    return Story(
        NAME,
        "An importer at its memory limit, and a notifier without its configuration",
        """On worker-1 the importer reaches its limit of 384Mi every few minutes. On worker-2 the notifier refuses
        to start because a key is missing in its configuration. Neither explains the other.""",
        bundle,
        [
            cause(
                "memory.oom-container-limit",
                pod_subject(big, "importer"),
                (path, "memory: usage 393216kB, limit 393216kB"),
            ),
            cause(
                "container.config-invalid-app",
                pod_subject(refusing, "notifier"),
                (log, "queue.url"),
                confidence="confirmed|likely",
            ),
        ],
        must_not=["memory.oom-system", "memory.oom-node-allocatable", "container.exit-137-unattributed"],
        more={"says": ["importer", "notifier"]},
    )


def _big(cluster: Cluster) -> Pod:
    owner = deployed(cluster, "data", "importer", "2")
    end = cluster.before(minutes=2, seconds=12.617803)
    proxy_start = [221.3, 243.1, 217.9, 238.4, 229.6]
    app = Container(
        "importer",
        "registry.example.com/data/importer:7.2.0",
        crash_runs(end, proxy_start, 137, "OOMKilled"),
        requests={"cpu": "100m", "memory": "192Mi"},
        limits={"memory": "384Mi"},
        processes=[Process("importer", 301_400, 17_200, uid=1000)],
        page_cache=9_400,
    )
    pod = pod_of(cluster, owner, "worker-1", app.runs[0].started - timedelta(seconds=3.3), [app])
    app.waiting = back_off(pod, "importer", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=3), "2")
    start_events(cluster, pod, "importer")
    return pod


def _refusing(cluster: Cluster) -> Pod:
    owner = deployed(cluster, "notify", "notifier", "8")
    end = cluster.before(minutes=3, seconds=44.310992)
    app = Container(
        "notifier",
        "registry.example.com/notify/notifier:3.9.2",
        crash_runs(end, [0.41, 0.38, 0.39, 0.37, 0.4, 0.38, 0.39, 0.38], 1, "Error"),
        requests={"cpu": "50m", "memory": "64Mi"},
        limits={"memory": "128Mi"},
        extra={"args": ["--config", "/etc/notifier/config.yaml"]},
    )
    pod = pod_of(cluster, owner, "worker-2", app.runs[0].started - timedelta(seconds=3.1), [app])
    app.waiting = back_off(pod, "notifier", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=41), "8")
    start_events(cluster, pod, "notifier")
    return pod


IMPORTER = [
    (0.5, "importer 7.2.0, source s3://exports"),
    *repeated(4.0, 14.4, 15, "file {n} of 212: 1.4 million rows"),
]
NOTIFIER = [
    (0.2, "INFO notifier 3.9.2"),
    (0.3, "ERROR invalid configuration /etc/notifier/config.yaml: required key 'queue.url' is missing"),
]

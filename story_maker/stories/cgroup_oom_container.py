"""A cache without a bound meets the container's limit."""

from __future__ import annotations

from datetime import datetime, timedelta

from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.cgroup_tree import Marks
from story_maker.clock import nano
from story_maker.cluster import Cluster
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kernel_noise import armor
from story_maker.kills import container_kill
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import (
    Setting,
    back_off,
    back_off_time,
    cluster_of,
    crash_runs,
    deployed,
    pod_of,
    publish,
    start_events,
)
from story_maker.service_logs import ServiceLog
from story_maker.workload import Container, Pod, Run

NAME = "cgroup-oom-container"
SETTING = Setting("6.1.0-28-amd64", "containerd://1.7.22", "Debian GNU/Linux 12 (bookworm)", "1.31.4")
SPANS = [512.318, 498.077, 505.442, 489.901, 511.276, 503.615, 497.183]


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-05-19 20:30:00", SETTING)
    owner = deployed(cluster, "shop", "checkout", "7")
    end = cluster.before(minutes=2, seconds=41.386217)
    app = Container(
        "app",
        "registry.example.com/shop/checkout:2.14.0",
        crash_runs(end, SPANS, 137, "OOMKilled"),
        requests={"cpu": "250m", "memory": "256Mi"},
        limits={"cpu": "1", "memory": "512Mi"},
        processes=[Process("checkout", 431_000, 24_600, uid=10001, virtual=1_914_320)],
        page_cache=11_200,
        extra={
            "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
            "env": [{"name": "PRICE_CACHE", "value": "memory"}, {"name": "LOG_LEVEL", "value": "info"}],
            "readinessProbe": {
                "failureThreshold": 3,
                "httpGet": {"path": "/ready", "port": "http", "scheme": "HTTP"},
                "periodSeconds": 10,
                "successThreshold": 1,
                "timeoutSeconds": 1,
            },
        },
    )
    proxy = Container(
        "proxy",
        "docker.io/envoyproxy/envoy:v1.31.2",
        [Run(app.runs[0].started)],
        requests={"cpu": "50m", "memory": "64Mi"},
        limits={"memory": "128Mi"},
        processes=[Process("envoy", 41_800, 29_300, uid=101)],
        page_cache=3_100,
    )
    settle_in(cluster)
    pod = pod_of(cluster, owner, "worker-2", app.runs[0].started - timedelta(seconds=4), [app, proxy])
    app.waiting = back_off(pod, "app", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=11))
    _events(cluster, pod)
    return Story(
        NAME,
        "Checkout is killed at its memory limit every eight minutes",
        """Release 2.14.0 of checkout keeps every price it has ever looked up in memory. Some eight minutes
        after each start the container reaches its limit of 512Mi, and the kernel kills it. The sidecar in
        the same pod stays far below its own limit, and the node has plenty of memory.""",
        _bundle(cluster, pod),
        [
            cause(
                "memory.oom-container-limit",
                pod_subject(pod, "app"),
                ("nodes/worker-2/dmesg.txt", "oom-kill:constraint=CONSTRAINT_MEMCG"),
            )
        ],
        must_not=["memory.oom-system", "memory.oom-pod-limit", "memory.oom-node-allocatable"]
        + ["memory.node-reservations-too-small", "container.exit-137-unattributed"],
        more={"says": ["512"]},
    )


def _events(cluster: Cluster, pod: Pod) -> None:
    start_events(cluster, pod, "app")
    start_events(cluster, pod, "proxy", crashing=False)
    last = pod.container("app").runs[-1]
    refused = f'Readiness probe failed: Get "http://{pod.ip}:8080/ready": dial tcp {pod.ip}:8080: connect: '
    cluster.event(
        pod,
        "Unhealthy",
        refused + "connection refused",
        at=last.started + timedelta(seconds=2),
        first=pod.created + timedelta(seconds=7),
        count=8,
        kind="Warning",
        container="app",
    )


def _bundle(cluster: Cluster, pod: Pod) -> Bundle:
    node = cluster.node("worker-2")
    bundle = Bundle(cluster, kubectl=31)
    objects(bundle, pod)
    bundle.kubectl("describe-node-worker-2.txt", "describe node worker-2")
    app = pod.container("app")
    bundle.log(pod, "app", app_log(app.runs[-1], cluster), previous=True)
    bundle.log(pod, "proxy", proxy_log(app.runs, pod))
    kernel = quiet_kernel(bundle, node, cluster.before(hours=2), 14)
    for run in app.runs:
        armor(kernel, cluster.dice, run.started - timedelta(milliseconds=90), run.container_id)
        container_kill(kernel, cluster, pod, "app", run, "checkout")
    kernel_file(bundle, kernel, "dmesg")
    kills = len(app.runs)
    cgroup = node.pod_cgroup(pod)
    past = Marks(kills, kernel.kills, kills, kills * 61 + 17, peak=512 << 20)
    stalled = {cgroup: Marks(stall_us=4_912_331)}
    node_state(bundle, node, kills=kernel.kills, marks=stalled, past={cgroup: past}, only={pod.key})
    bundle.node(node, "kubelet.log", _services(cluster, pod).lines())
    return bundle


def app_log(run: Run, cluster: Cluster) -> str:
    """Return the application's log of a run: a cache that grows until the log breaks off."""
    assert run.finished is not None  # noqa: S101 - the previous run ended
    lines = [_line(run.started + timedelta(seconds=0.811_376), "info", "checkout 2.14.0 listening on :8080")]
    seconds = (run.finished - run.started).total_seconds()
    steps = 34
    for step in range(1, steps + 1):
        at = run.started + timedelta(seconds=2.107 + (seconds - 3.32) * step / steps)
        entries = 41_350 * step + cluster.dice.between(f"entries/{step}", 0, 9000)
        text = f"price cache: {entries} entries, {entries * 332 // 1048576} MiB"
        lines.append(_line(at, "info", text))
        order = cluster.dice.between(f"order/{step}", 100_000, 999_999)
        later = at + timedelta(seconds=0.387_914)
        millis = cluster.dice.between(f"took/{step}", 18, 64)
        lines.append(_line(later, "info", f"order {order} accepted in {millis} ms"))
    return "\n".join(lines[:-1]) + "\n"


def proxy_log(runs: list[Run], pod: Pod) -> str:
    """Return the sidecar's access log: 503 while the application is down."""
    lines = []
    for run in runs[-3:]:
        assert run.finished is not None  # noqa: S101 - all of them ended
        for number, status in enumerate((200, 200, 200, 503, 503)):
            at = run.finished + timedelta(seconds=(number - 3) * 2.2)
            flags = "UF" if status == 503 else "-"
            lines.append(
                f"[{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + f'Z] "POST /orders HTTP/1.1" {status} {flags} 418 91 '
                f'{4 + number * 7} - "10.244.1.3" "nginx/1.25" "checkout.shop" "{pod.ip}:8080"'
            )
    return "\n".join(lines) + "\n"


def _line(at: datetime, level: str, text: str) -> str:
    return f'{{"time":"{nano(at)}","level":"{level}","msg":"{text}"}}'


def _services(cluster: Cluster, pod: Pod) -> ServiceLog:
    node = cluster.node("worker-2")
    log = ServiceLog(node, cluster)
    app = pod.container("app")
    for number, run in enumerate(app.runs):
        assert run.finished is not None  # noqa: S101 - all of them ended
        scope = node.container_cgroup(pod, run.container_id).rsplit("/", 1)[1]
        log.runtime(run.started, "info", f'StartContainer for "{run.container_id}" returns successfully')
        killed = run.finished - timedelta(milliseconds=380)
        log.unit(killed, f"{scope}: A process of this unit has been killed by the OOM killer.")
        log.unit(run.finished, f"{scope}: Deactivated successfully.")
        log.unit(run.finished, f"{scope}: Consumed {cluster.dice.between(scope, 29_000, 38_000) / 1000}s CPU time.")
        log.runtime(run.finished, "info", f"shim disconnected id={run.container_id}")
        log.died(run.finished + timedelta(milliseconds=690), pod, run)
        if number:
            log.back_off(run.finished + timedelta(milliseconds=910), pod, app, back_off_time(number))
    return log

"""A new configuration that the program refuses; the old pods still serve."""

from __future__ import annotations

from datetime import timedelta

from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.collect import objects
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
from story_maker.workload import Container, Run

NAME = "process-exited-config"
SETTING = Setting("5.15.0-91-generic", "containerd://1.6.26", "Ubuntu 22.04.3 LTS", "1.26.11", uptime_days=12.8)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-02-17 09:12:00", SETTING)
    settle_in(cluster)
    old, new = deployed(cluster, "web", "edge", "8"), deployed(cluster, "web", "edge", "9")
    for number, node in enumerate(("worker-1", "worker-2")):
        started = cluster.before(days=6, hours=2, seconds=17 * number + 4)
        serving = _container([Run(started)])
        serving.processes = [Process("nginx", 5_300, 6_900, uid=101)]
        pod_of(cluster, old, node, started - timedelta(seconds=2), [serving])
    end = cluster.before(minutes=1, seconds=17.118294)
    app = _container(crash_runs(end, [0.071, 0.064, 0.066, 0.063, 0.068, 0.062], 1, "Error"))
    volumes = [{"configMap": {"defaultMode": 420, "name": "edge-nginx"}, "name": "conf"}]
    created = app.runs[0].started - timedelta(seconds=3.1)
    pod = pod_of(cluster, new, "worker-1", created, [app], spec={"volumes": volumes})
    app.waiting = back_off(pod, "nginx", app.restart_count)
    publish(cluster, new, 8080, cluster.before(days=70), "9")
    start_events(cluster, pod, "nginx")
    bundle = Bundle(cluster, kubectl=26)
    objects(bundle, pod, "text")
    last = app.runs[-1].started
    text = (
        "/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration\n"
        "/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh\n"
        "/docker-entrypoint.sh: Configuration complete; ready for start up\n"
        f'{last:%Y/%m/%d %H:%M:%S} [emerg] 1#1: unknown directive "proxy_passs" in /etc/nginx/conf.d/edge.conf:14\n'
        'nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/conf.d/edge.conf:14\n'
    )
    bundle.log(pod, "nginx", text, previous=True)
    path = f"logs/web/{pod.name}/nginx-previous.log"
    return Story(
        NAME,
        "nginx refuses its new configuration",
        """Revision 9 of the edge proxy brought a configuration with a misspelt directive. nginx prints an
        emergency message and ends with code 1 some milliseconds after each start. The pods of revision 8 run on
        and serve.""",
        bundle,
        [
            cause(
                "container.config-invalid-app",
                pod_subject(pod, "nginx"),
                (path, "unknown directive"),
                confidence="confirmed|likely",
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-system", "probe.liveness-http-status"]
        + ["container.exit-137-unattributed"],
        more={"says": ["proxy_passs"]},
    )


def _container(runs: list[Run]) -> Container:
    return Container(
        "nginx",
        "docker.io/library/nginx:1.25.3",
        runs,
        requests={"cpu": "100m", "memory": "64Mi"},
        limits={"memory": "128Mi"},
        page_cache=2_000,
        extra={
            "ports": [{"containerPort": 8080, "protocol": "TCP"}],
            "volumeMounts": [{"mountPath": "/etc/nginx/conf.d", "name": "conf", "readOnly": True}],
        },
    )

"""The start takes eighty seconds, the health check waits for sixty."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.collect import kernel_file, objects, quiet_kernel
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
from story_maker.workload import Container

NAME = "probe-too-early"
SETTING = Setting("6.1.0-22-amd64", "containerd://1.7.13", "Debian GNU/Linux 12 (bookworm)", "1.28.11")
PROBE = {
    "failureThreshold": 3,
    "httpGet": {"path": "/actuator/health/liveness", "port": 8080, "scheme": "HTTP"},
    "initialDelaySeconds": 30,
    "periodSeconds": 10,
    "successThreshold": 1,
    "timeoutSeconds": 1,
}


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-06-18 06:55:00", SETTING)
    settle_in(cluster)
    owner = deployed(cluster, "orders", "order-service", "31")
    end = cluster.before(minutes=2, seconds=6.118407)
    app = Container(
        "order-service",
        "registry.example.com/orders/order-service:31.0.2",
        crash_runs(end, [83.4, 82.9, 83.7, 83.1, 83.3, 83.2, 82.8], 137, "Error"),
        requests={"cpu": "200m", "memory": "512Mi"},
        limits={"cpu": "500m", "memory": "1Gi"},
        extra={
            "command": ["sh", "-c", "java $JAVA_OPTS -jar /app/order-service.jar"],
            "env": [{"name": "JAVA_OPTS", "value": "-XX:MaxRAMPercentage=60"}],
            "livenessProbe": PROBE,
            "ports": [{"containerPort": 8080, "protocol": "TCP"}],
        },
    )
    created = app.runs[0].started - timedelta(seconds=3.9)
    pod = pod_of(cluster, owner, "worker-1", created, [app])
    app.waiting = back_off(pod, "order-service", app.restart_count)
    publish(cluster, owner, 8080, cluster.before(days=2), "31")
    start_events(cluster, pod, "order-service")
    ends = [run.finished for run in app.runs if run.finished]
    kills = [at - timedelta(seconds=30.3) for at in ends]
    address = f"{pod.ip}:8080"
    refused = (
        f'Liveness probe failed: Get "http://{address}/actuator/health/liveness": dial tcp {address}: connect: '
        "connection refused"
    )
    told = {"container": "order-service", "at": kills[-1]}
    first = kills[0] - timedelta(seconds=20)
    cluster.event(pod, "Unhealthy", refused, **told, first=first, count=21, kind="Warning")
    killing = "Container order-service failed liveness probe, will be restarted"
    cluster.event(pod, "Killing", killing, **told, first=kills[0], count=7)
    bundle = Bundle(cluster, kubectl=28)
    objects(bundle, pod, "json")
    bundle.log(pod, "order-service", stamped_log(app.runs[-1].started, LOG), previous=True)
    node = cluster.node("worker-1")
    kernel_file(bundle, quiet_kernel(bundle, node, cluster.before(seconds=14)), "dmesg")
    return Story(
        NAME,
        "The health check gives less time than the start needs",
        """With half a CPU the order service takes 81 seconds to start. Its liveness check begins after 30
        seconds and allows three failures, 10 seconds apart: after some 53 seconds kubelet kills it. The shell
        around java does not pass SIGTERM on, so that it ends 30 seconds later by SIGKILL, every time after
        83 seconds.""",
        bundle,
        [
            cause(
                "probe.probe-too-early",
                pod_subject(pod, "order-service"),
                (f"logs/orders/{pod.name}/order-service-previous.log", "Started OrderService in"),
                confidence="confirmed|likely",
            )
        ],
        must_not=["memory.oom-container-limit", "memory.oom-system", "container.exit-137-unattributed"]
        + ["probe.liveness-http-status", "probe.probe-wrong-port-or-path"],
        more={"says": ["start"]},
    )


LOG = [
    (1.9, "  INFO 7 --- [main] c.e.orders.OrderService : Starting OrderService v31.0.2 using Java 17.0.11"),
    (2.0, "  INFO 7 --- [main] c.e.orders.OrderService : No active profile set, falling back to 1 default profile"),
    (17.6, "  INFO 7 --- [main] .s.d.r.c.RepositoryConfigurationDelegate : Found 61 JPA repository interfaces"),
    (31.2, "  INFO 7 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat initialized with port(s): 8080"),
    (44.8, "  INFO 7 --- [main] com.zaxxer.hikari.HikariDataSource : HikariPool-1 - Start completed."),
    (66.3, "  INFO 7 --- [main] j.LocalContainerEntityManagerFactoryBean : Initialized JPA EntityManagerFactory"),
    (81.1, "  INFO 7 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat started on port(s): 8080 (http)"),
    (81.3, "  INFO 7 --- [main] c.e.orders.OrderService : Started OrderService in 80.714 seconds (process running "
           "for 81.402)"),
]  # fmt: skip

"""The health check cannot even run, two hundred times; the program ends by itself."""

from __future__ import annotations

from datetime import timedelta

from story_maker.app_log import repeated, stamped_log
from story_maker.bundle import Bundle, Story, cause, pod_subject
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.neighbours import settle_in
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, crash_runs, deployed, pod_of, publish, start_events
from story_maker.workload import Container, Run

NAME = "situation-12-probe-errored"
SETTING = Setting("5.4.0-216-generic", "cri-o://1.28.9", "Ubuntu 20.04.6 LTS", "1.28.11", cgroup=1, uptime_days=21.7)
ERRORED = (
    "Liveness probe errored: rpc error: code = Unknown desc = command error: exec failed: unable to start "
    'container process: exec: "curl": executable file not found in $PATH, stdout: , stderr: , exit code -1'
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-04-02 12:01:00", SETTING)
    settle_in(cluster, network="calico")
    owner = deployed(cluster, "hr", "payslip", "6")
    end = cluster.before(minutes=2, seconds=55.640913)
    runs = [*crash_runs(end, [611.4, 588.2, 602.9], 1, "Error"), Run(end + timedelta(seconds=41.3))]
    app = Container(
        "payslip",
        "registry.example.com/hr/payslip:6.0.1",
        runs,
        requests={"cpu": "100m", "memory": "192Mi"},
        limits={"memory": "384Mi"},
        processes=[Process("payslip", 101_900, 20_400, uid=1000)],
        page_cache=4_400,
        extra={
            "livenessProbe": {
                "exec": {"command": ["curl", "-sf", "http://localhost:8080/live"]},
                "failureThreshold": 3,
                "periodSeconds": 10,
                "successThreshold": 1,
                "timeoutSeconds": 2,
            }
        },
    )
    pod = pod_of(cluster, owner, "worker-1", runs[0].started - timedelta(seconds=3.3), [app])
    publish(cluster, owner, 8080, cluster.before(days=61), "6")
    start_events(cluster, pod, "payslip")
    first = runs[0].started + timedelta(seconds=6)
    last = cluster.before(seconds=4)
    cluster.event(pod, "Unhealthy", ERRORED, at=last, first=first, count=200, kind="Warning", container="payslip")
    bundle = Bundle(cluster, kubectl=28)
    objects(bundle, pod)
    bundle.log(pod, "payslip", stamped_log(runs[-2].started, LOG), previous=True)
    node = cluster.node("worker-1")
    kernel_file(bundle, quiet_kernel(bundle, node, cluster.before(seconds=19)), "journal")
    node_state(bundle, node, only={pod.key})
    return Story(
        NAME,
        "The health check never ran; the program ended by itself",
        """The liveness check calls curl, which the image does not have. The runtime reports an error each
        time, and kubelet throws the result away: it never kills for that. The payslip service ends with code 1
        because its print queue has a wrong format.""",
        bundle,
        [
            cause(
                "container.exit-app-error",
                pod_subject(pod, "payslip"),
                (f"logs/hr/{pod.name}/payslip-previous.log", "queue cannot be emptied"),
                confidence="confirmed|likely",
                state="recurring|failing",
            )
        ],
        must_not=["probe.liveness-killed", "probe.exec-probe-failing", "probe.probe-errored"]
        + ["memory.oom-container-limit", "probe.probe-process-killed-externally"],
        more={"says": ["payslip"]},
    )


LOG = [
    (0.7, "INFO payslip 6.0.1 listening on :8080"),
    *repeated(5.0, 21.3, 27, "INFO batch {n}: 250 payslips queued"),
    (602.6, "ERROR print queue: job 6412 has unsupported format 'afp', expected 'pdf'"),
    (602.7, "ERROR fatal: queue cannot be emptied, ending"),
]

"""Memory is free, but in crumbs: an old kernel cannot make network namespaces any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from story_maker.bundle import Bundle, Story, cause, node_subject
from story_maker.cluster import Cluster
from story_maker.collect import kernel_file, node_state, objects, quiet_kernel
from story_maker.kernel_allocation import namespace_failure
from story_maker.neighbours import settle_in
from story_maker.node import Node, first_pid
from story_maker.proc_files import present_use
from story_maker.processes import Process
from story_maker.scene import Setting, cluster_of, deployed, pod_of, publish
from story_maker.service_logs import ServiceLog
from story_maker.workload import Container, Pod, Run

NAME = "fragmentation"
SETTING = Setting(
    "3.10.0-1127.el7.x86_64",
    "docker://19.3.15",
    "CentOS Linux 7 (Core)",
    "1.20.15",
    cgroup=1,
    driver="cgroupfs",
    memory_kb=16_266_508,
    cpus=8,
    prefix="kube-node",
    uptime_days=143.2,
)
# Free blocks by order in DMA, DMA32 and Normal: nothing of order 6 (256 kB) and above in the large zones.
CRUMBS = (
    (1, 0, 1, 0, 2, 1, 1, 0, 0, 0, 0),
    (41_211, 22_705, 9_870, 2_114, 317, 12, 0, 0, 0, 0, 0),
    (161_118, 98_431, 41_277, 9_036, 1_128, 47, 0, 0, 0, 0, 0),
)
WHY = (
    "rpc error: code = Unknown desc = failed to start sandbox container for pod {name}: Error response from daemon: "
    "OCI runtime create failed: container_linux.go:370: starting container process caused: process_linux.go:338: "
    "creating new parent process caused: nsenter: failed to unshare namespaces: Cannot allocate memory: unknown"
)


def tell() -> Story:
    """Return the story."""
    cluster = cluster_of(NAME, "2026-01-12 10:40:00", SETTING)
    node = cluster.node("kube-node-2")
    node.hardware = "Red Hat KVM, BIOS 0.5.1 01/01/2011"
    settle_in(cluster, network="calico")
    owner = deployed(cluster, "billing", "invoice-api", "21")
    _serving(cluster, "kube-node-1", "invoice-api")
    created = cluster.before(minutes=13, seconds=22.6)
    container = Container(
        "invoice-api",
        "registry.example.com/billing/invoice-api:6.1.4",
        requests={"cpu": "200m", "memory": "256Mi"},
        limits={"memory": "512Mi"},
        page_cache=0,
    )
    pod = pod_of(cluster, owner, node.name, created, [container], phase="Pending", ip="")
    pod.ip = ""
    publish(cluster, owner, 8080, cluster.before(days=200), "21")
    tries = [created + timedelta(seconds=2.771 + 13.904 * number) for number in range(56)]
    why = WHY.format(name=f'"{pod.name}"')
    scheduled = f"Successfully assigned {pod.key} to {node.name}"
    cluster.event(pod, "Scheduled", scheduled, at=created, source="default-scheduler")
    failed = f"Failed to create pod sandbox: {why}"
    cluster.event(
        pod,
        "FailedCreatePodSandBox",
        failed,
        at=tries[-1] + timedelta(seconds=0.3),
        first=tries[0],
        count=56,
        kind="Warning",
    )
    cluster.event(
        pod,
        "SandboxChanged",
        "Pod sandbox changed, it will be killed and re-created.",
        at=tries[-1] + timedelta(seconds=1),
        first=tries[0] + timedelta(seconds=1),
        count=55,
    )
    bundle = Bundle(cluster, kubectl=20)
    objects(bundle, pod)
    now = replace(present_use(node, cluster), free_lists=CRUMBS)
    free = sum(count << order + 2 for zone in CRUMBS for order, count in enumerate(zone))
    now = replace(now, free_kb=free, file_kb=now.file_kb + now.free_kb - free)
    kernel = quiet_kernel(bundle, node, cluster.before(hours=3))
    # The kernel prints at most ten reports in five seconds, then once in a while: every seventh try here.
    for at in tries[::7]:
        namespace_failure(kernel, at, use=now, pid=first_pid(node, at), dice=cluster.dice)
    path = kernel_file(bundle, kernel, "syslog", since=cluster.before(days=3))
    services = _services(cluster, node, pod, tries, why)
    bundle.node(node, "kubelet.log", services.lines())
    counters = {
        "compact_stall": 118_404,
        "compact_fail": 117_961,
        "compact_success": 443,
        "allocstall_normal": 0,
        "thp_fault_fallback": 90_811,
    }
    node_state(bundle, node, only={pod.key}, use=now, counters=counters)
    return Story(
        NAME,
        "The node's free memory is in crumbs, new pods get no network namespace",
        """After 143 days the 3.10 kernel has gigabytes of free memory and no free block of 256 kB. Each new
        network namespace needs one for its connection tracking table, so runc's child fails, and the pod stays
        in ContainerCreating. Pods that run already are not harmed.""",
        bundle,
        [
            cause(
                "memory.mem-fragmentation",
                node_subject(node.name),
                (path, "page allocation failure: order:6"),
                confidence="confirmed|likely",
            )
        ],
        must_not=["memory.oom-system", "memory.mem-order0", "memory.oom-container-limit"] + ["memory.oom-during-start"],
        more={"says": ["kube-node-2"]},
    )


def _serving(cluster: Cluster, node: str, name: str) -> Pod:
    container = Container(
        name,
        "registry.example.com/billing/invoice-api:6.1.3",
        [Run(cluster.before(days=12, seconds=4))],
        requests={"cpu": "200m", "memory": "256Mi"},
        limits={"memory": "512Mi"},
        processes=[Process("invoice-api", 121_400, 18_300, uid=1000)],
        page_cache=4_000,
    )
    owner = deployed(cluster, "billing", name, "20")
    return pod_of(cluster, owner, node, cluster.before(days=12, seconds=8), [container])


def _services(cluster: Cluster, node: Node, pod: Pod, tries: list[datetime], why: str) -> ServiceLog:
    services = ServiceLog(node, cluster)
    for number, at in enumerate(tries):
        failed = at + timedelta(milliseconds=218)
        digest = cluster.dice.hex(f"sandbox/{number}")
        services.runtime(failed, "error", f"stream copy error: reading from a closed fifo id={digest}")
        handler = f"Handler for POST /v1.40/containers/{digest}/start returned error: OCI runtime create failed: "
        services.runtime(failed, "error", handler + "nsenter: failed to unshare namespaces: Cannot allocate memory")
        later = failed + timedelta(milliseconds=34)
        services.kubelet(later, "E", "remote_runtime.go:116", f"RunPodSandbox from runtime service failed: {why}")
        name = f"{pod.name}_{pod.namespace}({pod.uid})"
        text = f'CreatePodSandbox for pod "{name}" failed: {why}'
        services.kubelet(later, "E", "kuberuntime_sandbox.go:70", text)
    return services

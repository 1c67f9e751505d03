"""What customers collect: the usual kubectl calls and the files of a node."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from story_maker.bundle import Bundle
from story_maker.cgroup_tree import Marks, cgroup_files
from story_maker.kernel_log import KernelLog
from story_maker.kernel_meminfo import MachineUse
from story_maker.kernel_noise import boot, new_pod, small_talk
from story_maker.node import Node
from story_maker.proc_files import proc_files
from story_maker.scene import kubelet_config
from story_maker.workload import Pod

_DMESG = {
    "dmesg": "dmesg.txt",
    "dmesg-T": "dmesg-T.txt",
    "journal": "journal-kernel.txt",
    "journal-iso": "journal-kernel.txt",
    "syslog": "messages",
}


def objects(bundle: Bundle, pod: Pod, style: str = "yaml", *, workloads: bool = True) -> None:
    """Collect the cluster's objects.

    style: yaml or json (lists of objects, and describe of the subject) or text (tables and describes only)
    """
    bundle.kubectl("version.txt", "version")
    namespace = pod.namespace
    bundle.kubectl(f"describe-pod-{pod.name}.txt", f"describe pod {pod.name} -n {namespace}")
    bundle.kubectl("pods.txt", "get pods -A -o wide")
    bundle.kubectl("nodes.txt", "get nodes -o wide")
    if style == "text":
        bundle.kubectl("events.txt", "get events -A -o wide")
        node = pod.node
        bundle.kubectl(f"describe-node-{node}.txt", f"describe node {node}")
        bundle.kubectl("workloads.txt", f"get deployments,replicasets,services,endpoints -n {namespace} -o wide")
        return
    bundle.kubectl(f"pods.{style}", f"get pods -A -o {style}")
    bundle.kubectl(f"nodes.{style}", f"get nodes -o {style}")
    bundle.kubectl(f"events.{style}", f"get events -A -o {style}")
    if workloads:
        kinds = "deployments,replicasets,services,endpoints"
        bundle.kubectl(f"workloads.{style}", f"get {kinds} -n {namespace} -o {style}")


def quiet_kernel(bundle: Bundle, node: Node, until: datetime, count: int = 12) -> KernelLog:
    """Return the kernel log of a boot and of small talk until then; the last line stands shortly before it."""
    log = KernelLog(node)
    boot(log)
    small_talk(log, bundle.cluster.dice, node.booted + timedelta(minutes=2), until, count)
    new_pod(log, bundle.cluster.dice, until - timedelta(milliseconds=137), f"{node.name}/last")
    return log


def kernel_file(bundle: Bundle, log: KernelLog, form: str, since: datetime | None = None) -> str:
    """Collect a kernel log; return its path in the bundle."""
    bundle.node(log.node, _DMESG[form], log.lines(form, since))
    return f"nodes/{log.node.name}/{_DMESG[form]}"


def node_state(
    bundle: Bundle,
    node: Node,
    *,
    kills: int = 0,
    marks: Mapping[str, Marks] | None = None,
    past: Mapping[str, Marks] | None = None,
    only: set[str] | None = None,
    use: MachineUse | None = None,
    counters: Mapping[str, int] | None = None,
) -> None:
    """Collect /sys/fs/cgroup, /proc and the kubelet's configuration of a node."""
    tree = cgroup_files(node, bundle.cluster, marks=marks, past=past, only=only)
    bundle.node_files(node, "sys/fs/cgroup", tree)
    state = proc_files(node, bundle.cluster, kills=kills, use=use, counters=counters)
    bundle.node_files(node, "proc", state)
    bundle.node(node, "kubelet-config.yaml", kubelet_config(node))

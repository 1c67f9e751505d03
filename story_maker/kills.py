"""Memory kills of a story: who is in the task table, who grew, who died."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from story_maker.cgroup_tree import pod_limit
from story_maker.cluster import Cluster
from story_maker.kernel_log import KernelLog
from story_maker.kernel_meminfo import exhaust
from story_maker.kernel_oom import Victim, global_oom, memcg_oom
from story_maker.memory_use import fill
from story_maker.neighbours import score
from story_maker.node import Node, first_pid, sandbox_pid
from story_maker.processes import Process, settle
from story_maker.workload import Container, Pod, Run, quantity

# The kernel's report comes this long before the time that the runtime notes as the end.
_NOTICE = timedelta(milliseconds=412, microseconds=837)


def tasks_of(cluster: Cluster, node: Node, pod: Pod, container: Container, run: Run | None) -> list[Process]:
    """Return the container's processes in that run, with PIDs and scores of their own."""
    adj = score(pod, container, node)
    if run is None or run is container.current:
        return [replace(process, adj=adj) for process in container.processes]
    fresh = [replace(process, pid=0) for process in container.processes]
    label = f"{pod.key}/{container.name}/{run.container_id}"
    return [replace(process, adj=adj) for process in settle(fresh, cluster.dice, label, first_pid(node, run.started))]


def pause_of(cluster: Cluster, pod: Pod) -> Process:
    """Return the process of the pod's sandbox."""
    pid = sandbox_pid(cluster.node(pod.node), pod, cluster.dice)
    return Process("pause", 40, 4, uid=65535, virtual=972, adj=-998, pid=pid)


def container_kill(
    log: KernelLog, cluster: Cluster, pod: Pod, name: str, run: Run, hog: str, *,
    limit: int | None = None, at_pod: bool = False,
) -> datetime:  # fmt: skip
    """Kill the container at its limit, half a second before the run's end.

    limit: bytes in force then, if the specification has another now
    at_pod: the pod's cgroup is reported, as in pods of one limited container: its pause process fills it first
    """
    assert run.finished is not None  # noqa: S101 - stories kill runs that ended
    node, container = cluster.node(pod.node), pod.container(name)
    tasks = tasks_of(cluster, node, pod, container, run)
    if at_pod:
        tasks = [pause_of(cluster, pod), *tasks]
    bytes_limit = limit or quantity(container.limits["memory"])
    grower = _pid_of(hog, tasks)
    full, use = fill(bytes_limit // 4096 * 4096, tasks, grower, container.page_cache, cluster.dice)
    dying = next(process for process in full if process.pid == grower)
    cgroup = node.container_cgroup(pod, run.container_id)
    members = [process for process in full if process.comm != "pause"]
    return memcg_oom(
        log,
        run.finished - _NOTICE,
        limit_cgroup=node.pod_cgroup(pod) if at_pod else cgroup,
        use=use,
        tasks=full,
        victim=Victim(dying, cgroup, node.cpuset(run.container_id)),
        dice=cluster.dice,
        group=[replace(one, file=0) for one in members] if whole_group(node) else (),
    )


def pod_kill(log: KernelLog, cluster: Cluster, pod: Pod, victim: str, hog: str, run: Run) -> datetime:
    """Kill container `victim` because the pod's limit was reached by the process `hog` of another one."""
    assert run.finished is not None  # noqa: S101 - stories kill runs that ended
    node = cluster.node(pod.node)
    tasks = [pause_of(cluster, pod)]
    for container in pod.containers:
        tasks += tasks_of(cluster, node, pod, container, run if container.name == victim else None)
    cache = sum(container.page_cache for container in pod.containers)
    full, use = fill(pod_limit(pod) or 0, tasks, _pid_of(hog, tasks), cache, cluster.dice)
    comms = {process.comm for process in pod.container(victim).processes}
    members = [process for process in full if process.comm in comms]
    return memcg_oom(
        log,
        run.finished - _NOTICE,
        limit_cgroup=node.pod_cgroup(pod),
        use=use,
        tasks=full,
        victim=Victim(members[0], node.container_cgroup(pod, run.container_id), node.cpuset(run.container_id)),
        dice=cluster.dice,
        group=members if whole_group(node) else (),
    )


def kubepods_kill(log: KernelLog, cluster: Cluster, pod: Pod, name: str, run: Run) -> datetime:
    """Kill the container because all pods together reached Allocatable: it took what was left."""
    assert run.finished is not None  # noqa: S101 - stories kill runs that ended
    node = cluster.node(pod.node)
    own = {process.pid for process in tasks_of(cluster, node, pod, pod.container(name), run)}
    tasks = _all_pods(cluster, node, {(pod.key, name): run})
    full, use = fill(node.kubepods_limit // 4096 * 4096, tasks, min(own), 61_000, cluster.dice)
    dying = max((one for one in full if one.pid in own), key=lambda one: one.rss)
    cgroup = node.container_cgroup(pod, run.container_id)
    return memcg_oom(
        log,
        run.finished - _NOTICE,
        limit_cgroup=node.pods_cgroup(),
        use=use,
        tasks=full,
        victim=Victim(dying, cgroup, node.cpuset(run.container_id)),
        dice=cluster.dice,
        group=[one for one in full if one.pid in own] if whole_group(node) else (),
    )


def machine_kill(
    log: KernelLog, cluster: Cluster, pod: Pod, name: str, run: Run, hog: str = "", invoker: str = ""
) -> datetime:
    """Kill the container because the machine is full.

    hog: the process of the host that took what was left; without it, the container itself did
    """
    assert run.finished is not None  # noqa: S101 - stories kill runs that ended
    node = cluster.node(pod.node)
    own = {process.pid for process in tasks_of(cluster, node, pod, pod.container(name), run)}
    tasks = [process for _, process in node.host] + _all_pods(cluster, node, {(pod.key, name): run})
    tasks = [_squeezed(process) for process in sorted(tasks, key=lambda one: one.pid)]
    full, use = exhaust(node.memory_kb, tasks, _pid_of(hog, tasks) if hog else min(own), cluster.dice)
    dying = max((one for one in full if one.pid in own), key=lambda one: one.rss)
    caller = invoker or hog or dying.comm
    return global_oom(
        log,
        run.finished - _NOTICE,
        use=use,
        tasks=full,
        victim=Victim(dying, node.container_cgroup(pod, run.container_id), node.cpuset(run.container_id)),
        invoker=next(process for process in full if process.comm == caller),
        dice=cluster.dice,
        group=[one for one in full if one.pid in own] if whole_group(node) else (),
    )


def whole_group(node: Node) -> bool:
    """Whether the kubelet sets memory.oom.group: from 1.28 on, with cgroup version 2."""
    return node.cgroup == 2 and int(node.kubelet.split(".")[1]) >= 28


def _pid_of(comm: str, tasks: Sequence[Process]) -> int:
    return next(process.pid for process in tasks if process.comm == comm)


def _all_pods(cluster: Cluster, node: Node, runs: dict[tuple[str, str], Run]) -> list[Process]:
    tasks = []
    for pod in cluster.pods_on(node.name):
        tasks.append(pause_of(cluster, pod))
        for container in pod.containers:
            run = runs.get((pod.key, container.name))
            if run or container.running:
                tasks += tasks_of(cluster, node, pod, container, run)
    return sorted(tasks, key=lambda one: one.pid)


def _squeezed(process: Process) -> Process:
    """Return the process without most of its mapped files: they go first when memory is short."""
    return replace(process, file=process.file // 40 // 4 * 4)

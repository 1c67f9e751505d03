"""The cgroup files of a node at collection, version 1 or 2, systemd or cgroupfs driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from story_maker.cluster import Cluster
from story_maker.kernel_forms import form_of
from story_maker.memory_stat import stat_lines, stat_values
from story_maker.memory_use import CgroupUse, add, cgroup_use
from story_maker.node import Node, sandbox_pid
from story_maker.processes import Process
from story_maker.workload import Container, Pod, quantity

Files = dict[str, str]
_UNLIMITED_V1 = 9223372036854771712
_PAUSE = Process("pause", 40, 4, uid=65535, virtual=972, adj=-998)


@dataclass
class Marks:
    """What happened to a cgroup: counters that the story fixes."""

    oom: int = 0
    oom_kill: int = 0
    oom_group_kill: int = 0
    limit_hits: int = 0
    peak: int = 0
    stall_us: int = 0


class _Counters(NamedTuple):
    own: Mapping[str, Marks]
    past: Mapping[str, Marks]


@dataclass
class _Group:
    """One cgroup with its use; `own` counters are its own, `total` those of the subtree."""

    path: str
    use: CgroupUse
    limit: int | None
    own: Marks
    total: Marks = field(default_factory=Marks)
    pids: list[int] = field(default_factory=list)


def cgroup_files(
    node: Node,
    cluster: Cluster,
    *,
    marks: Mapping[str, Marks] | None = None,
    past: Mapping[str, Marks] | None = None,
    only: set[str] | None = None,
) -> Files:
    """Return file texts by path below sys/fs/cgroup.

    marks: counters by cgroup path; they count for the parents, too, where the kernel does so.
    past: counters that a cgroup has from descendants that are gone, such as a container's earlier runs
    only: pods (namespace/name) whose cgroups the customer copied; the levels above are always there
    """
    groups = _tree(node, cluster, _Counters(marks or {}, past or {}))
    files: Files = {} if node.cgroup == 1 else {"cgroup.controllers": "cpuset cpu io memory hugetlb pids rdma\n"}
    wanted = {node.pod_cgroup(pod) for pod in cluster.pods_on(node.name) if only is None or pod.key in only}
    for group in groups:
        below = [path for path in wanted if group.path.startswith(path)]
        if "/kubepods" in group.path and "pod" in group.path.rsplit("kubepods", 1)[-1] and not below:
            continue
        prefix = group.path.strip("/")
        texts = _version_2(node, group, cluster) if node.cgroup == 2 else _version_1(group, cluster)
        files |= {f"{prefix}/{name}" if prefix else name: text for name, text in texts.items()}
    return files if node.cgroup == 2 else {f"memory/{path}": text for path, text in files.items()}


def container_use(node: Node, pod: Pod, container: Container, cluster: Cluster) -> CgroupUse:
    """Return what a container uses now."""
    label = f"{node.name}/{pod.key}/{container.name}"
    return cgroup_use(container.processes, container.page_cache, cluster.dice, label)


def pod_limit(pod: Pod) -> int | None:
    """Return the pod cgroup's memory limit: its own, or the sum if every container has one."""
    if pod.pod_resources:
        own = pod.pod_resources.get("limits", {}).get("memory")
        return quantity(own) if own else None
    limits = [one.limits.get("memory") for one in pod.containers]
    return sum(quantity(limit) for limit in limits if limit) if all(limits) else None


def _tree(node: Node, cluster: Cluster, marks: _Counters) -> list[_Group]:
    pods: dict[str, list[_Group]] = {}
    found: list[_Group] = []
    for pod in cluster.pods_on(node.name):
        leaves = _leaves(node, pod, cluster, marks)
        path = node.pod_cgroup(pod)
        top = _parent(path, leaves, pod_limit(pod), marks)
        found += [top, *leaves]
        pods.setdefault(node.qos_cgroup(pod.qos), []).append(top)
    root = node.pods_cgroup()
    tiers = [_parent(path, tops, None, marks) for path, tops in sorted(pods.items()) if path != root]
    everything = _parent(root, tiers + pods.get(root, []), node.kubepods_limit, marks)
    host = _host(node, cluster, marks)
    return [everything, *tiers, *found, *host]


def _leaves(node: Node, pod: Pod, cluster: Cluster, marks: _Counters) -> list[_Group]:
    leaves = []
    for container in pod.init + pod.containers:
        run = container.current
        if run is None or run.finished:
            continue
        path = node.container_cgroup(pod, run.container_id)
        limit = container.limits.get("memory")
        own = marks.own.get(path, Marks())
        use = container_use(node, pod, container, cluster)
        pids = [process.pid for process in container.processes]
        leaves.append(_Group(path, use, quantity(limit) if limit else None, own, own, pids))
    sandbox = node.container_cgroup(pod, pod.sandbox_id)
    use = cgroup_use([_PAUSE], 0, cluster.dice, f"{pod.key}/pause")
    leaves.append(_Group(sandbox, use, None, Marks(), Marks(), [sandbox_pid(node, pod, cluster.dice)]))
    return leaves


def _host(node: Node, cluster: Cluster, marks: _Counters) -> list[_Group]:
    units = []
    for unit, process in node.host:
        use = cgroup_use([process], process.file, cluster.dice, f"{node.name}/{unit}")
        own = marks.own.get(f"/system.slice/{unit}", Marks())
        units.append(_Group(f"/system.slice/{unit}", use, None, own, own, [process.pid]))
    agents = {"kubelet.service", "containerd.service", "docker.service", "crio.service"}
    extra = {f"/system.slice/{unit}" for unit, process in node.host if process.anon > 100_000}
    kept = [unit for unit in units if unit.path.rsplit("/", 1)[1] in agents or unit.path in extra]
    return [_parent("/system.slice", units, None, marks), *kept]


def _parent(path: str, below: list[_Group], limit: int | None, marks: _Counters) -> _Group:
    own = marks.own.get(path, Marks())
    totals = [own, marks.past.get(path, Marks()), *[group.total for group in below]]
    total = Marks(**{name: sum(getattr(one, name) for one in totals) for name in Marks.__dataclass_fields__})
    total.peak = max(one.peak for one in totals)
    return _Group(path, add([group.use for group in below]), limit, own, total)


def _peak(group: _Group) -> int:
    if group.own.peak:
        return group.own.peak
    highest = max(group.use.total * 107 // 100, group.total.peak + group.use.total // 2) // 4096 * 4096
    return min(highest, group.limit) if group.limit is not None else highest


def _version_2(node: Node, group: _Group, cluster: Cluster) -> Files:
    form = form_of(node.kernel)
    label = group.path
    stats = stat_values(group.use, cluster.dice, label, reclaimed=group.own.limit_hits > 0)
    procs = "".join(f"{pid}\n" for pid in group.pids)
    files = {
        "memory.max": "max\n" if group.limit is None else f"{group.limit // 4096 * 4096}\n",
        "memory.current": f"{group.use.total // 4096 * 4096}\n",
        "memory.events": _events(group.total, form.version),
        "memory.events.local": _events(group.own, form.version),
        "memory.stat": "\n".join(stat_lines(form.stats, stats)) + "\n",
        "memory.pressure": pressure(group.own.stall_us, label, cluster),
    }
    if form.version >= (6, 1):
        files["memory.peak"] = f"{_peak(group)}\n"
    if procs:
        files["cgroup.procs"] = procs
    return files


def _events(marks: Marks, version: tuple[int, int]) -> str:
    text = f"low 0\nhigh 0\nmax {marks.limit_hits}\noom {marks.oom}\noom_kill {marks.oom_kill}\n"
    return text + (f"oom_group_kill {marks.oom_group_kill}\n" if version >= (6, 1) else "")


def _version_1(group: _Group, cluster: Cluster) -> Files:
    use = group.use
    stats = stat_values(use, cluster.dice, group.path, reclaimed=group.own.limit_hits > 0)
    limit = _UNLIMITED_V1 if group.limit is None else group.limit // 4096 * 4096
    renamed = {
        "cache": use.file,
        "rss": use.anon,
        "rss_huge": stats["anon_thp"],
        "shmem": use.shmem,
        "mapped_file": stats["file_mapped"],
        "dirty": 0,
        "writeback": 0,
        "pgpgin": stats["pgfault"] // 2,
        "pgpgout": stats["pgfault"] // 3,
        "pgfault": stats["pgfault"],
        "pgmajfault": stats["pgmajfault"],
        "inactive_anon": stats["inactive_anon"],
        "active_anon": stats["active_anon"],
        "inactive_file": stats["inactive_file"],
        "active_file": stats["active_file"],
        "unevictable": 0,
    }
    lines = [f"{key} {value}" for key, value in renamed.items()]
    lines += [f"hierarchical_memory_limit {limit}", f"hierarchical_memsw_limit {_UNLIMITED_V1}"]
    lines += [f"total_{key} {value}" for key, value in renamed.items()]
    files = {
        "memory.limit_in_bytes": f"{limit}\n",
        "memory.usage_in_bytes": f"{use.total // 4096 * 4096}\n",
        "memory.max_usage_in_bytes": f"{_peak(group)}\n",
        "memory.failcnt": f"{group.own.limit_hits}\n",
        "memory.kmem.usage_in_bytes": f"{use.kernel // 4096 * 4096}\n",
        "memory.oom_control": f"oom_kill_disable 0\nunder_oom 0\noom_kill {group.own.oom_kill}\n",
        "memory.stat": "\n".join(lines) + "\n",
    }
    if group.pids:
        files["cgroup.procs"] = "".join(f"{pid}\n" for pid in group.pids)
    return files


def pressure(stall_us: int, label: str, cluster: Cluster) -> str:
    """Return a pressure file; short averages are calm unless there were stalls."""
    some = stall_us or cluster.dice.between(f"{label}/psi", 0, 9_000)
    avg = min(99.0, stall_us / 40_000_000)
    return (
        f"some avg10=0.00 avg60={avg / 3:.2f} avg300={avg:.2f} total={some}\n"
        f"full avg10=0.00 avg60={avg / 4:.2f} avg300={avg * 0.8:.2f} total={some * 83 // 100}\n"
    )

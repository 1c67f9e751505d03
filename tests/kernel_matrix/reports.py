"""OOM reports and allocation failures of every kernel, and what must come of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from story_maker.dice import Dice
from story_maker.kernel_allocation import namespace_failure, receive_failure
from story_maker.kernel_log import KernelLog
from story_maker.kernel_meminfo import MachineUse, machine_use
from story_maker.kernel_oom import Victim, global_oom, memcg_oom
from story_maker.memory_use import CgroupUse, fill
from story_maker.node import Node
from story_maker.processes import Process, settle
from tests.kernel_matrix.wordings import VERSIONS, Said, Wordings

_ID = "27f14c6154e2630984fad3eb585e75456d10be978b80cb2c587efc77aa80f219"
_UID = "e8d39171-af9d-4c07-b03e-6e72aefc26a8"
_POD = f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{_UID.replace('-', '_')}.slice"
_SCOPE = f"{_POD}/cri-containerd-{_ID}.scope"
_AT = datetime(2022, 2, 11, 18, 59, 1, tzinfo=UTC)
_DICE = Dice("kernel-matrix")
_LIMIT = 256 * 1024 * 1024


def _node(version: str) -> Node:
    release = {"3.10": "3.10.0-1160.el7.x86_64", "4.4": "4.4.0-210-generic"}.get(version, f"{version}.0-18-amd64")
    cgroup = 1 if version in ("3.10", "4.4", "4.19") else 2
    return Node("node-1", 16_777_216, 8, release, _AT - timedelta(days=3), cgroup=cgroup)


def _processes() -> list[Process]:
    found = [
        Process("pause", 64, adj=-998),
        Process("java", 200_000, 1232, adj=968),
        Process("tmux: server", 3000, adj=968),
    ]
    return settle(found, _DICE, "matrix", 4100)


def _use(processes: list[Process]) -> tuple[list[Process], CgroupUse]:
    return fill(_LIMIT, processes, 1, 2048, _DICE)


def _machine(processes: list[Process]) -> MachineUse:
    return machine_use(16_777_216, 90_000, processes, 200_000, _DICE)


def _lines(log: KernelLog, version: str) -> tuple[str, ...]:
    texts = [record.text for record in sorted(log.records, key=lambda record: record.at)]
    return tuple(_of_4_4(text) for text in texts) if version == "4.4" else tuple(texts)


def _of_4_4(text: str) -> str:
    """4.4 says what 3.10 says, but for a column of the task table and the bits of the flags."""
    if text.startswith("[ pid ]"):
        return text.replace("nr_ptes swapents", "nr_ptes nr_pmds swapents")
    if found := re.match(r"(\[ *\d+\] +\d+ +\d+ +\d+ +\d+ +\d+ )(.*)", text):
        return f"{found[1]}{3:7d} {found[2]}"
    return text.replace("gfp_mask=0xd0", "gfp_mask=0x24000c0").replace("gfp_mask=0x280da", "gfp_mask=0x24280ca")


def _killed(victim: Process) -> dict[str, Any]:
    return {
        "victim": victim.comm,
        "victim_pid": victim.pid,
        "oom_score_adj": victim.adj,
        "anon_bytes": victim.anon * 1024,
        "killed": 1,
    }


def _memcg(version: str, limit_cgroup: str, level: str) -> Said:
    processes, use = _use(_processes())
    log, victim = KernelLog(_node(version)), Victim(processes[1], _SCOPE, _ID)
    memcg_oom(log, _AT, limit_cgroup=limit_cgroup, use=use, tasks=processes, victim=victim, dice=_DICE, failures=77)
    columns = {
        **_killed(processes[1]),
        "constraint": "MEMCG",
        "limit_level": level,
        "oom_memcg": limit_cgroup,
        "pod_uid": _UID,
        "container_id": _ID,
        "limit_bytes": _LIMIT,
        "usage_bytes": _LIMIT,
        "failcnt": 77,
        "invoker": "java",
        "order": 0,
        "cgroup_version": log.node.cgroup,
        "stat_anon_bytes": use.anon // 1024 * 1024,
        "tasks_rss_bytes": sum(process.rss for process in processes) * 1024,
        "kernel_version": log.node.kernel,
    }
    return Said(version, _lines(log, version), columns)


def _group(version: str) -> Said:
    """memory.oom.group (4.19) kills every process of the container in one event."""
    processes, use = _use(_processes())
    log, victim = KernelLog(_node(version)), Victim(processes[1], _SCOPE, _ID)
    memcg_oom(log, _AT, limit_cgroup=_SCOPE, use=use, tasks=processes, victim=victim, dice=_DICE, group=processes[1:])
    columns = {**_killed(processes[1]), "killed": 2, "group_kill": True, "limit_level": "container"}
    return Said(version, _lines(log, version), columns)


def _global(version: str) -> Said:
    processes, _ = _use(_processes())
    log, victim = KernelLog(_node(version)), Victim(processes[1], _SCOPE, "/")
    invoker = replace(processes[2], comm="kubelet")
    use = _machine(processes)
    global_oom(log, _AT, use=use, tasks=processes, victim=victim, invoker=invoker, dice=_DICE)
    columns = {**_killed(processes[1]), "constraint": "NONE", "limit_level": "node", "invoker": "kubelet"}
    return Said(version, _lines(log, version), {**columns, "swap_total_bytes": 0})


_COMM = "runc:[1:CHILD]"
_FAILURES = {
    "3.10": (f"{_COMM}: page allocation failure: order:6, mode:0xc0d0",),
    "4.4": (f"{_COMM}: page allocation failure: order:6, mode:0x26040c0",),
    "4.19": (
        f"{_COMM}: page allocation failure: order:6, mode:0x60c0c0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO), nodemask=(null)",
        f"{_COMM} cpuset={_ID} mems_allowed=0",
    ),
    "5.4": (
        f"{_COMM}: page allocation failure: order:6, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO),"
        f" nodemask=(null),cpuset={_ID},mems_allowed=0",
    ),
}


def _namespace(version: str) -> Said:
    """The failure of runc's child to get pages for a network namespace."""
    processes, _ = _use(_processes())
    log = KernelLog(_node(version))
    namespace_failure(log, _AT, use=_machine(processes), pid=4242, dice=_DICE)
    head = next(_FAILURES[known] for known in reversed(VERSIONS[: VERSIONS.index(version) + 1]) if known in _FAILURES)
    columns = {"comm": _COMM, "order": 6, "pid": 4242, "kernel_version": log.node.kernel}
    # The bits of 4.4 to 4.5 are printed without their names.
    columns["atomic"] = None if version == "4.4" else False
    columns["cgroup"] = None if version in ("3.10", "4.4") else _ID
    return Said(version, (*head, *_lines(log, version)[1:]), columns)


def _receive(version: str) -> Said:
    processes, _ = _use(_processes())
    log = KernelLog(_node(version))
    receive_failure(log, _AT, use=_machine(processes), dice=_DICE)
    return Said(version, _lines(log, version), {"order": 0, "atomic": True, "kernel_version": log.node.kernel})


def _all(name: str, said: tuple[Said, ...], table: str = "oom_kills") -> Wordings:
    return Wordings(name, "", said, table)


_GROUPS = VERSIONS[VERSIONS.index("4.19") :]
REPORTS = (
    _all("oom at a container's limit", tuple(_memcg(version, _SCOPE, "container") for version in VERSIONS)),
    _all("oom at a pod's limit", tuple(_memcg(version, _POD, "pod") for version in VERSIONS)),
    _all("oom at kubepods' limit", tuple(_memcg(version, "/kubepods.slice", "kubepods") for version in VERSIONS)),
    _all("oom of a group", tuple(_group(version) for version in _GROUPS)),
    _all("oom of the machine", tuple(_global(version) for version in VERSIONS)),
    _all("allocation of order 6", tuple(_namespace(version) for version in VERSIONS), "allocation_failures"),
    _all(
        "allocation of a driver",
        tuple(_receive(version) for version in ("4.19", "5.4", "5.15", "6.1", "6.12")),
        "allocation_failures",
    ),
)

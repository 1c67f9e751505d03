"""`oom_kills`: one row for each time the kernel's OOM killer ran, however many processes it killed."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Line, LineNo, Number, Real, Table, Text, Time


class OomKill(NamedTuple):
    """One run of the OOM killer; `line` is the first line of its block that is there.

    The block's head and its `oom-kill:` line are rate-limited together, so a row may know nothing but
    a `Killed process` line: then limit, scope and cgroups are missing.
    """

    line: int
    node: Annotated[Text, "host name column, where there is one"] = None
    time: Annotated[Time, "when"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    mono_s: Annotated[Real, "seconds since boot"] = None
    boot: Annotated[int | None, "number of the boot within its member, from 1"] = None
    kernel_version: Annotated[Text, "kernel of the block's CPU line"] = None
    cgroup_version: Annotated[
        int | None, "1 or 2, where the block tells: memory+swap and kmem lines are 1, a swap line is 2"
    ] = None
    invoker: Annotated[Text, "process whose allocation tripped it", Line("invoked_line")] = None
    gfp: Annotated[Text, "allocation flags as printed", Line("invoked_line")] = None
    order: Annotated[int | None, "order of the allocation; -1 is a kill by hand (SysRq)", Line("invoked_line")] = None
    invoked_line: Annotated[LineNo, "line of `invoked oom-killer`"] = None
    constraint: Annotated[Text, "NONE, MEMCG, CPUSET or MEMORY_POLICY", Line("constraint_line")] = None
    constraint_line: Annotated[LineNo, "line that tells the constraint"] = None
    oom_memcg: Annotated[Text, "cgroup whose limit was reached", Line("memcg_line")] = None
    memcg_line: Annotated[LineNo, "line that names it"] = None
    limit_level: Annotated[
        Text, "level of oom_memcg: container, pod, qos, kubepods, host or root; node for a global kill"
    ] = None
    limit_pod_uid: Annotated[Text, "pod UID in oom_memcg", Line("memcg_line")] = None
    limit_container_id: Annotated[Text, "container ID in oom_memcg", Line("memcg_line")] = None
    task_memcg: Annotated[Text, "cgroup of the victim", Line("task_line")] = None
    task_line: Annotated[LineNo, "line that names it"] = None
    pod_uid: Annotated[Text, "pod UID of the victim", Line("task_line")] = None
    container_id: Annotated[Text, "container ID of the victim", Line("task_line")] = None
    victim: Annotated[Text, "name of the (first) process killed", Line("kill_line")] = None
    victim_pid: Annotated[int | None, "its process ID", Line("kill_line")] = None
    oom_score_adj: Annotated[int | None, "its oom_score_adj", Line("kill_line")] = None
    total_vm_bytes: Annotated[Bytes, "its address space", Line("kill_line")] = None
    anon_bytes: Annotated[Bytes, "its anonymous memory", Line("kill_line")] = None
    file_bytes: Annotated[Bytes, "its file memory", Line("kill_line")] = None
    shmem_bytes: Annotated[Bytes, "its shared memory", Line("kill_line")] = None
    kill_line: Annotated[LineNo, "line of the (first) `Killed process`"] = None
    killed: Annotated[Number, "processes killed in this one event"] = None
    kill_lines: Annotated[Number, "`Killed process` lines of this event: a group kill may name its victim twice"] = None
    group_kill: Annotated[Flag, "memory.oom.group killed the whole cgroup"] = None
    usage_bytes: Annotated[Bytes, "memory usage of oom_memcg", Line("usage_line")] = None
    limit_bytes: Annotated[Bytes, "its limit", Line("usage_line")] = None
    failcnt: Annotated[Number, "its failcnt", Line("usage_line")] = None
    usage_line: Annotated[LineNo, "line of `memory: usage … limit …`"] = None
    swap_usage_bytes: Annotated[Bytes, "swap (v2) or memory+swap (v1) usage", Line("swap_line")] = None
    swap_limit_bytes: Annotated[Bytes, "its limit", Line("swap_line")] = None
    swap_line: Annotated[LineNo, "line of `swap:` or `memory+swap:`"] = None
    kmem_usage_bytes: Annotated[Bytes, "kernel memory usage (v1)"] = None
    stat_anon_bytes: Annotated[Bytes, "anonymous memory of the cgroup (rss on v1)", Line("stat_line")] = None
    stat_file_bytes: Annotated[Bytes, "page cache of the cgroup", Line("stat_line")] = None
    stat_shmem_bytes: Annotated[Bytes, "shared memory and tmpfs of the cgroup", Line("stat_line")] = None
    stat_slab_unreclaimable_bytes: Annotated[Bytes, "unreclaimable slab of the cgroup", Line("stat_line")] = None
    stat_kernel_bytes: Annotated[Bytes, "kernel memory of the cgroup (6.x)", Line("stat_line")] = None
    stat_line: Annotated[LineNo, "line of `Memory cgroup stats for`"] = None
    total_bytes: Annotated[Bytes, "physical memory: `pages RAM` minus `pages reserved`", Line("ram_line")] = None
    ram_line: Annotated[LineNo, "line of `pages RAM`"] = None
    free_bytes: Annotated[Bytes, "free memory of all zones", Line("meminfo_line")] = None
    node_anon_bytes: Annotated[Bytes, "anonymous memory of the machine", Line("meminfo_line")] = None
    node_file_bytes: Annotated[Bytes, "page cache of the machine", Line("meminfo_line")] = None
    node_shmem_bytes: Annotated[Bytes, "shared memory of the machine", Line("meminfo_line")] = None
    node_slab_unreclaimable_bytes: Annotated[Bytes, "unreclaimable slab of the machine", Line("meminfo_line")] = None
    node_pagetables_bytes: Annotated[Bytes, "page tables of the machine", Line("meminfo_line")] = None
    node_hugepages_bytes: Annotated[Bytes, "huge pages of the machine, used or not"] = None
    meminfo_line: Annotated[LineNo, "line of `Mem-Info:`"] = None
    swap_free_bytes: Annotated[Bytes, "free swap of the machine"] = None
    swap_total_bytes: Annotated[Bytes, "swap of the machine"] = None
    min_bytes: Annotated[Bytes, "sum of the zones' min watermarks"] = None
    at: Annotated[Text, "empty for an event object that repeats a kernel line, missing for a line of text"] = None
    echo: Annotated[Flag, "told by an event that repeats a kernel line, not by the log itself"] = None
    tasks_rss_bytes: Annotated[Bytes, "sum of resident memory in the task table"] = None


TABLE = Table("oom_kills", OomKill, of="node")

"""Runs of the OOM killer, in the wording of each kernel and behind each prefix."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.kernel.oom import parse
from analyzer.tables.oom_kills import OomKill
from analyzer.tables.oom_tasks import OomTask

_POD = "/kubepods/burstable/podbd1a2b3c-0000-4e65-b552-7c71cf55cfb5"
_UID = "bd1a2b3c-0000-4e65-b552-7c71cf55cfb5"
_ID = "25a38b5b8d556d7983d975577f5ac75ebbcfb4b269e6deaa0a0440c1ffc969ca"
_CONTAINER = f"{_POD}/{_ID}"

# A record is what one printk prints; a line end inside it is where tools differ.
_V1_STATS = (
    f"Memory cgroup stats for {_CONTAINER}: cache:2304KB rss:100096KB rss_huge:0KB mapped_file:0KB swap:0KB"
    " inactive_anon:0KB active_anon:100096KB inactive_file:0KB active_file:0KB unevictable:0KB",
    f"Memory cgroup stats for {_CONTAINER}/child: cache:1KB rss:1KB rss_huge:0KB",
)
_V1_USAGE = (
    "memory: usage 102400kB, limit 102400kB, failcnt 6402",
    "memory+swap: usage 102400kB, limit 9007199254740988kB, failcnt 0",
    "kmem: usage 1024kB, limit 9007199254740988kB, failcnt 0",
)
_V2_USAGE = (
    "memory: usage 102400kB, limit 102400kB, failcnt 6402",
    "swap: usage 0kB, limit 9007199254740988kB, failcnt 0",
)
_V2_STATS = (
    f"Memory cgroup stats for {_CONTAINER}:",
    "anon 102498304\nfile 2359296\nkernel_stack 81920\nshmem 2293760\nslab_reclaimable 303736\n"
    "slab_unreclaimable 443144\npgfault 12345",
)
_OLD_TASKS = (
    "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name",
    "[ 1201]     0  1201      256        1       4        0          -998 pause",
    "[ 1234]  1000  1234    74798    25024     100        0           988 java",
)
_PMD_TASKS = (
    "[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name",
    "[ 1201]     0  1201      256        1       4       2        0          -998 pause",
    "[ 1234]  1000  1234    74798    25024     100       3        0           988 java",
)
_TASKS = (
    "Tasks state (memory values in pages):",
    "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
    "[   1201]     0  1201      256        1    28672        0          -998 pause",
    "[   1234]  1000  1234    74798    25024   421888        0           988 java",
)
_TASKS_6_9 = (
    "Tasks state (memory values in pages):",
    "[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name",
    "[   1201]     0  1201      256        1        1        0         0    28672        0  -998 pause",
    "[   1234]  1000  1234    74798    25024    24500      521         3   421888        0   988 java",
)
_SUMMARY = (
    f"oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset={_ID},mems_allowed=0,"
    f"oom_memcg={_CONTAINER},task_memcg={_CONTAINER},task=java,pid=1234,uid=1000"
)
_SIZES = "total-vm:299192kB, anon-rss:98000kB, file-rss:2084kB"
_KILLED = f"Memory cgroup out of memory: Killed process 1234 (java) {_SIZES}, shmem-rss:12kB"
_DECIDED = "Memory cgroup out of memory: Kill process 1234 (java) score 854 or sacrifice child"
_LEGACY = f"Task in {_CONTAINER} killed as a result of limit of {_CONTAINER}"

_REPORTS: dict[str, tuple[str, ...]] = {
    "2.6.32-754.el6.x86_64": (
        "java invoked oom-killer: gfp_mask=0xd0, order=0, oom_adj=0, oom_score_adj=988",
        "java cpuset=/ mems_allowed=0",
        "Pid: 1234, comm: java Not tainted 2.6.32-754.el6.x86_64 #1",
        _LEGACY,
        *_V1_USAGE[:2],
        "[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name",
        "[ 1201]     0  1201      256        1   0       0          -998 pause",
        "[ 1234]  1000  1234    74798    25024   1       0           988 java",
        _DECIDED,
        f"Killed process 1234, UID 1000, (java) {_SIZES}",
    ),
    "3.10.0-1160.el7.x86_64": (
        "java invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=988",
        "java cpuset=25a38b5b8d55 mems_allowed=0",
        "CPU: 4 PID: 1234 Comm: java Not tainted 3.10.0-1160.el7.x86_64 #1",
        "Call Trace:",
        " [<ffffffff81681157>] dump_header+0x8e/0x225",
        _LEGACY,
        *_V1_USAGE,
        *_V1_STATS,
        *_OLD_TASKS,
        _DECIDED,
        f"Killed process 1234 (java) {_SIZES}",
    ),
    "4.4.0-210-generic": (
        "java invoked oom-killer: gfp_mask=0x24000c0, order=0, oom_score_adj=988",
        "java cpuset=25a38b5b8d55 mems_allowed=0",
        "CPU: 4 PID: 1234 Comm: java Not tainted 4.4.0-210-generic #242-Ubuntu",
        _LEGACY,
        *_V1_USAGE,
        *_V1_STATS,
        *_PMD_TASKS,
        _DECIDED,
        f"Killed process 1234 (java) {_SIZES}",
    ),
    "4.19.0-26-amd64": (
        "java invoked oom-killer: gfp_mask=0x6000c0(GFP_KERNEL), nodemask=(null),  order=0, oom_score_adj=988",
        "java cpuset=25a38b5b8d55 mems_allowed=0",
        "CPU: 4 PID: 1234 Comm: java Not tainted 4.19.0-26-amd64 #1 Debian 4.19.304-1",
        _LEGACY,
        *_V1_USAGE,
        *_V1_STATS,
        *_TASKS,
        _DECIDED,
        f"Killed process 1234 (java) {_SIZES}, shmem-rss:12kB",
        "oom_reaper: reaped process 1234 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB",
    ),
    "5.4.0-99-generic": (
        "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=988",
        "CPU: 4 PID: 1234 Comm: java Tainted: P           OE     5.4.0-99-generic #112-Ubuntu",
        "Call Trace:",
        " mem_cgroup_out_of_memory+0xc4/0xd0",
        *_V1_USAGE,
        *_V2_STATS,
        *_TASKS,
        _SUMMARY,
        f"{_KILLED}, UID:1000 pgtables:412kB oom_score_adj:988",
    ),
    "5.15.0-1041-azure": (
        "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=988",
        "CPU: 4 PID: 1234 Comm: java Not tainted 5.15.0-1041-azure #48-Ubuntu",
        " <TASK>",
        *_V2_USAGE,
        *_V2_STATS,
        *_TASKS,
        _SUMMARY,
        f"{_KILLED}, UID:1000 pgtables:412kB oom_score_adj:988",
    ),
    "6.1.0-18-amd64": (
        "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=988",
        "CPU: 4 PID: 1234 Comm: java Not tainted 6.1.0-18-amd64 #1  Debian 6.1.76-1",
        *_V2_USAGE,
        *_V2_STATS,
        *_TASKS,
        _SUMMARY,
        f"{_KILLED}, UID:1000 pgtables:412kB oom_score_adj:988",
    ),
    "6.12.8-200.fc41.x86_64": (
        "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=988",
        "CPU: 3 UID: 1000 PID: 1234 Comm: java Not tainted 6.12.8-200.fc41.x86_64 #1",
        *_V2_USAGE,
        _V2_STATS[0],
        *_V2_STATS[1].splitlines(),
        *_TASKS_6_9,
        _SUMMARY,
        f"{_KILLED}, UID:1000 pgtables:412kB oom_score_adj:988",
    ),
}

_AT = datetime(2022, 2, 11, 18, 59, 1, tzinfo=UTC)


def _each(prefix: str) -> Callable[[str], str]:
    """Every line of a record gets the prefix, as the kernel's own interface does it."""
    return lambda record: "\n".join(prefix + line for line in record.split("\n"))


def _indented(prefix: str) -> Callable[[str], str]:
    """Only the first line gets it, as dmesg and journalctl do it."""
    return lambda record: prefix + record.replace("\n", "\n" + " " * len(prefix))


def _journal_json(record: str) -> str:
    entry = {
        "_TRANSPORT": "kernel",
        "__REALTIME_TIMESTAMP": "1644605941000000",
        "_HOSTNAME": "node-1",
        "MESSAGE": record,
    }
    return json.dumps(entry)


_FORMS: dict[str, tuple[Callable[[str], str], datetime | None, str | None]] = {
    "raw": (str, None, None),
    "dmesg": (_indented("[ 8523.347168] "), None, None),
    "dmesg, each line": (_each("[ 8523.347168] "), None, None),
    "dmesg -T": (_indented("[Fri Feb 11 18:59:01 2022] "), _AT, None),
    "dmesg -T, German": (_each("[Fr Feb 11 18:59:01 2022] "), _AT, None),
    "dmesg iso": (_indented("2022-02-11T18:59:01,000000+00:00 "), _AT, None),
    "dmesg -x": (_each("kern  :warn  : [ 8523.347168] "), None, None),
    "dmesg -r": (_each("<4>[ 8523.347168] "), None, None),
    "caller": (_each("[ 8523.347168] [ T1234] "), None, None),
    "/dev/kmsg": (lambda record: "4,77,8523347168,-;" + record.replace("\n", "\\x0a"), None, None),
    "short": (_indented("Feb 11 18:59:01 node-1 kernel: "), _AT.replace(year=1972), "node-1"),
    "short-precise": (_each("Feb 11 18:59:01.000000 node-1 kernel: "), _AT.replace(year=1972), "node-1"),
    "short-iso-precise": (_each("2022-02-11T18:59:01.000000+0000 node-1 kernel: "), _AT, "node-1"),
    "short-full": (_indented("Fri 2022-02-11 18:59:01 UTC node-1 kernel: "), _AT, "node-1"),
    "short-monotonic": (_each("[ 8523.347168] node-1 kernel: "), None, "node-1"),
    "json": (_journal_json, _AT, "node-1"),
    "messages": (_each("Feb 11 18:59:01 node-1 kernel: "), _AT.replace(year=1972), "node-1"),
    "kern.log": (_each("Feb 11 18:59:01 node-1 kernel: [ 8523.347168] "), _AT.replace(year=1972), "node-1"),
    "kern.log, RFC 3339": (
        _each("2022-02-11T18:59:01.000000+00:00 node-1 kernel: [ 8523.347168] "),
        _AT,
        "node-1",
    ),
    "RFC 5424": (_each("<4>1 2022-02-11T18:59:01.000000Z node-1 kernel - - - "), _AT, "node-1"),
    "#012": (
        lambda record: "Feb 11 18:59:01 node-1 kernel: " + record.replace("\n", "#012"),
        _AT.replace(year=1972),
        "node-1",
    ),
    "quoted": (_each("> [ 8523.347168] "), None, None),
}


def _text(kernel: str, form: str) -> str:
    write = _FORMS[form][0]
    return "\n".join(write(record) for record in _REPORTS[kernel])


def _read(text: str) -> tuple[list[OomKill], list[OomTask]]:
    rows = list(parse(Piece("dmesg", "kernel-log", Lines(text))))
    return [row for row in rows if isinstance(row, OomKill)], [row for row in rows if isinstance(row, OomTask)]


def _only(text: str) -> OomKill:
    kills, _ = _read(text)
    assert len(kills) == 1
    return kills[0]


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("kernel", _REPORTS)
def test_container_limit(kernel: str, form: str) -> None:
    """A container at its limit gives the same row, whatever kernel printed it and whatever tool kept it."""
    kills, tasks = _read(_text(kernel, form))
    assert len(kills) == 1
    kill = kills[0]
    _, time, host = _FORMS[form]
    assert (kill.line, kill.time, kill.node, kill.kernel_version) == (1, time, host, kernel)
    assert (kill.invoker, kill.order, kill.constraint) == ("java", 0, "MEMCG")
    assert (kill.oom_memcg, kill.limit_level) == (_CONTAINER, "container")
    assert (kill.limit_pod_uid, kill.limit_container_id) == (_UID, _ID)
    assert (kill.task_memcg, kill.pod_uid, kill.container_id) == (_CONTAINER, _UID, _ID)
    assert (kill.victim, kill.victim_pid, kill.oom_score_adj, kill.killed) == ("java", 1234, 988, 1)
    assert (kill.total_vm_bytes, kill.anon_bytes) == (299192 * 1024, 98000 * 1024)
    assert kill.file_bytes == 2084 * 1024
    assert (kill.usage_bytes, kill.limit_bytes, kill.failcnt) == (102400 * 1024, 102400 * 1024, 6402)
    assert kill.swap_limit_bytes is None
    assert kill.group_kill is None
    assert [(task.pid, task.name, task.rss_bytes) for task in tasks] == [
        (1201, "pause", 4096),
        (1234, "java", 25024 * 4096),
    ]
    assert tasks[1][:2] == (tasks[1].line, 1)
    assert kill.tasks_rss_bytes == 25025 * 4096


@pytest.mark.parametrize("form", ["dmesg", "#012", "json", "raw"])
@pytest.mark.parametrize(
    ("kernel", "version", "anon", "file", "shmem", "slab"),
    [
        ("2.6.32-754.el6.x86_64", 1, None, None, None, None),
        ("3.10.0-1160.el7.x86_64", 1, 100096 * 1024, 2304 * 1024, None, None),
        ("4.19.0-26-amd64", 1, 100096 * 1024, 2304 * 1024, None, None),
        ("5.4.0-99-generic", 1, 102498304, 2359296, 2293760, 443144),
        ("5.15.0-1041-azure", 2, 102498304, 2359296, 2293760, 443144),
        ("6.12.8-200.fc41.x86_64", 2, 102498304, 2359296, 2293760, 443144),
    ],
)
def test_cgroup_statistics(
    kernel: str,
    form: str,
    version: int,
    anon: int | None,
    file: int | None,
    shmem: int | None,
    slab: int | None,
) -> None:
    """Statistics are those of the cgroup at its limit, in bytes; the usage lines tell the cgroup version."""
    kill = _only(_text(kernel, form))
    assert kill.cgroup_version == version
    assert (kill.stat_anon_bytes, kill.stat_file_bytes) == (anon, file)
    assert (kill.stat_shmem_bytes, kill.stat_slab_unreclaimable_bytes) == (shmem, slab)
    assert kill.kmem_usage_bytes == (1024 * 1024 if version == 1 and "el6" not in kernel else None)


@pytest.mark.parametrize(
    ("kernel", "page_tables", "anon"),
    [
        ("2.6.32-754.el6.x86_64", None, None),
        ("3.10.0-1160.el7.x86_64", 100 * 4096, None),
        ("4.4.0-210-generic", 103 * 4096, None),
        ("4.19.0-26-amd64", 421888, None),
        ("6.12.8-200.fc41.x86_64", 421888, 24500 * 4096),
    ],
)
def test_task_columns(kernel: str, page_tables: int | None, anon: int | None) -> None:
    """The heading of the task table decides what its numbers are."""
    _, tasks = _read(_text(kernel, "dmesg"))
    task = tasks[1]
    assert (task.uid, task.tgid, task.total_vm_bytes, task.oom_score_adj) == (1000, 1234, 74798 * 4096, 988)
    assert (task.pgtables_bytes, task.rss_anon_bytes) == (page_tables, anon)
    assert task.swap_bytes == (None if "el6" in kernel else 0)


_GLOBAL_3_10 = """\
sed invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
sed cpuset=/ mems_allowed=0-1
CPU: 4 PID: 29481 Comm: sed Not tainted 3.10.0-514.6.1.el7.x86_64 #1
Mem-Info:
active_anon:7355653 inactive_anon:660960 isolated_anon:0#012 active_file:1263 inactive_file:1167 \
isolated_file:32#012 unevictable:0 dirty:4 writeback:0 unstable:0#012 slab_reclaimable:27412 \
slab_unreclaimable:13708#012 mapped:4818 shmem:87896 pagetables:25222 bounce:0#012 free:39513 free_pcp:2958
Node 0 DMA free:15872kB min:40kB low:48kB high:60kB active_anon:0kB present:15992kB managed:15908kB
lowmem_reserve[]: 0 2780 15835 15835
Node 0 Normal free:36692kB min:36784kB low:45980kB high:55176kB present:13631488kB managed:13368348kB
Node 1 Normal free:49436kB min:45444kB low:56804kB high:68164kB present:16777212kB managed:16514220kB
Node 0 DMA: 0*4kB 0*8kB 0*16kB 0*32kB 2*64kB (U) 1*128kB (U) 1*256kB (U) 0*512kB = 15872kB
Node 0 Normal: 1231*4kB (UEM) 391*8kB (UEM) 0*4096kB = 38260kB
Node 0 hugepages_total=2 hugepages_free=1 hugepages_surp=0 hugepages_size=1048576kB
Node 1 hugepages_total=8 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB
100155 total pagecache pages
Free swap  = 0kB
Total swap = 8388604kB
8379834 pages RAM
0 pages HighMem/MovableOnly
192987 pages reserved
[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
[ 6576] 12345  6576  8478546  5157063   15483  1527848             0 mysqld
Out of memory: Kill process 6576 (mysqld) score 634 or sacrifice child
Killed process 6576 (mysqld) total-vm:33914184kB, anon-rss:20628252kB, file-rss:0kB, shmem-rss:0kB"""


def test_global_kill() -> None:
    """A kill for the whole node (Linux 3.10) has the machine's memory, and no cgroup."""
    kill = _only(_GLOBAL_3_10)
    assert (kill.constraint, kill.limit_level, kill.oom_memcg) == ("NONE", "node", None)
    assert (kill.total_bytes, kill.free_bytes) == ((8379834 - 192987) * 4096, 39513 * 4096)
    assert (kill.node_anon_bytes, kill.node_file_bytes) == ((7355653 + 660960) * 4096, (1263 + 1167) * 4096)
    assert (kill.node_shmem_bytes, kill.node_slab_unreclaimable_bytes) == (87896 * 4096, 13708 * 4096)
    assert (kill.node_pagetables_bytes, kill.node_hugepages_bytes) == (25222 * 4096, 2 * 2**30 + 8 * 2**21)
    assert (kill.swap_free_bytes, kill.swap_total_bytes) == (0, 8388604 * 1024)
    assert kill.min_bytes == (40 + 36784 + 45444) * 1024
    assert (kill.victim, kill.victim_pid, kill.oom_score_adj) == ("mysqld", 6576, 0)
    assert (kill.meminfo_line, kill.ram_line, kill.kill_line) == (4, 17, 23)


_KILL = (
    "Killed process 651 (x) total-vm:4kB, anon-rss:4kB, file-rss:4kB, shmem-rss:0kB,"
    " UID:0 pgtables:4kB oom_score_adj:-5"
)


@pytest.mark.parametrize(
    ("summary", "constraint", "level", "task_memcg"),
    [
        (
            "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,"
            "task_memcg=/system.slice/a,b.service,task=a,b,pid=651,uid=0",
            "NONE",
            "node",
            "/system.slice/a,b.service",
        ),
        (
            "oom-kill:constraint=CONSTRAINT_CPUSET,nodemask=(null),cpuset=x,mems_allowed=0-1,3,global_oom,"
            "task_memcg=/,task=x,pid=651,uid=0",
            "CPUSET",
            "node",
            "/",
        ),
        (
            f"oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg={_POD},"
            f"task_memcg={_CONTAINER},task=x,pid=651,uid=0",
            "MEMCG",
            "pod",
            _CONTAINER,
        ),
        (
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
            f"oom_memcg=/kubepods.slice,task_memcg={_CONTAINER},task=x,pid=651,uid=0",
            "MEMCG",
            "kubepods",
            _CONTAINER,
        ),
        (
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
            "oom_memcg=/lxc/39004,task_memcg=/lxc/39004/ns,task=x,pid=651,uid=0",
            "MEMCG",
            "host",
            "/lxc/39004/ns",
        ),
    ],
)
def test_limit_level(summary: str, constraint: str, level: str, task_memcg: str) -> None:
    """Whose limit was reached is the level of oom_memcg, and the node without one."""
    kill = _only(f"[   10.000000] {summary}\n[   10.000001] {_KILL}")
    assert (kill.constraint, kill.limit_level, kill.task_memcg) == (constraint, level, task_memcg)
    assert (kill.mono_s, kill.oom_score_adj, kill.killed) == (10.000001, -5, 1)


@pytest.mark.parametrize(
    ("text", "constraint", "level", "victim", "killed"),
    [
        (f"Memory cgroup out of memory: {_KILL}", "MEMCG", None, "x", 1),
        (f"Out of memory: {_KILL}", "NONE", "node", "x", 1),
        (f"Out of memory (oom_kill_allocating_task): {_KILL}", "NONE", "node", "x", 1),
        (_KILL, None, None, "x", 1),
        ("Out of memory: Kill process 9 (a b) score 5 or sacrifice child", "NONE", "node", "a b", None),
        (f"{_DECIDED}\nKilled process 1240 (child) {_SIZES}", "MEMCG", None, "child", 1),
        (_SUMMARY, "MEMCG", "container", "java", 1),
        (_LEGACY, "MEMCG", "container", None, None),
        (f"Task in {_CONTAINER}\n killed as a result of limit of {_POD}", "MEMCG", "pod", None, None),
        ("java invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0", None, None, None, None),
        (
            "java invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0\n mem_cgroup_out_of_memory+0x1/0x2",
            "MEMCG",
            None,
            None,
            None,
        ),
        (f"Memory limit reached of cgroup {_POD}", "MEMCG", "pod", None, None),
        ("Out of memory and no killable processes...", None, None, None, 0),
        (f"{_KILL[:-20]}\n x", None, None, "x", 1),
        ("Killed process 651 (x) total-vm:4", None, None, "x", 1),
        ("Killed process 5 ((sd-pam)) total-vm:4kB, anon-rss:4kB, file-rss:4kB", None, None, "(sd-pam)", 1),
        (
            "Killed process 5 (tmux: server) total-vm:4kB, anon-rss:4kB, file-rss:4kB",
            None,
            None,
            "tmux: server",
            1,
        ),
    ],
)
def test_cut_reports(
    text: str, constraint: str | None, level: str | None, victim: str | None, killed: int | None
) -> None:
    """One line is enough for a row, which then knows no more than the line says."""
    kill = _only("\n".join(f"[   10.000000] {line}" for line in text.split("\n")))
    assert (kill.constraint, kill.limit_level, kill.victim, kill.killed) == (
        constraint,
        level,
        victim,
        killed,
    )


def test_cut_summary_gives_no_half_path() -> None:
    """A path that the excerpt cuts is not taken for a shorter path."""
    kill = _only("[   10.000000] " + _SUMMARY[: _SUMMARY.index("/burstable") + 5])
    assert (kill.constraint, kill.oom_memcg, kill.limit_level, kill.task_memcg) == ("MEMCG", None, None, None)


@pytest.mark.parametrize("indent", ["", "               ", "[   10.000000] "])
def test_wrapped_summary(indent: str) -> None:
    """A summary that a terminal wrapped, or that was printed in pieces, is put together."""
    cut = _SUMMARY.index("task_memcg") + 20
    text = f"[   10.000000] {_SUMMARY[:cut]}\n{indent}{_SUMMARY[cut:]}\n[   10.000000] {_KILLED}"
    kill = _only(text)
    assert (kill.oom_memcg, kill.task_memcg, kill.killed) == (_CONTAINER, _CONTAINER, 1)
    assert (kill.task_line, kill.kill_line) == (1, 3)


def test_group_kill_is_one_event() -> None:
    """memory.oom.group kills every process of a cgroup in one event (Linux 5.15)."""
    others = "\n".join(
        f"[  139.2{pid}00] Memory cgroup out of memory: Killed process {pid} (nginx) {_SIZES}"
        for pid in (762, 765, 765, 771)
    )
    text = (
        f"[  139.201465] {_SUMMARY}\n[  139.201482] {_KILLED}\n"
        f"[  139.208991] Tasks in {_CONTAINER} are going to be killed due to memory.oom.group set\n{others}\n"
        f"[  139.300000] {_KILLED}"
    )
    kill = _only(text)
    assert (kill.killed, kill.group_kill, kill.victim_pid) == (4, True, 1234)


def test_group_kill_without_head_names_the_cgroup() -> None:
    """Where rate limits dropped the summary, the group's line still names the victim's cgroup."""
    kill = _only(f"{_KILLED}\nTasks in {_CONTAINER} are going to be killed due to memory.oom.group set")
    assert (kill.constraint, kill.task_memcg, kill.container_id) == ("MEMCG", _CONTAINER, _ID)
    assert (kill.oom_memcg, kill.limit_level, kill.group_kill) == (None, None, True)


def test_two_group_kills_in_a_row() -> None:
    """The victim is printed ahead of the group's line, so it belongs to the event that follows."""
    first = f"[    1.000000] {_KILLED}\n[    1.000001] Tasks in /a are going to be killed due to memory.oom.group set"
    second = (
        "[    1.000002] Memory cgroup out of memory: Killed process 2 (b) total-vm:1kB\n"
        "[    1.000003] Tasks in /b are going to be killed due to memory.oom.group set\n"
        "[    1.000004] Memory cgroup out of memory: Killed process 3 (b) total-vm:1kB"
    )
    kills, _ = _read(f"{first}\n{second}")
    assert [(kill.victim, kill.task_memcg, kill.killed) for kill in kills] == [
        ("java", "/a", 1),
        ("b", "/b", 2),
    ]


def test_storm() -> None:
    """In a storm the heads of later events are rate-limited away: every victim is an event."""
    bare = "\n".join(
        f"[   10.{n:06}] Memory cgroup out of memory: Killed process {n} (java) {_SIZES}" for n in range(5)
    )
    kills, _ = _read(f"{_text('5.15.0-1041-azure', 'dmesg')}\n{bare}\n{_text('6.1.0-18-amd64', 'dmesg')}")
    assert [kill.victim_pid for kill in kills] == [1234, 0, 1, 2, 3, 4, 1234]
    assert [kill.oom_memcg is None for kill in kills] == [False, True, True, True, True, True, False]


def test_other_lines_between() -> None:
    """Lines of other programs and of other parts of the kernel do not end a report."""
    lines = _text("5.4.0-99-generic", "kern.log").splitlines()
    noise = (
        "Feb 11 18:59:01 node-1 kubelet[77]: I0211 18:59:01.000000 77 x.go:1] Killed process 99 (y)",
        "Feb 11 18:59:01 node-1 kernel: [ 8523.347168] veth1: renamed from eth0",
        "Feb 11 18:59:01 node-1 kernel: [ 8523.347168] a: page allocation failure: order:0, mode:0x20",
    )
    kill = _only("\n".join(line + "\n" + noise[n % 3] for n, line in enumerate(lines)))
    assert (kill.oom_memcg, kill.killed, kill.stat_anon_bytes) == (_CONTAINER, 1, 102498304)


def test_hosts_are_kept_apart() -> None:
    """The journals of several nodes in one file do not mix."""
    first = _text("5.4.0-99-generic", "short").splitlines()
    second = [line.replace("node-1", "node-2").replace("1234", "777") for line in first]
    kills, _ = _read("\n".join(line for pair in zip(first, second, strict=True) for line in pair))
    assert [(kill.node, kill.victim_pid) for kill in kills] == [("node-1", 1234), ("node-2", 777)]


def test_late_kill_is_another_event() -> None:
    """A kill long after a cut report does not complete it."""
    head = "[   10.000000] java invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0"
    kills, _ = _read(f"{head}\n[  900.000000] {_KILL}")
    assert [(kill.invoker, kill.victim) for kill in kills] == [("java", None), (None, "x")]


def test_kill_by_hand() -> None:
    """Order -1 is SysRq, not a shortage (Linux 5.13)."""
    kill = _only("kworker/0:2 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0")
    assert (kill.invoker, kill.order, kill.gfp) == ("kworker/0:2", -1, "0xcc0(GFP_KERNEL)")


def test_page_size_of_the_machine() -> None:
    """The first block of a free list is one page: 64 kB here (arm64)."""
    text = (
        "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\nMem-Info:\n"
        " free:10 free_pcp:0 free_cma:0\nNode 0 DMA: 3*64kB (U) 0*128kB = 192kB\n"
        "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n"
        f"[    651]     0   651     1000      100    65536        2             0 x\nOut of memory: {_KILL}"
    )
    kills, tasks = _read(text)
    assert kills[0].free_bytes == 10 * 65536
    assert (tasks[0].rss_bytes, tasks[0].swap_bytes, tasks[0].pgtables_bytes) == (
        100 * 65536,
        2 * 65536,
        65536,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[    1.000000] Linux version 6.1.0",
        "[    1.000000] Mem-Info:\n[    1.000000] active_anon:1 inactive_anon:2 isolated_anon:0",
        "Feb 11 18:59:01 n kubelet[1]: Out of memory: Killed process 1 (x) total-vm:1kB",
    ],
)
def test_no_kill(text: str) -> None:
    """A log without the OOM killer has no rows."""
    assert _read(text) == ([], [])

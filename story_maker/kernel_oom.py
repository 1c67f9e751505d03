"""OOM reports as the kernels of `kernel_forms` print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from story_maker.dice import Dice
from story_maker.kernel_forms import Form, form_of
from story_maker.kernel_log import KernelLog
from story_maker.kernel_meminfo import MachineUse, memory_info
from story_maker.memory_stat import stat_lines, stat_values
from story_maker.memory_use import CgroupUse
from story_maker.processes import Process

_UNLIMITED = 9007199254740988
_RECORD = 976  # what printk of these kernels keeps of one record


@dataclass(frozen=True)
class Victim:
    """Who dies: the process, its cgroup, and the name of that cgroup in `cpuset=`."""

    process: Process
    cgroup: str
    cpuset: str


def memcg_oom(
    log: KernelLog,
    at: datetime,
    *,
    limit_cgroup: str,
    use: CgroupUse,
    tasks: Sequence[Process],
    victim: Victim,
    dice: Dice,
    failures: int = 0,
    group: Sequence[Process] = (),
    descendants: Sequence[tuple[str, CgroupUse]] = (),
) -> datetime:
    """Write the report of a limit that was reached; usage equals the limit.

    group: processes killed because of memory.oom.group; descendants: (cgroup, use) below the limit's cgroup,
    which kernels up to 4.x print each
    """
    form = form_of(log.node.kernel)
    limit = use.total // 1024
    at = _head(log, at, form, victim, form.gfp_memcg, dice)
    if form.version < (5, 0):
        at = log.say(at, f"Task in {victim.cgroup} killed as a result of limit of {limit_cgroup}")
    at = _usage(log, at, limit, use, failures or dice.between(f"{at}/failcnt", 40, 9000))
    at = _stats(log, at, form, limit_cgroup, use, descendants, dice)
    at = _tasks(log, at, form, tasks)
    if form.version >= (5, 0):
        at = log.say(at, _summary(victim, f"oom_memcg={limit_cgroup}"))
    else:
        at = log.say(at, _legacy_decision("Memory cgroup out of memory", victim, limit // 4))
    at = _kill(log, at, form, "Memory cgroup out of memory", victim.process)
    at = _kill_group(log, at, form, "Memory cgroup out of memory", victim, group)
    return _reap(log, at, [victim.process])


def global_oom(
    log: KernelLog,
    at: datetime,
    *,
    use: MachineUse,
    tasks: Sequence[Process],
    victim: Victim,
    invoker: Process,
    dice: Dice,
    group: Sequence[Process] = (),
) -> datetime:
    """Write the report of a machine that ran out of memory."""
    form = form_of(log.node.kernel)
    caller = replace(victim, process=invoker)
    at = _head(log, at, form, caller, form.gfp_global, dice, cpuset="/")
    at = log.say(at, *memory_info(form.version, use, dice))
    at = _tasks(log, at, form, tasks)
    if form.version >= (5, 0):
        at = log.say(at, _summary(victim, "global_oom"))
    else:
        at = log.say(at, _legacy_decision("Out of memory", victim, use.total_kb // 4))
    at = _kill(log, at, form, "Out of memory", victim.process)
    at = _kill_group(log, at, form, "Out of memory", victim, group)
    return _reap(log, at, [victim.process])


def trace(form: Form, middle: Sequence[str], dice: Dice, label: str) -> list[str]:
    """Return the call trace from its heading to the registers of the faulting process."""
    lines = [*form.trace_head, *middle, *form.trace_tail]
    if form.version < (4, 0):
        return ["Call Trace:", *[f" [<{address(dice, line)}>] {line}" for line in lines]]
    marks = ("Call Trace:", " <TASK>") if form.task_marks else ("Call Trace:",)
    registers = _registers(dice, label, form)
    end = [" </TASK>"] if form.task_marks else []
    return [*marks, *[f" {line}" for line in lines], *registers, *end]


def _head(
    log: KernelLog,
    at: datetime,
    form: Form,
    victim: Victim,
    gfp: str,
    dice: Dice,
    cpuset: str = "",
) -> datetime:
    process = victim.process
    nodemask = "nodemask=(null), " if (4, 9) <= form.version < (5, 0) else ""
    cpu = dice.between(f"{log.node.name}/{at}", 0, log.node.cpus - 1)
    pid = f"UID: {process.uid} PID: {process.pid}" if form.version >= (6, 9) else f"PID: {process.pid}"
    middle = form.trace_global if cpuset else form.trace_memcg
    lines = [f"{process.comm} invoked oom-killer: gfp_mask={gfp}, {nodemask}order=0, oom_score_adj={process.adj}"]
    if form.version < (5, 0):
        lines.append(f"{process.comm} cpuset={cpuset or victim.cpuset} mems_allowed=0")
    lines.append(f"CPU: {cpu} {pid} Comm: {process.comm} {taint(log.node.kernel)}")
    lines.append(f"Hardware name: {log.node.hardware}")
    return log.say(at, *lines, *trace(form, middle, dice, f"{at}"))


def address(dice: Dice, line: str) -> str:
    """Return where a function of a trace lies: the kernel's text, or above it for modules."""
    return ("ffffffffc0" if line.endswith("]") else "ffffffffa6") + dice.hex(f"symbol/{line}", 6)


def taint(kernel: str) -> str:
    """Return the end of the CPU line: taint, release and build."""
    builds = {
        "3.10": "Kdump: loaded Not tainted {} #1",
        "4.19": "Not tainted {} #1 Debian 4.19.249-2",
        "5.4": "Not tainted {} #219-Ubuntu",
        "5.15": "Not tainted {} #129-Ubuntu",
        "6.1": "Not tainted {} #1  Debian 6.1.119-1",
        "6.12": "Not tainted {} #1  Debian 6.12.22-1",
    }
    family = ".".join(kernel.split(".")[:2])
    return builds.get(family, "Not tainted {} #1").format(kernel)


def _usage(log: KernelLog, at: datetime, limit: int, use: CgroupUse, failures: int) -> datetime:
    lines = [f"memory: usage {limit}kB, limit {limit}kB, failcnt {failures}"]
    if log.node.cgroup == 2:
        lines.append(f"swap: usage 0kB, limit {_UNLIMITED}kB, failcnt 0")
    else:
        lines.append(f"memory+swap: usage {limit}kB, limit {_UNLIMITED}kB, failcnt 0")
        lines.append(f"kmem: usage {use.kernel // 1024}kB, limit {_UNLIMITED}kB, failcnt 0")
    return log.say(at, *lines)


def _stats(
    log: KernelLog,
    at: datetime,
    form: Form,
    cgroup: str,
    use: CgroupUse,
    descendants: Sequence[tuple[str, CgroupUse]],
    dice: Dice,
) -> datetime:
    if form.version < (5, 0):
        lines = [_legacy_stats(path, one) for path, one in [(cgroup, use), *descendants]]
        return log.say(at, *lines)
    lines = stat_lines(form.stats, stat_values(use, dice, f"{cgroup}{at}", reclaimed=True))
    at = log.say(at, f"Memory cgroup stats for {cgroup}:")
    if form.version >= (6, 9):
        return log.say(at, *lines)
    kept: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in kept) + len(line) > _RECORD:
            break
        kept.append(line)
    return log.say(at, "\n".join(kept))


def _legacy_stats(cgroup: str, use: CgroupUse) -> str:
    anon, file = use.anon // 1024, use.file // 1024
    return (
        f"Memory cgroup stats for {cgroup}: cache:{file}KB rss:{anon}KB rss_huge:0KB shmem:{use.shmem // 1024}KB "
        f"mapped_file:{file // 12 * 4}KB dirty:0KB writeback:0KB swap:0KB inactive_anon:0KB "
        f"active_anon:{anon}KB inactive_file:{file // 8 * 4}KB active_file:{file - file // 8 * 4}KB unevictable:0KB"
    )


def _tasks(log: KernelLog, at: datetime, form: Form, tasks: Sequence[Process]) -> datetime:
    heads = {
        False: "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
        True: "[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents "
        "oom_score_adj name",
    }
    if form.version < (4, 0):
        head = "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name"
        return log.say(at, head, *[_task(form, process) for process in tasks])
    at = log.say(at, "Tasks state (memory values in pages):", heads[form.version >= (6, 9)])
    return log.say(at, *[_task(form, process) for process in tasks])


def _task(form: Form, process: Process) -> str:
    virtual, rss, tables = process.virtual // 4, process.rss // 4, process.page_tables
    comm = process.comm[:15]
    if form.version < (4, 0):
        return (
            f"[{process.pid:5d}] {process.uid:5d} {process.pid:5d} {virtual:8d} {rss:8d} {tables // 4096:7d} "
            f"{0:8d} {process.adj:13d} {comm}"
        )
    parts = ""
    if form.version >= (6, 9):
        parts = f"{process.anon // 4:8d} {process.file // 4:8d} {process.shmem // 4:9d} "
    return (
        f"[{process.pid:7d}] {process.uid:5d} {process.pid:5d} {virtual:8d} {rss:8d} {parts}{tables:8d} "
        f"{0:8d} {process.adj:13d} {comm}"
    )


def _summary(victim: Victim, scope: str) -> str:
    process = victim.process
    return (
        f"oom-kill:constraint={'CONSTRAINT_NONE' if scope == 'global_oom' else 'CONSTRAINT_MEMCG'},"
        f"nodemask=(null),cpuset={victim.cpuset},mems_allowed=0,{scope},task_memcg={victim.cgroup},"
        f"task={process.comm},pid={process.pid},uid={process.uid}"
    )


def _legacy_decision(stem: str, victim: Victim, pages: int) -> str:
    process = victim.process
    score = max(0, (process.rss // 4 + process.page_tables // 4096) * 1000 // pages + process.adj)
    return f"{stem}: Kill process {process.pid} ({process.comm}) score {score} or sacrifice child"


def _kill(log: KernelLog, at: datetime, form: Form, stem: str, process: Process) -> datetime:
    log.kills += 1
    who = f"Killed process {process.pid} ({process.comm})"
    sizes = f"total-vm:{process.virtual}kB, anon-rss:{process.anon}kB, file-rss:{process.file}kB"
    if form.version < (5, 0):
        shmem = f", shmem-rss:{process.shmem}kB" if form.version >= (4, 4) else ""
        return log.say(at, f"{who} {sizes}{shmem}")
    tail = f"UID:{process.uid} pgtables:{process.page_tables // 1024}kB oom_score_adj:{process.adj}"
    return log.say(at, f"{stem}: {who} {sizes}, shmem-rss:{process.shmem}kB, {tail}")


def _kill_group(
    log: KernelLog, at: datetime, form: Form, stem: str, victim: Victim, group: Sequence[Process]
) -> datetime:
    """Kill the rest of the cgroup; kernels before 6.9 count and print the victim a second time."""
    if group:
        at = log.say(at, f"Tasks in {victim.cgroup} are going to be killed due to memory.oom.group set")
    for process in group:
        if form.version >= (6, 9) and process.pid == victim.process.pid:
            skipped = f"OOM victim {process.pid} ({process.comm}) is already exiting. Skip killing the task"
            at = log.say(at, f"{stem}: {skipped}")
        else:
            at = _kill(log, at, form, stem, process)
    return at


def _reap(log: KernelLog, at: datetime, victims: Sequence[Process]) -> datetime:
    if form_of(log.node.kernel).version < (4, 6):
        return at
    for process in victims:
        at += timedelta(milliseconds=20 + process.pid % 90)
        text = f"oom_reaper: reaped process {process.pid} ({process.comm}), now anon-rss:0kB, file-rss:0kB, "
        log.say(at, text + "shmem-rss:0kB")
    return at + timedelta(milliseconds=3)


def _registers(dice: Dice, label: str, form: Form) -> list[str]:
    def value(name: str) -> str:
        return "00007f" + dice.hex(f"{label}/{name}", 10)

    ip = f"0x{value('ip')[4:]}"
    rows = [("RAX", "RBX", "RCX"), ("RDX", "RSI", "RDI"), ("RBP", "R08", "R09"), ("R10", "R11", "R12")]
    rows.append(("R13", "R14", "R15"))
    where = "RIP 0x" if form.version < (6, 0) else "0x"
    return [
        f"RIP: 0033:{ip}",
        f"Code: Unable to access opcode bytes at {where}{int(ip, 16) - 42:x}.",
        f"RSP: 002b:{value('sp')} EFLAGS: 00010206",
        *[" ".join(f"{name}: {value(name)}" for name in row) for row in rows],
    ]

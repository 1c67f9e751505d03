"""`loads`: load averages and CPU shares."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import LineNo, Number, Real, Table, Text


class Load(NamedTuple):
    """One sample of uptime, /proc/loadavg, top, vmstat, iostat or /proc/stat; shares are per cent of all CPUs."""

    line: int
    source: Annotated[Text, "loadavg, uptime, top, vmstat, iostat or proc-stat"] = None
    sample: Annotated[Number, "1 is the first of the output: of vmstat, iostat and proc-stat the mean since boot"] = (
        None
    )
    load1: Annotated[Real, "load average of 1 minute"] = None
    load5: Annotated[Real, "of 5 minutes"] = None
    load15: Annotated[Real, "of 15 minutes"] = None
    running: Annotated[Number, "tasks that run or could"] = None
    blocked: Annotated[Number, "tasks in uninterruptible sleep (vmstat, proc-stat)"] = None
    tasks: Annotated[Number, "all tasks: threads in loadavg, processes in top"] = None
    zombies: Annotated[Number, "ended processes that nobody waited for"] = None
    user: Annotated[Real, "in user mode"] = None
    system: Annotated[Real, "in the kernel"] = None
    idle: Annotated[Real, "idle"] = None
    iowait: Annotated[Real, "idle, waiting for a disk"] = None
    steal: Annotated[Real, "taken by the hypervisor"] = None
    softirq: Annotated[Real, "in soft interrupts"] = None
    swapped_in: Annotated[Number, "KiB a second from swap"] = None
    swapped_out: Annotated[Number, "KiB a second to swap"] = None
    cpu_line: Annotated[LineNo, "line of the CPU shares in top, where it is not the row's"] = None


TABLE = Table("loads", Load, of="node")

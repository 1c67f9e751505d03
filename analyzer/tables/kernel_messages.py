"""`kernel_messages`: lines of the kernel that a parser or a rule knows."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Real, Seconds, Table, Text, Time


class KernelMessage(NamedTuple):
    """One known message of a kernel log."""

    line: int
    kind: Annotated[Text, "hung-task, soft-lockup, segfault, slub, …; `rule` when only a rule asked for it"] = None
    message: Annotated[Text, "text after the prefix"] = None
    node: Annotated[Text, "host name column, where there is one"] = None
    time: Annotated[Time, "when"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    mono_s: Annotated[Real, "seconds since boot"] = None
    comm: Annotated[Text, "process named in it"] = None
    pid: Annotated[int | None, "its process ID"] = None
    device: Annotated[Text, "device, file system, interface, server, port or unit named in it"] = None
    cgroup: Annotated[Text, "cgroup path named in it"] = None
    pod_uid: Annotated[Text, "pod UID in that path"] = None
    container_id: Annotated[Text, "container ID in that path"] = None
    amount: Annotated[Number, "the number that it reports: seconds stuck, lines suppressed, signal, …"] = None
    stuck_s: Annotated[Seconds, "how long a task, CPU or queue did not go on, as far as the message says"] = None
    cpu: Annotated[int | None, "CPU named in it; the first one of several"] = None
    cpus: Annotated[Text, "CPUs named in it, with commas between them"] = None
    detail: Annotated[
        Text, "what it says: reason of a panic, operation of an I/O error, version of a boot, owner of a lock, …"
    ] = None
    boot: Annotated[int | None, "number of the boot within its member, from 1"] = None
    echo: Annotated[Flag, "told by node-problem-detector, which repeats the kernel's line"] = None


TABLE = Table("kernel_messages", KernelMessage, of="node")

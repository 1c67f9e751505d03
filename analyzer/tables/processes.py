"""`processes`: processes of nodes, as ps, top and /proc print them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Number, Real, Seconds, Table, Text


class Process(NamedTuple):
    """One process in one listing."""

    line: int
    source: Annotated[Text, "ps, top, status, cgroup or value (single files of /proc/<pid>)"] = None
    pid: Annotated[Number, "process"] = None
    ppid: Annotated[Number, "its parent"] = None
    user: Annotated[Text, "user name or number"] = None
    state: Annotated[Text, "first letter of its state: R, S, D, Z, T, …"] = None
    threads: Annotated[Number, "its threads"] = None
    cpu_percent: Annotated[Real, "per cent of one CPU, as printed"] = None
    memory_percent: Annotated[Real, "per cent of the memory, as printed"] = None
    rss_bytes: Annotated[Bytes, "resident memory"] = None
    anonymous_bytes: Annotated[Bytes, "resident anonymous memory (RssAnon)"] = None
    swap_bytes: Annotated[Bytes, "swapped out (VmSwap)"] = None
    virtual_bytes: Annotated[Bytes, "virtual memory"] = None
    oom_score_adj: Annotated[Number, "its badness adjustment"] = None
    elapsed_s: Annotated[Seconds, "since it was started"] = None
    wait_channel: Annotated[Text, "kernel function that it sleeps in"] = None
    command: Annotated[Text, "name of the program"] = None
    arguments: Annotated[Text, "its command line, up to 400 characters, without secrets"] = None
    cgroup: Annotated[Text, "cgroup path, that of the memory controller in version 1"] = None
    pod_uid: Annotated[Text, "pod UID in that path"] = None
    container_id: Annotated[Text, "container ID in that path"] = None


TABLE = Table("processes", Process, of="node")

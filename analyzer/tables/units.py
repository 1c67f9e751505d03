"""`units`: systemd units, as systemctl prints them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Number, Table, Text, Time


class Unit(NamedTuple):
    """One unit in one output of systemctl."""

    line: int
    unit: Annotated[Text, "kubelet.service, containerd.service, …"] = None
    description: Annotated[Text, "what it calls itself"] = None
    load: Annotated[Text, "loaded, not-found, masked, …"] = None
    enabled: Annotated[Text, "enabled, disabled, static, …"] = None
    active: Annotated[Text, "active, inactive, failed, activating, …"] = None
    sub: Annotated[Text, "running, exited, dead, auto-restart, …"] = None
    result: Annotated[Text, "exit-code, signal, oom-kill, timeout, … where the unit failed"] = None
    since: Annotated[Time, "since when it is so"] = None
    time_quality: Annotated[Text, "exact, or zone_unknown where the zone's abbreviation has several meanings"] = None
    main_pid: Annotated[Number, "its main process"] = None
    exit_status: Annotated[Number, "exit code of its main process"] = None
    exit_cause: Annotated[Text, "exited, killed or dumped"] = None
    signal: Annotated[Text, "signal that ended its main process"] = None
    restarts: Annotated[Number, "automatic restarts (NRestarts)"] = None
    tasks: Annotated[Number, "its tasks"] = None
    tasks_max: Annotated[Number, "limit of its tasks"] = None
    memory_bytes: Annotated[Bytes, "its memory; `status` prints it with one decimal"] = None


TABLE = Table("units", Unit, of="node")

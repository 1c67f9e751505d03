"""`node_texts`: texts of nodes that have a name: os-release, kernel, sysctl lists, configuration of runtimes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Table, Text


class NodeText(NamedTuple):
    """One named text."""

    line: int
    file: Annotated[
        Text, "os-release, hostnamectl, kernel, cpuinfo, sysctl, containerd, crio, docker, healthz, resolv.conf, …"
    ] = None
    key: Annotated[Text, "its name there"] = None
    value: Annotated[Text, "as printed, up to 1000 characters"] = None


TABLE = Table("node_texts", NodeText, of="node")

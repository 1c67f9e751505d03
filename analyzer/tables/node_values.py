"""`node_values`: numbers of a node that have a name: /proc, sysctl, and commands that print them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Table, Text


class NodeValue(NamedTuple):
    """One named number; sizes are bytes, times seconds, all else is as printed."""

    line: int
    file: Annotated[
        Text,
        "meminfo, vmstat, netstat, snmp, sockstat, sysctl, free, conntrack, sockets, neighbours, swaps, kernel, …",
    ] = None
    key: Annotated[Text, "name of the number: that of /proc where there is one (`MemTotal`, `vm.swappiness`)"] = None
    value: Annotated[Number, "bytes for sizes, else the number itself"] = None
    approximate: Annotated[Flag, "it was printed rounded"] = None


TABLE = Table("node_values", NodeValue, of="node")

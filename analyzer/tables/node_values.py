"""`node_values`: numbers from /proc that have a name: meminfo, vmstat and netstat."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Table, Text


class NodeValue(NamedTuple):
    """One named number; sizes of meminfo are bytes, counters of vmstat and netstat are as printed."""

    line: int
    file: Annotated[Text, "meminfo, vmstat or netstat"] = None
    key: Annotated[Text, "name of the number"] = None
    value: Annotated[Number, "bytes for sizes of meminfo, else the number itself"] = None


TABLE = Table("node_values", NodeValue, of="node")

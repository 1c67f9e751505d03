"""`interfaces`: network interfaces of nodes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Table, Text


class Interface(NamedTuple):
    """One interface in one output of ip, ifconfig or /proc/net/dev."""

    line: int
    name: Annotated[Text, "eth0, cni0, …"] = None
    state: Annotated[Text, "UP, DOWN, UNKNOWN, …"] = None
    mtu: Annotated[Number, "largest packet in bytes"] = None
    rx_packets: Annotated[Number, "received"] = None
    rx_errors: Annotated[Number, "received with errors"] = None
    rx_dropped: Annotated[Number, "received and dropped"] = None
    tx_packets: Annotated[Number, "sent"] = None
    tx_errors: Annotated[Number, "failed to send"] = None
    tx_dropped: Annotated[Number, "not sent"] = None


TABLE = Table("interfaces", Interface, of="node")

# ruff: noqa: E501  (outputs of commands keep their lines)
"""Counters of /proc/net/netstat."""

from __future__ import annotations

from analyzer.notation.proc_files import proc_role
from analyzer.parsers.node import netstat

from .reading import facts, rows, unclaimed

_TEXT = """\
TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPBacklogDrop TCPReqQFullDrop
TcpExt: 0 4182 4190 7 0
IpExt: InNoRoutes InTruncatedPkts
IpExt: 0 0
"""


def test_names_and_numbers_are_paired() -> None:
    """Each name of the first line goes with the number below it; other protocols are left out."""
    found = {row.key: (row.line, row.value) for row in rows(netstat, "netstat", _TEXT)}
    assert found["ListenOverflows"] == (2, 4182)
    assert found["TCPReqQFullDrop"] == (2, 0)
    assert found["InNoRoutes"] == (4, 0)


def test_the_file_is_known_by_its_lines() -> None:
    """The text is recognised without its name."""
    assert proc_role(_TEXT.splitlines()) == "netstat"


def test_counters_of_tcp_have_their_group() -> None:
    """/proc/net/snmp repeats names in its groups."""
    text = "Tcp: RtoAlgorithm RetransSegs MaxConn\nTcp: 1 77 -1\nUdp: InDatagrams InErrors\nUdp: 5 7\n"
    assert facts(netstat, "netstat", text, "file", "key", "value") == [
        ("snmp", "Tcp.RtoAlgorithm", 1),
        ("snmp", "Tcp.RetransSegs", 77),
        ("snmp", "Tcp.MaxConn", -1),
        ("snmp", "Udp.InDatagrams", 5),
        ("snmp", "Udp.InErrors", 7),
    ]


def test_the_command_says_the_same_in_words() -> None:
    """`netstat -s` (net-tools 2.10) and nstat give the kernel's names."""
    text = (
        "Tcp:\n    55 active connection openings\n    77 segments retransmitted\n"
        "TcpExt:\n    5 times the listen queue of a socket overflowed\n    6 SYNs to LISTEN sockets dropped\n"
        "    TCPBacklogDrop: 12\n"
    )
    assert facts(netstat, "netstat-statistics", text, "file", "key", "value") == [
        ("snmp", "Tcp.RetransSegs", 77),
        ("netstat", "ListenOverflows", 5),
        ("netstat", "ListenDrops", 6),
        ("netstat", "TCPBacklogDrop", 12),
    ]
    assert unclaimed(netstat, "netstat-statistics", text) == []
    nstat = "#kernel\nTcpRetransSegs                  77                 0.0\nTcpExtListenDrops               6                  0.0\n"
    assert facts(netstat, "netstat-statistics", nstat, "key", "value") == [("Tcp.RetransSegs", 77), ("ListenDrops", 6)]

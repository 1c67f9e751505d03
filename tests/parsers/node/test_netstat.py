"""Counters of /proc/net/netstat."""

from __future__ import annotations

from analyzer.bundle.member import Lines, Piece
from analyzer.notation.proc_files import proc_role
from analyzer.parsers.node.netstat import parse

_TEXT = """\
TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPBacklogDrop TCPReqQFullDrop
TcpExt: 0 4182 4190 7 0
IpExt: InNoRoutes InTruncatedPkts
IpExt: 0 0
"""


def test_names_and_numbers_are_paired() -> None:
    """Each name of the first line goes with the number below it; other protocols are left out."""
    found = {row.key: (row.line, row.value) for row in parse(Piece("proc/net/netstat", "netstat", Lines(_TEXT)))}
    assert found["ListenOverflows"] == (2, 4182)
    assert found["TCPReqQFullDrop"] == (2, 0)
    assert "InNoRoutes" not in found


def test_the_file_is_known_by_its_lines() -> None:
    """The text is recognised without its name."""
    assert proc_role(_TEXT.splitlines()) == "netstat"

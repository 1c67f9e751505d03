"""Kernel messages that come as events."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.kernel.event_echoes import parse

_HEAD = "LAST SEEN   TYPE      REASON              OBJECT        MESSAGE"


@pytest.mark.parametrize(
    ("reason", "message", "kind"),
    [
        ("TaskHung", "INFO: task docker:20744 blocked for more than 120 seconds.", "hung-task"),
        (
            "UnregisterNetDevice",
            "unregister_netdevice: waiting for eth0 to become free. Usage count = 1",
            "netdev-leak",
        ),
        ("KernelOops", "BUG: unable to handle kernel NULL pointer dereference at 0000000000000008", "oops"),
        ("IOError", "Buffer I/O error on dev sda1, logical block 12345, lost async page write", "buffer-io-error"),
    ],
)
def test_echo(reason: str, message: str, kind: str) -> None:
    """An event of the kernel monitor gives a row of its message, marked as an echo, without time of its own."""
    text = f"{_HEAD}\n5m          Warning   {reason:<19} node/node-1   {message}"
    (row,) = parse(Piece("events.txt", "event-table", Lines(text)))
    assert (row.line, row.kind, row.node, row.echo, row.time) == (2, kind, "node-1", True, None)


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("OOMKilling", "Memory cgroup out of memory: Killed process 1 (x) total-vm:1kB"),  # rows of oom_kills
        ("BackOff", "INFO: task docker:20744 blocked for more than 120 seconds."),
        ("TaskHung", "something else"),
    ],
)
def test_no_echo(reason: str, message: str) -> None:
    """Other reasons and unknown messages give nothing."""
    text = f"{_HEAD}\n5m          Warning   {reason:<19} node/node-1   {message}"
    assert list(parse(Piece("events.txt", "event-table", Lines(text)))) == []

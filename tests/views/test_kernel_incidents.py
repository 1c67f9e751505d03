"""One row for each fault of each device, however many lines tell it."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values


def said(line, kind, device=None, message="", member=0, **known):
    return {
        "where": (member, line),
        "kind": kind,
        "device": device,
        "message": message,
        "time_quality": "none",
        **known,
    }


def incidents(rows, columns, **more):
    made = database(members=["a", "b"], kernel_messages=rows, **more)
    return values(made, f"SELECT {columns} FROM kernel_incidents ORDER BY src")  # noqa: S608


@pytest.mark.parametrize(
    ("device", "disk"),
    [
        ("sda1", "sda"),
        ("sda1-8", "sda"),
        ("nvme0n1p2", "nvme0n1"),
        ("dm-3-8", "dm-3"),
        ("md0p1", "md0"),
        ("xvdf", "xvdf"),
    ],
)
def test_a_partition_is_of_its_disk(device, disk):
    """So that what follows on a partition can be joined to the errors of its disk."""
    assert incidents([said(1, "fs-readonly", device)], "device") == [(disk,)]


def test_an_address_is_of_the_disk_that_a_line_names():
    """Else of the only disk of which there are errors; with two of them it stays alone."""
    offline = said(2, "scsi-error", "6:0:0:1", "sd 6:0:0:1: rejecting I/O to offline device")
    named = said(3, "scsi-error", "sdf", "sd 6:0:0:1: [sdf] tag#0 FAILED Result: hostbyte=DID_NO_CONNECT")
    sde, sdf = said(4, "io-error", "sde", "I/O error, dev sde"), said(5, "io-error", "sdf", "I/O error, dev sdf")
    assert incidents([offline, sde], "device, count") == [("sde", 2)]
    assert incidents([offline, named, sde], "device, count") == [("sdf", 2), ("sde", 1)]
    assert incidents([offline, sde, sdf], "device") == [("6:0:0:1",), ("sde",), ("sdf",)]


def test_one_ring_buffer_collected_twice_is_counted_once():
    """As in kind, where every node shows the kernel of the host."""
    rows = [said(1, "hung-task", message="INFO: task x:1", mono_s=7.5, member=m, node=f"n{m}") for m in (0, 1)]
    assert incidents(rows, "node, count") == [("n0", 1)]


def test_what_only_repeats_the_kernel_is_told_so():
    """An echo beside the kernel's own line adds nothing to its proof."""
    echo = said(1, "hung-task", message="INFO: task x:1", node="n", echo=True)
    own = said(2, "hung-task", message="INFO: task y:2", node="n", mono_s=7.5)
    assert incidents([echo], "told") == [("echo",)]
    assert incidents([echo, own], "told, said") == [("kernel", "INFO: task y:2")]


def test_a_condition_counts_where_the_kernel_says_nothing():
    """It repeats what node-problem-detector read in the same log."""
    held = {
        "where": (1, 1),
        "at": "c",
        "kind": "Node",
        "name": "n",
        "type": "KernelDeadlock",
        "status": "True",
        "message": "m",
    }
    assert incidents([], "told, fault", conditions=[held]) == [("condition", "hung task")]
    own = said(2, "hung-task", message="INFO: task y:2", node="n")
    assert incidents([own], "told", conditions=[held]) == [("kernel",)]


def test_an_earlier_boot_is_over():
    """Its disk errors need not be there any more."""
    logs = [{"where": (0, n), "boot": n, "time_quality": "none"} for n in (1, 2)]
    rows = [said(1, "io-error", "sda", boot=1), said(2, "io-error", "sdb", boot=2)]
    assert incidents(rows, "device, state_now", kernel_logs=logs) == [("sda", "over"), ("sdb", "unknown")]


def test_what_a_panic_was_made_of():
    """Memory has a fault of its own; other causes are named for what explains them."""
    memory = said(1, "panic", detail="Out of memory: system-wide panic_on_oom is enabled")
    machine = said(2, "panic", detail="Fatal machine check")
    plain = said(3, "panic", detail="Fatal exception", member=1)
    assert incidents([memory, machine, plain], "fault, panic_of") == [
        ("memory panic", "memory panic"),
        ("crash", "hardware error"),
        ("crash", None),
    ]

# ruff: noqa: E501  (outputs of commands keep their lines)
"""Load and disks."""

from __future__ import annotations

from analyzer.parsers.node import iostat, loads

from .reading import facts, rows, unclaimed


def test_load_averages():
    """/proc/loadavg has running and all threads behind them."""
    assert facts(loads, "loadavg", "0.10 0.20 0.30 2/412 1234\n", "source", "load1", "load15", "running", "tasks") == [
        ("loadavg", 0.1, 0.3, 2, 412)
    ]
    assert facts(
        loads, "uptime", " 10:02:11 up 5 min,  load average: 30,10, 0,20, 0,30\n", "source", "load1", "tasks"
    ) == [("uptime", 30.1, None)]


def test_samples_of_vmstat():
    """The first line is the mean since boot (procps 3.3)."""
    text = "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n 2  1      0 129248 102024 2658200    0    0     5    20  100  200  5  2 92  1  0\n 3  9      0 129248 102024 2658200   12    0     5    20  100  200  5  2 12 81  0\n"
    assert facts(loads, "vmstat-samples", text, "line", "sample", "blocked", "iowait", "swapped_in") == [
        (3, 1, 1, 1.0, 0),
        (4, 2, 9, 81.0, 12),
    ]
    assert unclaimed(loads, "vmstat-samples", text) == []


def test_shares_since_boot():
    """/proc/stat: user nice system idle iowait irq softirq steal guest guest_nice."""
    text = "cpu  1000 0 500 8000 400 0 0 100 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\nctxt 9\nbtime 1700000000\nprocs_running 3\nprocs_blocked 2\n"
    assert facts(loads, "proc-stat", text, "user", "idle", "iowait", "steal", "running", "blocked") == [
        (10.0, 80.0, 4.0, 1.0, 3, 2)
    ]
    assert unclaimed(loads, "proc-stat", text) == []


def test_disks():
    """sysstat 12 has waits of reads and writes only; the mean is weighted by their number."""
    text = "Linux 5.10.0 (node-1) \t03/05/2024 \t_x86_64_\t(4 CPU)\n\navg-cpu:  %user   %nice %system %iowait  %steal   %idle\n           2.10    0.00    1.00   40.00    0.00   56.90\n\nDevice            r/s     rkB/s r_await     w/s     wkB/s w_await aqu-sz  %util\nsda              1.00     10.00   20.00    3.00     30.00  100.00    0.50  99.00\n"
    load, disk = rows(iostat, "iostat", text)
    assert (load.iowait, load.idle) == (40.0, 56.9)
    assert (disk.device, disk.await_s, disk.write_await_s, disk.queue, disk.busy_percent) == (
        "sda",
        0.08,
        0.1,
        0.5,
        99.0,
    )
    assert unclaimed(iostat, "iostat", text) == []


def test_older_disks():
    """sysstat 10 prints one wait."""
    text = "Device:         rrqm/s   wrqm/s     r/s     w/s    rkB/s    wkB/s avgrq-sz avgqu-sz   await r_await w_await  svctm  %util\nxvda              0.00     0.10    0.00    0.10     0.00     1.00    20.00     0.00    1.50    0.50    1.60   0.30   0.01\n"
    assert facts(iostat, "iostat", text, "device", "await_s", "queue") == [("xvda", 0.0015, 0.0)]

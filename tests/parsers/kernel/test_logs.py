"""What kernel logs cover."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.kernel.kernel_log import parse
from analyzer.tables.kernel_logs import KernelLog

_BANNER = "Linux version 5.4.0-99-generic (buildd@lgw01-amd64-007) (gcc version 9.3.0) #112-Ubuntu SMP"
_BOOT = "0123456789abcdef0123456789abcdef"


def _read(*lines: str) -> list[KernelLog]:
    piece = Piece("dmesg", "kernel-log", Lines("\n".join(lines)))
    return [row for row in parse(piece) if isinstance(row, KernelLog)]


def _dmesg(count: int, start: float, text: str = "veth{}: renamed") -> list[str]:
    return [f"[{start + n:12.6f}] {text.format(n)}" for n in range(count)]


def test_log_from_boot() -> None:
    """A buffer that starts with the banner is no excerpt, however short it is."""
    (row,) = _read(f"[    0.000000] {_BANNER}", "[    0.100000] a", "[ 1530.811848] b")
    assert (row.line, row.lines, row.form, row.excerpt) == (1, 3, "dmesg", False)
    assert (row.first_mono_s, row.last_mono_s, row.kernel_version) == (0.0, 1530.811848, "5.4.0-99-generic")
    assert (row.first, row.time_quality, row.suppressed) == (None, "none", 0)


@pytest.mark.parametrize(
    ("lines", "excerpt"),
    [
        (_dmesg(200, 9000.0), False),  # the buffer went round
        (_dmesg(49, 9000.0), True),
        (_dmesg(49, 1.0), False),
        (_dmesg(200, 9000.0, "Memory cgroup out of memory: Killed process {} (x) total-vm:1kB"), True),
        ([f"[ 9000.00{n:04}] veth{n}" for n in range(200)], True),  # all within two seconds
        (
            ["[ 9000.000000] x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"]
            + _dmesg(100, 9000.0, "[ {}]     0     1     9458     2766    77824        0          -250 a")
            + ["[ 9101.000000] Out of memory: Killed process 1 (a) total-vm:1kB"],
            True,
        ),
    ],
)
def test_excerpt(*, lines: list[str], excerpt: bool) -> None:
    """What is short, sudden, or about nothing but OOM kills was cut out of a log."""
    (row,) = _read(*lines)
    assert row.excerpt is excerpt


def test_few_kernel_lines_in_a_syslog() -> None:
    """In the log of all programs few lines are the kernel's; that makes it no excerpt."""
    programs = [f"Feb 11 18:{n % 60:02}:01 n kubelet[1]: x{n}" for n in range(100)]
    (row,) = _read(*programs, "Feb 11 20:59:01 n kernel: a", *programs, "Feb 11 21:59:01 n kernel: b")
    assert (row.line, row.lines, row.excerpt, row.form, row.node) == (101, 2, False, "syslog", "n")
    assert (row.first, row.last) == (
        datetime(1972, 2, 11, 20, 59, 1, tzinfo=UTC),
        datetime(1972, 2, 11, 21, 59, 1, tzinfo=UTC),
    )
    assert row.time_quality == "no_year"


def test_boots_of_a_journal() -> None:
    """Separators name the boot of what follows them."""
    rows = _read(
        "-- Logs begin at Fri 2022-02-11 18:59:01 UTC. --",
        "Feb 11 18:59:01 n kernel: a",
        f"-- Boot {_BOOT} --",
        "Feb 11 19:59:01 n kernel: b",
        "-- Reboot --",
        "Feb 11 20:59:01 n kernel: c",
    )
    assert [(row.line, row.boot_id, row.lines) for row in rows] == [(2, None, 1), (4, _BOOT, 1), (6, None, 1)]


def test_clock_since_boot_goes_back() -> None:
    """Seconds since boot that start over are another boot; a little disorder is not."""
    rows = _read("[  900.000000] a", "[  899.900000] b", "[    0.000000] c", "[    1.000000] d")
    assert [(row.line, row.lines, row.first_mono_s) for row in rows] == [(1, 2, 900.0), (3, 2, 0.0)]


def test_hosts_are_kept_apart() -> None:
    """Each host of a merged journal has its own row."""
    rows = _read("Feb 11 18:59:01 n1 kernel: a", "Feb 11 18:59:02 n2 kernel: b", "Feb 11 18:59:03 n1 kernel: c")
    assert [(row.node, row.lines) for row in rows] == [("n1", 2), ("n2", 1)]


def test_boot_id_of_json() -> None:
    """The journal's JSON names the boot in every line."""
    line = '{"_BOOT_ID":"%s","_TRANSPORT":"kernel","__MONOTONIC_TIMESTAMP":"1000000","MESSAGE":"a"}'
    (row,) = _read(line % _BOOT)
    assert (row.boot_id, row.form, row.first_mono_s) == (_BOOT, "journal-json", 1.0)


def test_holes() -> None:
    """Notes about lost lines are counted, also those that syslog itself writes."""
    (row,) = _read(
        "Feb 11 18:59:01 n kernel: oom_kill_process: 3 callbacks suppressed",
        "Feb 11 18:59:02 n rsyslogd[7]: imjournal: begin to drop messages due to rate-limiting",
        "Feb 11 18:59:03 n kernel: ** 77 printk messages dropped **",
        "Feb 11 18:59:03 n kernel: Future hung task reports are suppressed",
    )
    assert row.suppressed == 3


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("CPU: 8 PID: 3923954 Comm: php-fpm Tainted: P           O      5.15.158-2-pve #1", "5.15.158-2-pve"),
        ("      Tainted: G        W I      --------- -  - 4.18.0-348.el8.x86_64 #1", "4.18.0-348.el8.x86_64"),
        ("      Not tainted 6.12.8 #1", "6.12.8"),
        ("something tainted", None),
    ],
)
def test_kernel_version(text: str, version: str | None) -> None:
    """Reports of all kinds name the kernel's version."""
    (row,) = _read(f"[  900.000000] {text}")
    assert row.kernel_version == version


def test_messages_without_times() -> None:
    """Bare messages are one stretch without times, and always an excerpt."""
    (row,) = _read("INFO: task docker:20744 blocked for more than 120 seconds.", "      Not tainted 3.16.0 #1")
    assert (row.line, row.form, row.lines, row.excerpt, row.first) == (1, "raw", 2, True, None)


def test_no_kernel_lines() -> None:
    """A log of other programs has no row."""
    assert _read("Feb 11 18:59:01 n kubelet[1]: a", "b") == []

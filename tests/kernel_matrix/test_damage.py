"""Logs as they come: interleaved, with holes, wrapped, of several boots and hosts, newest first, or huge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.bundle.patterns import PatternSet
from analyzer.model.understood import Understood
from analyzer.parsers.kernel import quiet_blocks
from analyzer.parsers.kernel.kernel_log import parse
from analyzer.tables.allocation_failures import AllocationFailure
from analyzer.tables.kernel_logs import KernelLog
from analyzer.tables.kernel_messages import KernelMessage
from analyzer.tables.node_identities import NodeIdentity
from analyzer.tables.oom_kills import OomKill
from tests.kernel_matrix.forms import BOOT_ID, FORMS, HOST, MACHINE_ID, Form, Record, wrapped
from tests.kernel_matrix.reports import REPORTS
from tests.kernel_matrix.test_matrix import ALL, BARE
from tests.kernel_matrix.wordings import VERSIONS

_NOISE = (
    "IPv6: ADDRCONF(NETDEV_CHANGE): veth1: link becomes ready",
    "cni0: port 4(veth1) entered forwarding state",
    "device veth7 entered promiscuous mode",
    "eth0: renamed from vethb1946ac9",
    "usb 1-1: new high-speed USB device number 5 using xhci_hcd",
)


def _rows(text: str, context: dict[str, str] | None = None, asked: PatternSet | None = None) -> list[Any]:
    return list(parse(Piece("kernel.log", "kernel-log", Lines(text), context=context or {}, asked=asked)))


def _messages(text: str, **more: Any) -> list[KernelMessage]:
    return [row for row in _rows(text, **more) if isinstance(row, KernelMessage)]


def _noise(count: int, start: float, step: float = 0.25) -> list[Record]:
    return [Record(start + place * step, 6, f"{_NOISE[place % len(_NOISE)]} {place}") for place in range(count)]


def _long() -> list[Record]:
    """Thousands of ordinary lines with a message of every kind among them."""
    records = _noise(2600, 300.0)
    for place, wordings in enumerate(ALL):
        said = wordings.of(VERSIONS[place % len(VERSIONS)])
        if said is None or said.lines[0].startswith("Linux version"):
            continue
        at = records[40 + place * 31].mono_s
        records += [Record(at + 0.001 + number * 1e-6, 3, text) for number, text in enumerate(said.lines)]
    return sorted(records, key=lambda record: record.mono_s)


@pytest.mark.parametrize("form", [form for form in FORMS if form.name != "one line"], ids=lambda form: form.name)
def test_what_is_passed_over_says_nothing(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searching whole blocks gives the rows that reading every line gives, and the same account of lines."""
    text = form.dress(_long())
    asked = PatternSet((r"^device veth7 .* 18\d7$",))
    fast = _rows(text, asked=asked)
    monkeypatch.setattr(quiet_blocks, "_rows", lambda *_: [])
    slow = _rows(text, asked=asked)
    assert [row for row in fast if not isinstance(row, Understood)] == [
        row for row in slow if not isinstance(row, Understood)
    ]
    assert _known(fast) == _known(slow)
    assert sum(isinstance(row, KernelMessage) and row.kind == "rule" for row in fast) == 10
    assert sum(isinstance(row, OomKill) for row in fast) == 5


def test_other_programs_are_passed_over_as_well() -> None:
    """Of a journal of all programs only the kernel's lines are searched."""
    kernel = next(form for form in FORMS if form.name == "journal json").dress(_noise(3000, 100.0)).splitlines()
    other = [line.replace('"kernel"', '"kubelet"').replace("cni0", "rate SLUB: Unable to") for line in kernel]
    text = "\n".join(line for pair in zip(kernel, other, strict=True) for line in pair) + "\n"
    rows = _rows(text)
    assert [row for row in rows if isinstance(row, KernelMessage)] == []
    assert [(row.lines, row.excerpt) for row in rows if isinstance(row, KernelLog)] == [(3000, False)]
    assert _known(rows) == set(range(1, 6001))


def _known(rows: list[Any]) -> set[int]:
    return {number for row in rows if isinstance(row, Understood) for number in range(row.first, row.last + 1)}


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_lines(width: int) -> None:
    """A line that a window wrapped is one message, wherever it was cut."""
    failed = []
    for wordings in ALL:
        said = wordings.of("6.1")
        if said is None or wordings.table != "kernel_messages" or len(said.lines) > 1:
            continue
        text = wrapped(
            [Record(1234.5, 6, _NOISE[0]), Record(1234.6, 3, said.lines[0]), Record(1234.7, 6, _NOISE[1])], width
        )
        rows = [row for row in _messages(text) if row.kind == wordings.kind]
        if len(rows) != 1:
            failed.append(f"{wordings.name}: {len(rows)} rows")
            continue
        failed += [
            f"{wordings.name}: {name} is {getattr(rows[0], name)!r}"
            for name, value in said.columns.items()
            if name not in ("detail", "cgroup", "pod_uid", "container_id") and getattr(rows[0], name) != value
        ]
    assert not failed, "\n".join(failed)


def test_wrapped_oom_report() -> None:
    """The summary of a kill that was wrapped still names limit, victim and sizes."""
    said = REPORTS[0].of("6.1")
    assert said is not None
    records = [Record(1234.5 + place * 1e-6, 3, text) for place, text in enumerate(said.lines)]
    (kill,) = [row for row in _rows(wrapped(records, 120)) if isinstance(row, OomKill)]
    for name in ("victim", "victim_pid", "oom_memcg", "pod_uid", "limit_bytes", "usage_bytes", "anon_bytes"):
        assert getattr(kill, name) == said.columns[name], name


def test_interleaved_reports() -> None:
    """Where the kernel prints who wrote a line, reports of two CPUs are kept apart line by line."""
    first, second = REPORTS[0].of("6.1"), REPORTS[5].of("6.1")
    assert first is not None
    assert second is not None
    texts = []
    for place in range(max(len(first.lines), len(second.lines))):
        texts += [f"[{1234.5 + place / 1e4:12.6f}] [{'T77':>8}] {line}" for line in first.lines[place : place + 1]]
        texts += [f"[{1234.5 + place / 1e4:12.6f}] [{'C3':>8}] {line}" for line in second.lines[place : place + 1]]
    lines = "\n".join(texts).replace("\ncache", " cache").split("\n")
    rows = _rows("\n".join(lines))
    (kill,) = [row for row in rows if isinstance(row, OomKill)]
    (failure,) = [row for row in rows if isinstance(row, AllocationFailure)]
    assert {name: getattr(kill, name) for name in first.columns} == first.columns
    assert {name: getattr(failure, name) for name in second.columns} == second.columns


def test_interleaved_messages() -> None:
    """A report's later lines are not those of another task."""
    (oops, panic) = _messages(
        "[  100.000001] [  T77] BUG: kernel NULL pointer dereference, address: 0000000000000078\n"
        "[  100.000002] [  T88] CPU: 5 PID: 88 Comm: other Not tainted 6.1.0 #1\n"
        "[  100.000003] [  T77] CPU: 3 PID: 77 Comm: java Not tainted 6.1.0 #1\n"
        "[  100.000004] [  T77] Kernel panic - not syncing: Fatal exception"
    )
    assert (oops.kind, oops.cpu, oops.pid, oops.comm) == ("oops", 3, 77, "java")
    assert (panic.kind, panic.detail, panic.pid) == ("panic", "Fatal exception", None)


@pytest.mark.parametrize(
    "line",
    [
        "[  100.000000] ** 123 printk messages dropped ** ",
        "[  100.000000] oom_kill_process: 3 callbacks suppressed",
        "[  100.000000] printk: 5 messages suppressed.",
        "Feb 11 18:59:01 node-1 systemd-journald[345]: Missed 15 kernel messages",
        "Feb 11 18:59:02 node-1 rsyslogd[7]: imjournal: begin to drop messages due to rate-limiting",
        "Feb 11 18:59:02 node-1 rsyslogd: imjournal: 200 messages lost due to rate-limiting (20000 allowed within 600 seconds)",
    ],
)
def test_lost_lines(line: str) -> None:
    """Every note about lost lines makes the log incomplete."""
    first = "[   99.000000] a" if line.startswith("[") else "Feb 11 18:59:00 node-1 kernel: a"
    (log,) = [row for row in _rows(f"{first}\n{line}\n{first}") if isinstance(row, KernelLog)]
    assert log.suppressed == 1


def test_boots_of_one_file() -> None:
    """Where the clock starts over, rows say which boot they are of."""
    text = (
        "[ 9000.000000] Kernel panic - not syncing: hung_task: blocked tasks\n"
        "[    0.000000] Linux version 6.1.0-18-amd64 (x) #1\n"
        "[    0.000000] Command line: BOOT_IMAGE=/vmlinuz ro\n"
        "[   50.000000] EXT4-fs (sda1): Remounting filesystem read-only"
    )
    assert [(row.kind, row.boot) for row in _messages(text)] == [
        ("panic", 1),
        ("boot", 2),
        ("command-line", 2),
        ("fs-readonly", 2),
    ]


def test_boots_of_a_journal() -> None:
    """A journal's separators name the boots of what follows."""
    other = BOOT_ID[::-1]
    rows = _rows(
        f"-- Boot {BOOT_ID} --\nFeb 11 18:59:01 {HOST} kernel: EXT4-fs (sda1): Remounting filesystem read-only\n"
        f"-- Boot {other} --\nFeb 11 19:59:01 {HOST} kernel: EXT4-fs (sdb1): Remounting filesystem read-only\n"
    )
    assert [(row.device, row.boot) for row in rows if isinstance(row, KernelMessage)] == [("sda1", 1), ("sdb1", 2)]
    assert [(row.boot, row.boot_id) for row in rows if isinstance(row, KernelLog)] == [(1, BOOT_ID), (2, other)]
    identities = {(row.kind, row.value) for row in rows if isinstance(row, NodeIdentity)}
    assert identities == {("boot-id", BOOT_ID), ("boot-id", other), ("hostname", HOST)}


@pytest.mark.parametrize("name", ["journal json", "journal json-pretty", "journal export"])
def test_identities_of_a_journal(name: str) -> None:
    """The journal's entries name host, machine and boot."""
    form = next(form for form in FORMS if form.name == name)
    found = {(row.kind, row.value) for row in _rows(form.dress(_noise(20, 100.0))) if isinstance(row, NodeIdentity)}
    assert found == {("hostname", HOST), ("boot-id", BOOT_ID), ("machine-id", MACHINE_ID)}


def test_hosts_of_one_file() -> None:
    """In a journal of several hosts each row names its own."""
    text = "".join(
        f"Feb 11 18:59:{place:02d} master-{place % 3} kernel: EXT4-fs (sd{'abc'[place % 3]}1): Remounting filesystem read-only\n"
        for place in range(9)
    )
    rows = _rows(text)
    assert [(row.node, row.device) for row in rows if isinstance(row, KernelMessage)] == [
        (f"master-{place % 3}", f"sd{'abc'[place % 3]}1") for place in range(9)
    ]
    assert [row.node for row in rows if isinstance(row, KernelLog)] == ["master-0", "master-1", "master-2"]


@pytest.mark.parametrize("context", [{}, {"order": "newest-first"}])
def test_newest_first(context: dict[str, str]) -> None:
    """A journal that was printed newest first gives the same rows, with the lines where they stand."""
    said = REPORTS[0].of("5.15")
    assert said is not None
    records = [*_noise(5, 1200.0, 2.0), *(Record(1234.5 + n * 1e-6, 3, text) for n, text in enumerate(said.lines))]
    form = next(form for form in FORMS if form.name == "journal short-iso")
    blocks = [form.dress([record]) for record in records]
    text = "-- Logs begin at Fri 2022-02-11 18:00:00 UTC. --\n" + "".join(reversed(blocks))
    rows = _rows(text, context=context)
    (kill,) = [row for row in rows if isinstance(row, OomKill)]
    assert {name: getattr(kill, name) for name in said.columns} == said.columns
    assert "Killed process" in text.split("\n")[(kill.kill_line or 0) - 1]
    (log,) = [row for row in rows if isinstance(row, KernelLog)]
    assert log.first is not None
    assert log.last is not None
    assert log.first < log.last


def test_newest_first_with_boots() -> None:
    """There a separator stands behind the boot that it names."""
    text = (
        f"Feb 11 20:00:02 {HOST} kernel: c\nFeb 11 20:00:01 {HOST} kernel: b\n-- Boot {BOOT_ID} --\n"
        f"Feb 11 19:00:01 {HOST} kernel: EXT4-fs (sda1): Remounting filesystem read-only\n"
        f"Feb 11 19:00:00 {HOST} kernel: a\n"
    )
    rows = _rows(text, context={"order": "newest-first"})
    assert [row.boot for row in rows if isinstance(row, KernelMessage)] == [1]
    assert [(row.boot, row.boot_id, row.lines) for row in rows if isinstance(row, KernelLog)] == [
        (1, None, 2),
        (2, None, 2),
    ]


def test_new_year() -> None:
    """A report around midnight of New Year is one report, though its year is not printed."""
    said = REPORTS[0].of("6.1")
    assert said is not None
    half = len(said.lines) // 2
    lines = [f"Dec 31 23:59:59 {HOST} kernel: {part}" for text in said.lines[:half] for part in text.split("\n")]
    lines += [f"Jan  1 00:00:00 {HOST} kernel: {part}" for text in said.lines[half:] for part in text.split("\n")]
    (kill,) = [row for row in _rows("\n".join(lines)) if isinstance(row, OomKill)]
    assert (kill.victim_pid, kill.limit_bytes) == (said.columns["victim_pid"], said.columns["limit_bytes"])
    assert kill.time == datetime(1972, 1, 1, tzinfo=UTC)


def test_echo_of_node_problem_detector() -> None:
    """What the detector's log repeats of the kernel's is a row, marked as an echo."""
    (row,) = _messages(
        "I0211 18:59:02.123456       1 log_monitor.go:160] New status generated: &{Source:kernel-monitor Events:[{"
        "Severity:warn Timestamp:2022-02-11 18:59:01.5 +0000 UTC m=+12.3 Reason:TaskHung Message:INFO: task"
        " docker:20744 blocked for more than 120 seconds.}] Conditions:[]}"
    )
    assert (row.kind, row.pid, row.echo, row.time_quality) == ("hung-task", 20744, True, "exact")


def test_echo_beside_the_kernels_own_lines() -> None:
    """In a syslog that holds the kernel's lines the detector's echoes of them give no rows."""
    rows = _rows(
        f"May 19 18:14:43 {HOST} kernel: [  139.243276] Memory cgroup out of memory: Killed process 7788 (bash)"
        " total-vm:7169492kB, anon-rss:7165824kB, file-rss:44kB, shmem-rss:0kB, UID:0 pgtables:14076kB\n"
        f"May 19 18:14:43 {HOST} node-problem-detector-startup.sh[4208]: I0519 18:14:43.767687    4208"
        " log_monitor.go:159] New status generated: &{Source:kernel-monitor Events:[{Severity:warn"
        " Timestamp:2025-05-19 18:14:42.700333489 +0000 UTC m=+98.358875828 Reason:OOMKilling Message:Memory cgroup"
        " out of memory: Killed process 7788 (bash) total-vm:7169492kB, anon-rss:7165824kB}] Conditions:[]}\n"
    )
    assert [(row.line, row.echo) for row in rows if isinstance(row, OomKill)] == [(1, None)]


def test_only_the_hint_is_left() -> None:
    """Of a hung task whose first line is lost, the hint that follows it is kept."""
    (row,) = _messages(
        '[ 1234.5] x\n[ 1234.500000] "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.\n'
        "[ 1234.500001] task:dockerd state:D"
    )
    assert row.kind == "hung-task-hint"


def test_bare_forms_are_named() -> None:
    """The forms that claim no lines are those without any prefix."""
    assert set(BARE) <= {form.name for form in FORMS}

# ruff: noqa: E501  (outputs of commands keep their lines)
"""systemd units."""

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.node import units

from .reading import facts, rows, unclaimed

STATUS = """\
● kubelet.service - kubelet: The Kubernetes Node Agent
     Loaded: loaded (/usr/lib/systemd/system/kubelet.service; enabled; preset: enabled)
    Drop-In: /usr/lib/systemd/system/kubelet.service.d
             └─10-kubeadm.conf
     Active: activating (auto-restart) (Result: exit-code) since Tue 2024-03-05 10:11:12 UTC; 3s ago
       Docs: https://kubernetes.io/docs/
    Process: 4711 ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS (code=exited, status=1/FAILURE)
   Main PID: 4711 (code=exited, status=1/FAILURE)
        CPU: 80ms

Mar 05 10:11:12 n1 systemd[1]: kubelet.service: Scheduled restart job, restart counter is at 42.
"""


def test_a_unit_that_fails():
    """systemd 252: state, result, exit status, and the restart counter from its log."""
    (row,) = rows(units, "unit-status", STATUS)
    assert (row.unit, row.load, row.enabled, row.active, row.sub, row.result) == (
        "kubelet.service", "loaded", "enabled", "activating", "auto-restart", "exit-code",
    )  # fmt: skip
    assert (row.since, row.time_quality) == (datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC), "exact")
    assert (row.main_pid, row.exit_status, row.exit_cause, row.restarts) == (4711, 1, "exited", 42)
    assert unclaimed(units, "unit-status", STATUS) == [11]


def test_a_unit_that_runs():
    """systemd 219 (CentOS 7), indented by three; EST is one zone only."""
    text = "● kubelet.service - kubelet: The Kubernetes Node Agent\n   Loaded: loaded (/usr/lib/systemd/system/kubelet.service; enabled; vendor preset: disabled)\n   Active: active (running) since Thu 2019-12-19 15:57:22 EST; 6min ago\n Main PID: 9673 (kubelet)\n    Tasks: 15 (limit: 4915)\n   Memory: 36.4M\n   CGroup: /system.slice/kubelet.service\n           └─9673 /usr/bin/kubelet --cgroup-driver=cgroupfs\n"
    (row,) = rows(units, "unit-status", text)
    assert (row.active, row.sub, row.main_pid, row.tasks, row.tasks_max) == ("active", "running", 9673, 15, 4915)
    assert (row.since, row.memory_bytes) == (datetime(2019, 12, 19, 20, 57, 22, tzinfo=UTC), 38168166)


def test_killed_by_a_signal():
    """`code=killed, signal=KILL` has no exit code; `code=dumped` neither."""
    text = "× containerd.service - containerd\n     Loaded: loaded (/x; disabled; vendor preset: disabled)\n     Active: failed (Result: signal) since Tue 2024-03-05 10:11:12 CST; 1h ago\n   Main PID: 5 (code=killed, signal=KILL)\n"
    (row,) = rows(units, "unit-status", text)
    assert (row.active, row.sub, row.result) == ("failed", None, "signal")
    assert (row.exit_cause, row.signal, row.exit_status, row.time_quality) == (
        "killed",
        "SIGKILL",
        None,
        "zone_unknown",
    )


def test_show_lists_properties():
    """The largest 64-bit number stands for no value; an empty line parts units."""
    text = "Id=kubelet.service\nActiveState=active\nSubState=running\nNRestarts=5\nMainPID=1234\nMemoryCurrent=18446744073709551615\n\nId=crio.service\nActiveState=failed\nExecMainCode=2\n"
    assert facts(units, "unit-show", text, "unit", "active", "restarts", "memory_bytes", "exit_cause") == [
        ("kubelet.service", "active", 5, None, None),
        ("crio.service", "failed", None, None, "killed"),
    ]


def test_lists_of_units():
    """list-units and --failed; the legend is understood."""
    text = "  UNIT                 LOAD   ACTIVE SUB     DESCRIPTION\n● kubelet.service      loaded failed failed  kubelet: The Kubernetes Node Agent\n  containerd.service   loaded active running containerd container runtime\n\nLOAD   = Reflects whether the unit definition was properly loaded.\n2 loaded units listed.\n"
    assert facts(units, "unit-list", text, "line", "unit", "active", "sub", "description") == [
        (2, "kubelet.service", "failed", "failed", "kubelet: The Kubernetes Node Agent"),
        (3, "containerd.service", "active", "running", "containerd container runtime"),
    ]
    assert unclaimed(units, "unit-list", text) == []

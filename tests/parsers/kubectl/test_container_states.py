"""States of containers from the status of pods."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from datetime import UTC, datetime

from analyzer.parsers.kubectl import container_states

from .reading import POD_YAML, records


def test_current_and_last_state():
    """A waiting container has its last run's exit, with the container ID of that run."""
    setup, now, last = records(container_states, POD_YAML, "yaml")
    assert (setup.container_type, setup.state, setup.exit_code) == ("init", "terminated", 0)
    assert (now.which, now.state, now.reason, now.container_id) == (
        "state",
        "waiting",
        "CrashLoopBackOff",
        None,
    )
    assert (last.which, last.state, last.reason, last.exit_code) == (
        "lastState",
        "terminated",
        "OOMKilled",
        137,
    )
    assert (last.runtime, last.container_id) == ("containerd", "0ca62d24")
    assert last.finished == datetime(2025, 2, 27, 6, 36, 22, tzinfo=UTC)
    assert (last.restart_count, last.ready) == (6, False)


def test_null_times_and_empty_states():
    """The kubelet writes year 1 for containers it lost (ContainerStatusUnknown); an empty state is none."""
    text = (
        "kind: Pod\nstatus:\n  containerStatuses:\n  - name: a\n    restartCount: 1\n    lastState: {}\n    state:\n"
        "      terminated:\n        exitCode: 137\n        reason: ContainerStatusUnknown\n        startedAt: null\n"
        "        finishedAt: '0001-01-01T00:00:00Z'\n"
    )
    (state,) = records(container_states, text, "yaml")
    assert (state.exit_code, state.started, state.finished) == (137, None, None)


def test_running_container_has_the_id_of_its_status():
    """A running state names no container: the status does."""
    text = "kind: Pod\nstatus:\n  containerStatuses:\n  - name: a\n    containerID: cri-o://abc\n    state:\n      running: {startedAt: '2025-02-27T06:36:22Z'}\n"
    (state,) = records(container_states, text, "yaml")
    assert (state.state, state.runtime, state.container_id) == ("running", "cri-o", "abc")


def test_excerpt_without_a_name():
    """A bare `Last State:` block is a state of a container without name."""
    text = "    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n    Ready:          True\n    Restart Count:  1\n"
    (state,) = records(container_states, text, "describe")
    assert (state.which, state.container, state.pod, state.reason, state.restart_count) == (
        "lastState",
        None,
        None,
        "OOMKilled",
        1,
    )

"""Ends that are no matter of today any more."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only

NOW = {"where": (0, 90), "kind": "collected", "time": "2026-05-19T21:00:00Z", "time_quality": "exact"}
POD = {"where": (0, 1), "at": "", "namespace": "shop", "pod": "web-0", "form": "yaml"}
SEEN = {"where": (0, 1), "at": "s", "namespace": "shop", "pod": "web-0", "container": "app", "form": "yaml"}
END = {**SEEN, "which": "lastState", "state": "terminated", "exit_code": 1, "reason": "Error"}


def passed(finished, restarts, *, ready=True):
    states = [
        {**SEEN, "which": "state", "state": "running", "ready": ready, "restart_count": restarts, "started": finished},
        {**END, "restart_count": restarts, "started": "2026-05-01T00:00:00Z", "finished": finished},
    ]
    made = database(members=["pod.yaml"], pods=[POD], container_states=states, time_marks=[NOW])
    return only(made, "SELECT passed FROM run_ends")


@pytest.mark.parametrize(
    ("finished", "restarts", "told"),
    [
        ("2026-05-19T19:59:00Z", 3, True),
        ("2026-05-19T20:01:00Z", 3, False),
        ("2026-05-19T19:59:00Z", 4, False),
        ("2026-05-18T20:59:00Z", 57, True),
        ("2026-05-18T21:01:00Z", 57, False),
    ],
)
def test_a_container_that_is_ready_again(finished, restarts, told):
    """A few restarts count for an hour, many of them for a day."""
    assert passed(finished, restarts) is told


def test_a_container_that_is_not_ready_has_not_recovered():
    """However long ago it ended."""
    assert passed("2026-05-10T21:00:00Z", 1, ready=False) is False


@pytest.mark.parametrize(
    ("job", "owner", "told"),
    [
        ({"completed": "2026-05-19T20:30:00Z"}, {}, True),
        ({"completed": None}, {}, False),
        ({"completed": "2026-05-19T20:30:00Z", "namespace": "other"}, {}, False),
        ({"completed": "2026-05-19T20:30:00Z", "kind": "Backup"}, {}, False),
        ({"completed": "2026-05-19T20:30:00Z"}, {"owner_name": "other"}, False),
        ({"completed": "2026-05-19T20:30:00Z"}, {"owner_kind": "Backup"}, False),
    ],
)
def test_an_attempt_of_a_job(job, owner, told):
    """It counts as long as its Job is not complete."""
    made = database(
        members=["pod.yaml"],
        pods=[{**POD, "owner_kind": "Job", "owner_name": "load", "phase": "Failed", **owner}],
        container_states=[{**END, "which": "state", "restart_count": 0, "finished": "2026-05-19T20:00:00Z"}],
        workloads=[{"where": (0, 60), "at": "", "kind": "Job", "namespace": "shop", "name": "load", **job}],
        time_marks=[NOW],
    )
    assert only(made, "SELECT passed FROM run_ends") is told

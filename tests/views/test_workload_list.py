"""Each controller once, with what it wants and has."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = [{"path": "a/x", "root": "a/"}, {"path": "b/x", "root": "b/"}]
DAYS = [
    {"where": (n, 91), "kind": "collected", "time": f"2026-05-{19 + n}T20:00:00Z", "time_quality": "exact"} for n in range(2)
]  # fmt: skip
MADE = "2026-05-19T19:00:00Z"


def seen(*rows, **found):
    return database(
        members=MEMBERS, time_marks=DAYS, workloads=[row for row, _ in rows], objects=[o for _, o in rows], **found
    )


def workload(member=0, line=1, form="yaml", kind="Deployment", name="web", namespace="shop", **known):
    where = {"where": (member, line), "at": "", "kind": kind, "namespace": namespace, "name": name}
    return {**where, **known}, {**where, "form": form}


def test_the_last_collection_and_the_fullest_form_count():
    """Of the same moment the object counts and not the table's row."""
    made = seen(
        workload(0, desired=3, available=0, created=MADE),
        workload(1, desired=3, available=2, created=MADE),
        workload(1, 5, "table", desired=3, available=1),
    )
    assert values(made, "SELECT available, lacking, state_now FROM workload_list") == [(2, 1, "failing")]


@pytest.mark.parametrize(
    ("known", "counts"),
    [
        ({"kind": "Deployment", "desired": 2, "created": MADE}, (0, 0, 0, 2, "failing")),
        ({"kind": "StatefulSet", "desired": 2, "created": MADE}, (0, None, 0, 2, "failing")),
        ({"kind": "DaemonSet", "desired": 2, "available": 2, "created": MADE}, (0, 2, None, 0, "over")),
        # a manifest says what is wanted, and nothing of what there is
        ({"kind": "Deployment", "desired": 2}, (None, None, None, None, "unknown")),
        (
            {"kind": "Deployment", "desired": 2, "created": MADE, "form": "describe"},
            (None, None, None, None, "unknown"),
        ),
        ({"kind": "Deployment", "desired": 1, "ready": 2, "available": 2, "created": MADE}, (2, 2, 0, None, "over")),
        ({"kind": "CronJob", "created": MADE}, (0, None, None, None, "unknown")),
    ],
)
def test_a_count_that_is_left_out_is_zero(known, counts):
    """The API leaves out a 0; only an object with a status has one."""
    made = seen(workload(**known))
    assert values(made, "SELECT ready, available, current, lacking, state_now FROM workload_list") == [counts]


def test_names():
    """The Deployment of a ReplicaSet, the CronJob of a Job; of another kind the name."""
    made = seen(
        workload(0, 1, kind="ReplicaSet", name="web-7d5f9c6b8d"),
        workload(0, 2, kind="Job", name="import-29128320"),
        workload(0, 3, kind="StatefulSet", name="db-29128320"),
    )
    assert values(made, "SELECT workload FROM workload_list ORDER BY src") == [("web",), ("import",), ("db-29128320",)]


@pytest.mark.parametrize(("others", "namespace"), [(["shop"], "shop"), (["shop", "pay"], None), ([], None)])
def test_a_namespace_that_is_not_printed(others, namespace):
    """It is that of the pods, where all of them lie in one."""
    pods = [
        {"where": (0, 10 + n), "at": "", "namespace": one, "pod": "web-7d5f9c6b8d-x2m4q", "form": "table"}
        for n, one in enumerate(others)
    ]
    made = seen(workload(form="table", namespace=None, desired=1, available=0), pods=pods)
    assert only(made, "SELECT namespace FROM workload_list") == namespace


def condition(kind, status, reason, line=1, of="Deployment", **known):
    return {
        "where": (0, line), "at": "status.conditions[0]", "kind": of, "namespace": "shop", "name": "web",
        "type": kind, "status": status, "reason": reason, **known,
    }  # fmt: skip


def test_conditions():
    """Those of the same object; since when it is unavailable counts only while it is."""
    changed = {"changed": "2026-05-19T19:50:00Z"}
    made = seen(
        workload(desired=1),
        workload(line=2, name="api", desired=1),
        conditions=[
            condition("Available", "False", "MinimumReplicasUnavailable", **changed),
            condition("Progressing", "True", "ReplicaSetUpdated"),
            condition("Available", "True", "MinimumReplicasAvailable", 2, **changed) | {"name": "api"},
        ],
    )
    asked = "SELECT available_status, unavailable_s, progressing_reason FROM workload_list ORDER BY src"
    assert values(made, asked) == [("False", 600.0, "ReplicaSetUpdated"), ("True", None, None)]


@pytest.mark.parametrize(
    ("kind", "status", "of", "reason"),
    [("Failed", "True", "Job", "DeadlineExceeded"), ("Failed", "False", "Job", None), ("Failed", "True", "Deployment", None), ("Complete", "True", "Job", None)],
)  # fmt: skip
def test_a_job_that_failed(kind, status, of, reason):
    """The condition Failed while it holds."""
    made = seen(workload(kind=of), conditions=[condition(kind, status, "DeadlineExceeded", of=of)])
    assert only(made, "SELECT failed_reason FROM workload_list") == reason


def test_age():
    """By the creation, else as a table prints it."""
    made = seen(workload(created=MADE), workload(line=2, name="api", form="table", age_s=40.0))
    assert values(made, "SELECT age_s FROM workload_list ORDER BY src") == [(3600.0,), (40.0,)]


@pytest.mark.parametrize(("current", "state"), [(0, "failing"), (2, "unknown")])
def test_pods_that_were_not_made(current, state):
    """describe prints of a ReplicaSet how many pods there are, and not how many are ready."""
    made = seen(workload(kind="ReplicaSet", form="describe", desired=2, current=current))
    assert only(made, "SELECT state_now FROM workload_list") == state

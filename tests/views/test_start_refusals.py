"""Refusals to start a container, once for each pod, container and text, whoever tells them."""

from __future__ import annotations

from tests.views.tables_of_rows import database, values

POD = {"where": (0, 1), "at": "", "namespace": "shop", "pod": "web-0", "form": "yaml", "phase": "Pending"}
WAITS = {
    "where": (0, 1),
    "at": "status.containerStatuses[0]",
    "namespace": "shop",
    "pod": "web-0",
    "container": "app",
    "which": "state",
    "state": "waiting",
    "form": "yaml",
    "ready": False,
}
TEXT = "container has runAsNonRoot and image will run as root"
SHOWN = "SELECT namespace, pod, container, said, origin, state_now FROM start_refusals"


def seen(**found):
    return database(members=["a"], **found)


def event(line, **known):
    return {"where": (0, line), "form": "table", "message": TEXT, "reason": "Failed", **known}


def test_the_status_speaks_before_an_event():
    """Both say the same, the event with a word in front."""
    states = [{**WAITS, "reason": "CreateContainerConfigError", "message": TEXT}]
    events = [event(9, kind="Pod", namespace="shop", name="web-0", container="app", message=f"Error: {TEXT}")]
    made = seen(pods=[POD], container_states=states, events=events)
    assert values(made, SHOWN) == [("shop", "web-0", "app", TEXT, "objects", "failing")]
    assert values(made, "SELECT text_src, status_src FROM start_refusals") == [
        ("1@status.containerStatuses[0].state.waiting.message", "1@status.containerStatuses[0].state.waiting.reason")
    ]


def test_back_offs_and_failed_pulls_are_none():
    """They have rules of their own."""
    states = [{**WAITS, "reason": "CrashLoopBackOff", "message": "back-off 5m0s"}]
    events = [
        event(9, name="web-0", message="Failed to pull image x: not found"),
        event(10, name="web-0", message="Error: ErrImagePull"),
        event(11, name="web-0", reason="Started"),
    ]
    assert values(seen(pods=[POD], container_states=states, events=events), SHOWN) == []


def test_the_text_names_the_pod_where_the_row_does_not():
    """A row of events that was pasted without its head."""
    made = seen(events=[event(9, message=f'Error: {TEXT} (pod: "web-0_shop(u-1)", container: app)')])
    assert values(made, "SELECT namespace, pod, container, state_now, workload FROM start_refusals") == [
        ("shop", "web-0", "app", "unknown", "web-0")
    ]


def test_a_pod_that_runs_now_has_got_over_it():
    """Its event is still there."""
    states = [{**WAITS, "state": "running", "ready": True}]
    made = seen(
        pods=[{**POD, "phase": "Running"}],
        container_states=states,
        events=[event(9, name="web-0", kind="Pod", namespace="shop")],
    )
    assert values(made, "SELECT state_now FROM start_refusals") == [("over",)]


def test_a_pod_that_is_rejected_and_a_line_of_the_kubelet():
    """The reason of a pod's status, and what only the kubelet's log tells."""
    rejected = {
        **POD,
        "pod": "db-0",
        "where": (0, 2),
        "phase": "Failed",
        "reason": "SysctlForbidden",
        "message": "forbidden sysctl",
    }
    line = {
        "where": (0, 20),
        "unit": "kubelet",
        "kind": "start-failed",
        "message": "x",
        "detail": "cannot load seccomp profile",
        "namespace": "shop",
        "pod": "api-0",
        "container": "app",
    }
    other = {**line, "where": (0, 21), "kind": "killing", "detail": "grace period 30 s"}
    made = seen(pods=[rejected], service_log=[line, other])
    assert sorted(values(made, "SELECT pod, said, origin FROM start_refusals")) == [
        ("api-0", "cannot load seccomp profile", "kubelet"),
        ("db-0", "forbidden sysctl", "objects"),
    ]

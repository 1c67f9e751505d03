"""Hooks of containers that failed, whoever tells it, each of its container."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

POD = {
    "where": (0, 1),
    "at": "",
    "namespace": "shop",
    "pod": "web-0",
    "node": "worker-1",
    "form": "yaml",
    "phase": "Running",
}
TEST = {**POD, "where": (0, 50), "namespace": "test"}
LAST = {"which": "lastState", "state": "terminated", "reason": "Error"}
SHOWN = (
    "SELECT hook, namespace, pod, container, node, state_now, exit_code, restart_count FROM hook_failures ORDER BY src"
)


def state(container="app", line=1, namespace="shop", **known):
    return {
        "where": (0, line),
        "at": f"status.{container}",
        "namespace": namespace,
        "pod": "web-0",
        "container": container,
        "form": "yaml",
        "which": "state",
        "state": "waiting",
        "reason": "CrashLoopBackOff",
        "ready": False,
        "restart_count": 4,
        **known,
    }


def ended(code, container="app", at="2026-05-19T20:20:39Z", **known):
    return state(container, **{**LAST, "exit_code": code, "started": "2026-05-19T20:20:00Z", "finished": at, **known})


def event(reason, **known):
    return {
        "where": (1, 9),
        "form": "yaml",
        "kind": "Pod",
        "namespace": "shop",
        "name": "web-0",
        "reason": reason,
        "message": "it failed",
        **known,
    }


def seen(states, **found):
    return database(members=["pod.yaml", "events.yaml"], pods=[POD, TEST], container_states=states, **found)


@pytest.mark.parametrize(("reason", "hook"), [("FailedPostStartHook", "post-start"), ("FailedPreStopHook", "pre-stop")])
def test_an_event_with_the_last_end_of_its_container(reason, hook):
    """Neither an earlier end, nor that of the container beside it or of the namesake in another namespace."""
    states = [
        state(), ended(137), ended(2, at="2026-05-19T20:10:00Z"), state("side"), ended(3, "side"),
        state(line=50, namespace="test", restart_count=9), ended(5, line=50, namespace="test"),
    ]  # fmt: skip
    made = seen(states, events=[event(reason, container="app"), event("Unhealthy", container="app", where=(1, 10))])
    assert values(made, SHOWN) == [(hook, "shop", "web-0", "app", "worker-1", "failing", 137, 4)]


def test_the_container_that_an_event_leaves_out():
    """The text names it, else it is the only regular one of the pod."""
    named = event(
        "FailedPostStartHook", message='Exec lifecycle hook ([/x]) for Container "side" in Pod "web-0" failed'
    )
    both = [state(), state("side"), state("setup", container_type="init")]
    container = "SELECT container FROM hook_failures"
    assert values(seen(both, events=[named]), container) == [("side",)]
    assert values(seen(both, events=[event("FailedPostStartHook")]), container) == [(None,)]
    alone = [both[0], both[2], state("other", line=50, namespace="test")]
    assert values(seen(alone, events=[event("FailedPostStartHook")]), container) == [("app",)]


def test_the_state_of_a_container():
    """Only that of the hook."""
    states = [state(reason="PostStartHookError", message="exited with 1"), state("side", reason="RunContainerError")]
    made = seen(states)
    assert values(made, "SELECT hook, container, said, said_src FROM hook_failures") == [
        ("post-start", "app", "exited with 1", "1@status.app.state.waiting.reason")
    ]


@pytest.mark.parametrize(("kind", "hook"), [("poststart-failed", "post-start"), ("prestop-failed", "pre-stop")])
def test_the_kubelets_log(kind, hook):
    """A line that names no pod is nobody's."""
    line = {
        "where": (1, 7),
        "unit": "kubelet",
        "kind": kind,
        "node": "worker-1",
        "namespace": "shop",
        "pod": "web-0",
        "container": "app",
        "detail": "exited with 1",
    }
    log = [line, {**line, "where": (1, 8), "pod": None}, {**line, "where": (1, 9), "kind": "killing"}]
    made = seen([state(), ended(137)], service_log=log)
    assert values(made, SHOWN) == [(hook, "shop", "web-0", "app", "worker-1", "unknown", 137, 4)]


def test_a_long_text_is_cut():
    """What the hook printed may be pages."""
    made = seen([state()], events=[event("FailedPreStopHook", container="app", message="x" * 500)])
    assert values(made, "SELECT length(said) FROM hook_failures") == [(200,)]

"""Containers with what their pod tells of them."""

from __future__ import annotations

from tests.views.tables_of_rows import database, values

POD = {"where": (0, 1), "at": "", "namespace": "shop", "pod": "web-0", "node": "worker-1", "form": "yaml"}
STATE = {
    "where": (0, 1),
    "at": "s",
    "namespace": "shop",
    "pod": "web-0",
    "form": "yaml",
    "which": "state",
    "state": "running",
    "ready": True,
}


def test_how_many_containers_of_a_pod_are_ready():
    """A container of its start is ready when it has ended; a namesake's containers are others."""
    states = [
        {**STATE, "container": "app"},
        {**STATE, "container": "worker", "ready": False},
        {**STATE, "container": "proxy", "container_type": "sidecar"},
        {**STATE, "container": "setup", "container_type": "init"},
        {**STATE, "container": "app", "where": (0, 50), "namespace": "test"},
    ]
    pods = [POD, {**POD, "where": (0, 50), "namespace": "test"}]
    made = database(members=["pods.yaml"], pods=pods, container_states=states)
    shown = "SELECT DISTINCT namespace, ready_of_pod FROM container_list ORDER BY 1"
    assert values(made, shown) == [("shop", 2), ("test", 1)]


def test_where_the_state_of_a_container_stands():
    """Its reason, else its status, else the row of its pod in a table."""
    states = [
        {**STATE, "container": "app", "state": "waiting", "reason": "CrashLoopBackOff"},
        {**STATE, "container": "side"},
    ]
    table = {**POD, "where": (1, 2), "form": "table", "status_text": "CrashLoopBackOff"}
    specs = [{"where": (0, 1), "at": "c", "namespace": "shop", "pod": "web-0", "container": "cut"}]
    made = database(members=["pod.yaml", "pods.txt"], pods=[POD, table], container_states=states, containers=specs)
    ((row,),) = values(made, "SELECT status_src FROM pod_list")
    assert values(made, "SELECT container, state_src, node FROM container_list ORDER BY 1") == [
        ("app", "1@s.state.waiting.reason", "worker-1"),
        ("cut", row, "worker-1"),
        ("side", "1@s.state", "worker-1"),
    ]

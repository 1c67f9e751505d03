"""Nodes without a pod network, by their condition, by events and by the kubelet's log."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

SAID = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:cni plugin not initialized"
READY = {"where": (0, 1), "at": "status.conditions[3]", "kind": "Node", "name": "worker-1", "type": "Ready", "status": "False", "message": SAID}  # fmt: skip
LINE = {
    "where": (0, 5),
    "unit": "kubelet",
    "node": "worker-1",
    "kind": "network-not-ready",
    "message": "x",
    "detail": SAID,
}
NODE = {"where": (0, 1), "at": "", "node": "worker-1", "form": "yaml"}


def made(**tables):
    return database(members=["x"], **tables)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, "cni"),
        ({"status": None}, "cni"),
        ({"status": "Unknown"}, "cni"),
        ({"message": "runtime network not ready: NetworkReady=false reason:NetworkPlugin"}, "cni"),
        ({"message": "docker: network plugin is not ready: cni config uninitialized"}, "cni"),
        ({"type": "NetworkUnavailable", "status": "True", "message": None, "reason": "NoRouteCreated"}, "route"),
    ],
)
def test_conditions(known, why):
    assert (
        only(made(conditions=[{**READY, **known}]), "SELECT why FROM network_gaps WHERE subject_kind = 'Node'") == why
    )


@pytest.mark.parametrize(
    "known",
    [
        {"status": "True"},
        {"message": "container runtime is down"},
        {"type": "MemoryPressure"},
        {"kind": "Pod"},
        {"type": "NetworkUnavailable", "status": "False"},
    ],
)
def test_what_is_no_gap(known):
    assert values(made(conditions=[{**READY, **known}]), "SELECT * FROM network_gaps") == []


def test_the_condition_speaks_first_and_once():
    found = made(conditions=[READY], service_log=[LINE, {**LINE, "where": (0, 6)}])
    assert values(found, "SELECT node, origin, state_now FROM network_gaps") == [("worker-1", "objects", "failing")]


def test_a_log_that_goes_on_without_it():
    """The kubelet says it every 5 s for as long as it is so."""
    said = {**LINE, "time": "2026-05-19T20:00:00Z", "time_quality": "exact"}
    for last, state in (("2026-05-19T20:00:30Z", "unknown"), ("2026-05-19T20:02:00Z", "over")):
        log = {"where": (0, 1), "unit": "kubelet", "node": "worker-1", "first": "2026-05-19T19:00:00Z", "last": last}
        log["time_quality"] = "exact"
        assert only(made(service_log=[said], service_logs=[log]), "SELECT state_now FROM network_gaps") == state


def test_a_node_that_is_ready_now():
    assert (
        only(made(service_log=[LINE], nodes=[{**NODE, "ready": "True"}]), "SELECT state_now FROM network_gaps")
        == "over"
    )
    assert (
        only(made(service_log=[LINE], nodes=[{**NODE, "ready": "False"}]), "SELECT state_now FROM network_gaps")
        == "failing"
    )


def test_pods_whose_node_is_not_told():
    pods = [
        {"where": (0, n), "kind": "Pod", "namespace": "shop", "name": f"web-{n}", "reason": reason, "message": SAID}
        for n, reason in ((1, "NetworkNotReady"), (2, "NetworkNotReady"), (3, "Unhealthy"))
    ]
    found = values(made(events=pods), "SELECT subject_kind, subject_name, node FROM network_gaps ORDER BY subject_name")
    assert found == [("Pod", "web-1", None), ("Pod", "web-2", None)]
    hosted = [{**event, "host": "worker-1"} for event in pods]
    assert values(made(events=hosted), "SELECT subject_kind, node, pods FROM network_gaps") == [("Node", "worker-1", 2)]


def test_events_of_the_node():
    event = {"where": (0, 1), "kind": "Node", "name": "worker-1", "reason": "NodeNotReady", "message": SAID}
    assert only(made(events=[event]), "SELECT node FROM network_gaps") == "worker-1"
    assert (
        values(
            made(events=[{**event, "message": "Node worker-1 status is now: NodeNotReady"}]),
            "SELECT 1 FROM network_gaps",
        )
        == []
    )


def test_how_old_the_node_was():
    made_at = {"where": (0, 1), "at": "", "kind": "Node", "name": "worker-1", "created": "2026-05-19T20:00:00Z"}
    mark = {"where": (0, 9), "kind": "collected", "time": "2026-05-19T20:00:40Z", "time_quality": "exact"}
    found = made(conditions=[READY], objects=[made_at], time_marks=[mark])
    assert only(found, "SELECT age_s FROM network_gaps") == 40


def test_the_last_line_of_a_log_without_times_counts():
    """A hundred lines behind the complaint, it is over; where a later line repeats it, it is not."""
    late = {**LINE, "where": (0, 190)}
    members = [{"path": "kubelet.log", "lines": 200}]
    assert only(database(members=members, service_log=[LINE]), "SELECT state_now FROM network_gaps") == "over"
    assert only(database(members=members, service_log=[LINE, late]), "SELECT state_now FROM network_gaps") == "unknown"


def test_a_pod_that_runs_now_has_its_network():
    event = {"where": (0, 1), "kind": "Pod", "namespace": "shop", "name": "web-0", "host": "worker-1", "reason": "NetworkNotReady", "message": SAID}  # fmt: skip
    pod = {"where": (0, 2), "at": "", "namespace": "shop", "pod": "web-0", "form": "yaml", "phase": "Succeeded"}
    assert only(made(events=[event]), "SELECT state_now FROM network_gaps") == "unknown"
    assert only(made(events=[event], pods=[pod]), "SELECT state_now FROM network_gaps") == "over"


@pytest.mark.parametrize(
    ("name", "node", "is_agent"),
    [
        ("calico-node-7hxkq", "worker-1", True),
        ("cilium-x2m4k", "worker-1", True),
        ("kube-flannel-ds-abcde", "worker-1", True),
        ("cilium-operator-5d8f9c6b7-x2m4k", "worker-1", False),
        ("web-0", "worker-1", False),
        ("calico-node-7hxkq", "worker-2", False),
    ],
)
def test_the_pod_that_sets_up_the_network(name, node, is_agent):
    pod = {"where": (0, 2), "at": "", "namespace": "kube-system", "pod": name, "node": node, "form": "yaml"}
    found = made(conditions=[READY], pods=[pod])
    assert (only(found, "SELECT pod_key FROM network_gaps") is not None) is is_agent

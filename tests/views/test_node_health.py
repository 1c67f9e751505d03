"""Why a node is not ready: what its condition says, else what its kubelet or events say."""

from __future__ import annotations

from tests.views.tables_of_rows import database, values

READY = {"kind": "Node", "type": "Ready", "at": "status.conditions[0]"}
SILENT = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
PLEG = "PLEG is not healthy: pleg was last seen active 3m7s ago; threshold is 3m0s"


def told(**found):
    return values(
        database(members=["x", "y"], **found), "SELECT node, about, told_by, state_now FROM node_health ORDER BY ALL"
    )


def condition(name, line=1, **known):
    return {"where": (0, line), "name": name, **READY, **known}


def line(kind, number=1, **known):
    return {"where": (1, number), "unit": "kubelet", "kind": kind, "message": kind, **known}


def test_a_condition_that_is_true_says_nothing():
    """A node that is ready and of which nothing else is told has no row."""
    assert told(conditions=[condition("n1", status="True", reason="KubeletReady")]) == []


def test_the_runtime_speaks_for_pleg_and_network():
    """Of a list of complaints the one that brings the others with it counts; network and PLEG stand side by side."""
    both = [
        condition("n1", status="False", message=f"[container runtime is down, {PLEG}, runtime network not ready]"),
        condition(
            "n2", 2, status="False", message=f"[{PLEG}, container runtime network not ready: NetworkReady=false]"
        ),
        condition("n3", 3, status="False", message="node is shutting down"),
        condition("n4", 4, **SILENT),
    ]
    assert told(conditions=both) == [
        ("n1", "runtime", "condition", "failing"),
        ("n2", "network", "condition", "failing"),
        ("n2", "pleg", "condition", "failing"),
        ("n3", "other", "condition", "failing"),
        ("n4", "silent", "condition", "failing"),
    ]


def test_the_kubelet_s_words_stand_in_where_the_condition_has_none():
    """A table says NotReady, the log says why; where the condition is silent, the log's older words are not asked."""
    table = [{"where": (0, 9), "node": "n1", "ready": "False", "form": "table"}]
    assert told(
        nodes=table, service_log=[line("network-not-ready", node="n1", detail="network not ready: cni config")]
    ) == [("n1", "network", "kubelet", "failing")]
    words = [line("pleg-unhealthy", node="n4", detail=PLEG)]
    assert told(conditions=[condition("n4", **SILENT)], service_log=words) == [("n4", "silent", "condition", "failing")]


def test_a_kubelet_that_starts_has_no_network_for_seconds():
    """One line proves nothing where the node is ready or unknown; two minutes of them do."""
    once = [
        line(
            "network-not-ready",
            node="n1",
            detail="network not ready",
            time="2026-05-19T20:00:00Z",
            time_quality="exact",
        )
    ]
    later = line(
        "network-not-ready", 2, node="n1", detail="network not ready", time="2026-05-19T20:02:00Z", time_quality="exact"
    )
    many = [line("network-not-ready", number, node="n1", detail="network not ready") for number in range(1, 25)]
    assert told(service_log=once) == []
    assert told(service_log=[*once, later]) == [("n1", "network", "kubelet", "unknown")]
    assert told(service_log=many[:23]) == []
    assert told(service_log=many) == [("n1", "network", "kubelet", "unknown")]


def test_what_was_and_is_over():
    """The node is ready again by its condition, or by a later event; the controller's event means that nothing came."""
    lost = {
        "where": (1, 1),
        "kind": "Node",
        "name": "n1",
        "reason": "NodeNotReady",
        "message": "m",
        "last_age_s": 300.0,
    }
    back = {**lost, "where": (1, 2), "reason": "NodeReady", "last_age_s": 200.0}
    ready = [condition("n1", status="True", reason="KubeletReady")]
    assert told(events=[lost]) == [("n1", "other", "events", "unknown")]
    assert told(events=[lost, back]) == [("n1", "other", "events", "over")]
    assert told(events=[{**lost, "component": "node-controller"}], conditions=ready) == [
        ("n1", "silent", "events", "over")
    ]


def test_the_newest_observation_counts():
    """Of two the one with the later heartbeat; a taint stands in for a condition that is not there."""
    two = [
        condition("n1", status="False", message=PLEG, heartbeat="2026-05-19T20:00:00Z"),
        condition("n1", 2, status="True", reason="KubeletReady", heartbeat="2026-05-19T20:05:00Z"),
    ]
    assert told(conditions=two) == []
    taint = [{"where": (0, 3), "at": "spec.taints[0]", "node": "n1", "key": "node.kubernetes.io/unreachable"}]
    assert told(taints=taint) == [("n1", "silent", "taint", "failing")]
    assert told(taints=taint, conditions=two) == []


def test_what_custom_columns_print():
    """A message without a status tells the status."""
    cells = [
        condition("n1", at="", message="kubelet is posting ready status"),
        condition("n2", 2, at="", message="container runtime network not ready: NetworkReady=false"),
        condition("n3", 3, at="", message="Kubelet never posted node status."),
    ]
    cells = [{**cell, "at": ""} for cell in cells]
    assert told(conditions=cells) == [
        ("n2", "network", "condition", "failing"),
        ("n3", "silent", "condition", "failing"),
    ]

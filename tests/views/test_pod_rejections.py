"""Pods that the kubelet refused: by status, table or event, each once, and whether another one runs by now."""

# ruff: noqa: E501 -- messages of the kubelet are long, and are kept as they are

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, values

MEMORY = "Pod was rejected: Node didn't have enough resource: memory, requested: 2097152000, used: 65865462583, capacity: 66388008960"


def pod(line=1, **known):
    base = {
        "where": (0, line),
        "at": "",
        "namespace": "shop",
        "pod": "web-0",
        "phase": "Failed",
        "node": "worker-1",
        "form": "yaml",
    }
    return {**base, **known}


def event(reason, message, **known):
    return {"where": (0, 90), "namespace": "shop", "kind": "Pod", "name": "web-0", "reason": reason, "message": message, "form": "table", **known}  # fmt: skip


def seen(*pods, **found):
    return database(members=["a"], pods=list(pods), **found)


def kinds(made):
    return values(made, "SELECT kind, reason FROM pod_rejections")


@pytest.mark.parametrize(
    ("reason", "message", "kind"),
    [
        ("OutOfmemory", MEMORY, "out-of-resource"),
        ("OutOfcpu", "Node didn't have enough resource: cpu, requested: 500, used: 3900, capacity: 4000", "out-of-resource"),
        ("OutOfpods", "Pod Node didn't have enough resource: pods, requested: 1, used: 110, capacity: 110", "out-of-resource"),
        ("NodeAffinity", "Pod was rejected: Predicate NodeAffinity failed", "node-affinity"),
        ("MatchNodeSelector", "Predicate MatchNodeSelector failed", "node-affinity"),
        ("UnexpectedAdmissionError", "Allocate failed due to no healthy devices present, which is unexpected", "unexpected"),
        ("TopologyAffinityError", "Resources cannot be allocated with Topology locality", "topology"),
        ("SMTAlignmentError", "SMT Alignment Error", "topology"),
        ("Evicted", "Pod was rejected: The node had condition: [MemoryPressure]. ", "pressure"),
        *((reason, "x", "other") for reason in (
            "PodOSNotSupported", "PodOSSelectorNodeLabelDoesNotMatch", "SupplementalGroupsPolicyNotSupported", "PodFeatureUnsupported", "VolumeAttachmentLimitExceeded",
            "InitContainerRestartPolicyForbidden", "HostPortConflict", "NodePorts", "TaintToleration", "NodeName", "NodeUnschedulable", "UnexpectedPredicateFailureType")),
    ],
)  # fmt: skip
def test_kinds(reason, message, kind):
    """By the reason of a status, of a row of a table, and of an event."""
    assert kinds(seen(pod(reason=reason, message=message))) == [(kind, reason)]
    if reason != "Evicted":
        assert kinds(seen(pod(phase=None, status_text=reason, form="table"))) == [(kind, reason)]
        assert kinds(seen(events=[event(reason, message)])) == [(kind, reason)]


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("Evicted", "The node was low on resource: memory. "), ("DeadlineExceeded", "x"), ("SysctlForbidden", "x"), (None, "x"),
    ],
)  # fmt: skip
def test_what_is_no_refusal(reason, message):
    """Evictions, deadlines, and what other views are about."""
    assert kinds(seen(pod(reason=reason, message=message))) == []
    assert kinds(seen(pod(reason=reason, message=message), events=[event(reason, message)])) == []


def test_numbers_in_the_units_that_people_use():
    """The kubelet counts milli-CPUs and bytes."""
    numbers = "SELECT resource, requested, used, capacity FROM pod_rejections"
    made = seen(pod(reason="OutOfmemory", message=MEMORY))
    assert values(made, numbers) == [("memory", "2000 MiB", "62814 MiB", "63313 MiB")]
    made = seen(events=[event("OutOfcpu", "Node didn't have enough resource: cpu, requested: 500, used: 3900, capacity: 4000")])  # fmt: skip
    assert values(made, numbers) == [("cpu", "0.50 CPUs", "3.90 CPUs", "4.00 CPUs")]
    made = seen(events=[event("OutOfexample.com/fpga", "Node didn't have enough resource: example.com/fpga, requested: 2, used: 0, capacity: 1")])  # fmt: skip
    assert values(made, numbers) == [("example.com/fpga", "2", "0", "1")]
    made = seen(pod(phase=None, status_text="OutOfpods", form="table"))
    assert values(made, numbers) == [("pods", None, None, None)]


def test_status_and_event_are_one_refusal():
    """The status is quoted, and says what is so now."""
    made = seen(pod(reason="OutOfmemory", message=MEMORY), events=[event("OutOfmemory", MEMORY[18:])])
    asked = "SELECT node, reason_src, said_src, state_now FROM pod_rejections"
    assert values(made, asked) == [("worker-1", "1@status.reason", "1@status.message", "failing")]
    assert values(seen(events=[event("OutOfmemory", MEMORY)]), asked) == [(None, "90", "90", "unknown")]


def test_another_pod_of_the_controller_runs_by_now():
    """One that was made later; an earlier one says nothing, nor does that of another controller."""
    owner = {"owner_kind": "ReplicaSet", "owner_name": "web-6d9f"}
    refused = pod(reason="OutOfpods", created="2026-05-19T20:00:00Z", **owner)
    later = pod(2, pod="web-1", phase="Running", created="2026-05-19T20:05:00Z", **owner)
    state = "SELECT state_now FROM pod_rejections"
    assert values(seen(refused, later), state) == [("over",)]
    assert values(seen(refused, {**later, "created": "2026-05-19T19:00:00Z"}), state) == [("failing",)]
    assert values(seen(refused, {**later, "phase": "Pending"}), state) == [("failing",)]
    assert values(seen(refused, {**later, "owner_name": "api-6d9f"}), state) == [("failing",)]
    assert values(seen(refused, {**later, "owner_kind": "Job"}), state) == [("failing",)]
    assert values(seen(refused, {**later, "namespace": "other"}), state) == [("failing",)]


def test_an_event_about_a_pod_that_runs_is_over():
    """It was another one of that name."""
    made = seen(pod(phase="Succeeded"), events=[event("OutOfpods", "x")])
    assert values(made, "SELECT state_now FROM pod_rejections") == [("over",)]

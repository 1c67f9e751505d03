"""Tables of pods and nodes."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import node_table, pod_table

from .reading import rows


def test_pod_table():
    """STATUS is what kubectl computes; it is a phase only where it is one."""
    text = "% kubectl get po -n shop\nNAME    READY   STATUS             RESTARTS      AGE\nweb-0   0/1     CrashLoopBackOff   6 (28s ago)   4m31s\nweb-1   1/1     Running            0             4m\n"
    first, second = rows(pod_table, text, namespace="shop")
    assert (first.line, first.namespace, first.pod, first.phase) == (3, "shop", "web-0", None)
    assert (first.status_text, first.ready_text, first.restarts, first.form) == (
        "CrashLoopBackOff",
        "0/1",
        6,
        "table",
    )
    assert second.phase == "Running"


def test_node_table():
    """NotReady and cordoned nodes."""
    text = "NAME    STATUS                        ROLES    AGE    VERSION\nbilbo   Ready,SchedulingDisabled      master   120d   v1.16.1\nsam     NotReady                      <none>   86d    v1.16.1\n"
    first, second = rows(node_table, text)
    assert (first.node, first.ready, first.unschedulable) == ("bilbo", "True", True)
    assert (second.ready, second.unschedulable, second.kubelet_version) == ("False", False, "v1.16.1")

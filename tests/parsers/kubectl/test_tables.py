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


def test_columns_of_a_header_count_more_than_values():
    """Custom columns name node and phase; a pod's name alone would be nothing."""
    text = "NAME    NODE     PHASE     EXTRA\nweb-0   node-1   Pending   x\n"
    command = "kubectl get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName,PHASE:.status.phase,EXTRA:.x"
    (row,) = rows(pod_table, text, command=command)
    assert (row.pod, row.node, row.phase, row.ready_text) == ("web-0", "node-1", "Pending", None)


def test_a_watched_pod_has_several_rows():
    """`get pods -w` prints a row at each change."""
    text = "initpod     0/1     Init:0/1   0          8s\ninitpod     0/1     PodInitializing   0          32s\n"
    assert [row.status_text for row in rows(pod_table, text)] == ["Init:0/1", "PodInitializing"]


def test_a_terminal_wrapped_the_header_and_the_rows():
    """All lines were cut at the same column; a row cites its first line."""
    text = (
        "NAME    READY   STATUS    RESTARTS   AGE   IP            NODE    \n NOMINATED NODE   READINESS GATES\n"
        "web-0   1/1     Running   0          3d    10.244.0.14   worker-1\n <none>           <none>\n"
        "web-1   1/1     Running   0          3d    10.244.0.15   worker-2\n <none>           <none>\n"
    )
    assert [(row.pod, row.node, row.line) for row in rows(pod_table, text)] == [
        ("web-0", "worker-1", 3),
        ("web-1", "worker-2", 5),
    ]

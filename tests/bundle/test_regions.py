"""Outputs that follow each other without a mark are told apart by what they hold."""

from __future__ import annotations

from analyzer.bundle.regions import regions

PODS = "NAME    READY   STATUS             RESTARTS     AGE\nweb-0   0/1     CrashLoopBackOff   5 (3m ago)   3d\n"
NODES = "NAME     STATUS   ROLES    AGE   VERSION\nnode-1   Ready    <none>   3d    v1.29.1\n"
EVENTS = "LAST SEEN   TYPE      REASON    OBJECT      MESSAGE\n3m          Warning   BackOff   pod/web-0   Back-off\n"
SERVICES = "NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE\nkubernetes   ClusterIP   10.0.0.1     <none>        443/TCP   5d\n"  # fmt: skip
DESCRIBE = """\
Name:         web-0
Namespace:    shop
Node:         worker-1/10.0.0.1
Containers:
  app:
    Image:  web:1
Events:
  Type     Reason   Age   From     Message
  ----     ------   ----  ----     -------
  Warning  BackOff  5m    kubelet  Back-off restarting
"""
DMESG = (
    "[ 8812.104422] Memory cgroup out of memory: Killed process 4321 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB\n"
)


def cut(text: str, command: str | None = None) -> list[tuple[str, int, int]]:
    """(role, first line, last line), from 1."""
    return [(region.role, region.start + 1, region.end) for region in regions(text.rstrip("\n").split("\n"), command)]


def test_each_table_has_its_own_rows():
    """`get all`, or several commands one after another, with empty lines or without."""
    assert cut(PODS + NODES + "\n" + SERVICES + EVENTS) == [
        ("pod-table", 1, 2),
        ("node-table", 3, 4),
        ("object-table", 6, 7),
        ("event-table", 8, 9),
    ]


def test_a_message_below_a_table_is_no_row():
    """kubectl writes errors to the same terminal."""
    text = PODS + "Error from server (Forbidden): nodes is forbidden\n"
    assert cut(text) == [("pod-table", 1, 2), ("rest", 3, 3)]


def test_prose_below_a_table_is_no_row():
    """As many words as columns are still prose."""
    assert cut(PODS + "this pod is not ready\n") == [("pod-table", 1, 2), ("rest", 3, 3)]


def test_events_below_a_pod_table():
    """Rows of another kind end a table."""
    text = PODS + "  Warning  Unhealthy  13s (x9 over 58s)  kubelet  Liveness probe failed\n"
    assert cut(text) == [("pod-table", 1, 2), ("event-table", 3, 3)]


def test_a_description_and_what_follows_it():
    """Events end a description; a log below is not part of it."""
    text = DESCRIBE + "\n" + DMESG + "\n" + PODS
    assert cut(text) == [("event-table", 7, 10), ("describe", 1, 11), ("rest", 12, 13), ("pod-table", 14, 15)]


def test_two_descriptions_are_one_region():
    """The grammar of describe parts the objects itself; each has its own events."""
    text = DESCRIBE + "\n\n" + DESCRIBE.replace("web-0", "web-1")
    assert cut(text) == [("event-table", 7, 10), ("event-table", 19, 22), ("describe", 1, 22)]


def test_a_table_in_a_termination_message_is_text():
    """kubectl prints the message of a container between `Message:` and `Exit Code:`, from column 0 on."""
    text = (
        "Name:         web-0\nNamespace:    shop\nContainers:\n  app:\n    Last State:     Terminated\n"
        "      Reason:       Error\n      Message:      failed\n"
        + PODS
        + "      Exit Code:    1\n    Ready:          True\n"
    )
    assert cut(text) == [("describe", 1, 11)]


def test_rows_without_a_header():
    """`--no-headers`, or the header was not copied."""
    text = "web-0   0/1   Pending   0   3d\nweb-1   0/1   Pending   0   3d\n\n3m   Warning   BackOff   pod/web-0   Back-off\n"
    assert cut(text) == [("pod-table", 1, 2), ("event-table", 4, 4)]


def test_an_empty_line_between_all_lines():
    """Editors of tickets double the line ends."""
    assert cut((PODS + EVENTS).replace("\n", "\n\n")) == [("pod-table", 1, 3), ("event-table", 5, 7)]


def test_custom_columns_have_any_names():
    """The command says that the first line is a header, and of what."""
    text = "POD     NODE\nweb-0   node-1\n"
    assert cut(text, "kubectl get pods -o custom-columns=POD:.metadata.name,NODE:.spec.nodeName") == [
        ("pod-table", 1, 2)
    ]
    assert cut(text, "kubectl get jobs -o custom-columns=POD:.metadata.name,NODE:.spec.nodeName") == [
        ("object-table", 1, 2)
    ]
    assert cut(text) == [("rest", 1, 2)]


def test_hostile_alternation_is_linear():
    """Descriptions and text by turns do not make each other look at the whole again."""
    text = (DESCRIBE + "\nsomething else\n\n") * 300
    assert len(cut(text)) == 900


def test_a_wrapped_table():
    """Header and rows take two lines each."""
    text = (
        "NAME    READY   STATUS    RESTARTS   AGE   IP            NODE\n NOMINATED NODE   READINESS GATES\n"
        "web-0   1/1     Running   0          3d    10.244.0.14   worker-1\n <none>           <none>\n"
        "done\n"
    )
    assert cut(text) == [("pod-table", 1, 4), ("rest", 5, 5)]

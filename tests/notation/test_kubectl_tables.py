"""Rows of tables of kubectl: pods, nodes and events."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.notation import kubectl_commands
from analyzer.notation.kubectl_events import container_of, event_row, object_of, source_parts
from analyzer.notation.kubectl_tables import is_event_row, is_pod_row, node_row, pod_row, table_kind


@pytest.mark.parametrize(
    ("line", "row"),
    [
        # kubectl 1.22 and later say when the last restart was
        (
            "liveness-http   0/1     CrashLoopBackOff   6 (28s ago)   4m31s   10.244.0.14   vmss000001   <none>           <none>",
            (None, "liveness-http", "0/1", "CrashLoopBackOff", 6, "4m31s", "10.244.0.14", "vmss000001"),
        ),
        (
            "uptime-kuma     uptime-kuma-7w6xl   1/1     Running     174 (12h ago)   30d",
            ("uptime-kuma", "uptime-kuma-7w6xl", "1/1", "Running", 174, "30d", None, None),
        ),
        (
            "pod/mypod   0/1     ContainerCreating   0          12s",
            (None, "mypod", "0/1", "ContainerCreating", 0, "12s", None, None),
        ),
        (
            "initpod     0/1     Init:0/1   0          8s",
            (None, "initpod", "0/1", "Init:0/1", 0, "8s", None, None),
        ),
        (
            "monitorms-mmqhm                0/1       ImagePullBackOff",
            (None, "monitorms-mmqhm", "0/1", "ImagePullBackOff", None, None, None, None),
        ),
        (
            "web-0   0/1   Pending   0   9m   <none>   <none>   <none>   <none>   app=web",
            (None, "web-0", "0/1", "Pending", 0, "9m", None, None),
        ),
    ],
)
def test_pod_rows_of_all_widths(line, row):
    """Rows are read with or without header, namespace, kind, and wide columns."""
    assert pod_row(line) == row


@pytest.mark.parametrize(
    "line",
    [
        "NAME   READY   STATUS   RESTARTS   AGE",
        "deployment.apps/web   0/2     2            0           14s",
        "payment-processor   0/2     2            0           14s   payment-processor   busybox:1.35",
        "statefulset.apps/db   1/1     30d",
        "step 1/2 Compiling",
        "2m27s       Normal    Created             pod/x    Created container x",
    ],
)
def test_other_rows_are_no_pods(line):
    """Deployments, stateful sets, events and logs are not taken for pods."""
    assert not is_pod_row(line)


def test_node_rows():
    """Nodes with their wide columns, cordoned ones, and before kubectl 1.8 without roles."""
    wide = node_row(
        "ip-8.ec2.internal   Ready,SchedulingDisabled    <none>   25d   v1.30.4-eks-a737599   172.31.8.128   203.0.113.176   "
        "Amazon Linux 2   5.10.225-213.878.amzn2.x86_64   containerd://1.7.11   a=b"
    )
    assert (wide.name, wide.status, wide.version) == (
        "ip-8.ec2.internal",
        "Ready,SchedulingDisabled",
        "v1.30.4-eks-a737599",
    )
    assert (wide.os_image, wide.kernel, wide.runtime) == (
        "Amazon Linux 2",
        "5.10.225-213.878.amzn2.x86_64",
        "containerd://1.7.11",
    )
    assert node_row("samwise.example.com   NotReady   86d    v1.16.1").status == "NotReady"
    assert node_row("NAME   STATUS   ROLES   AGE   VERSION") is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("NAMESPACE   NAME   READY   STATUS   RESTARTS   AGE", "pod-table"),
        ("NAME                STATUS     ROLES    AGE    VERSION", "node-table"),
        ("LAST SEEN   TYPE      REASON    OBJECT        MESSAGE", "event-table"),
        ("  Type     Reason       Age                 From               Message", "event-table"),
        (
            "  FirstSeen	LastSeen	Count	From	SubobjectPath	Type	Reason	Message",
            "event-table",
        ),
        ("NAME                READY   UP-TO-DATE   AVAILABLE   AGE", None),
        ("NAME                         CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS", None),
    ],
)
def test_headers(line, kind):
    """A header tells which table follows."""
    assert table_kind(line) == kind


EVENTS = [
    # describe, kubectl 1.8 and later
    (
        "  Warning  BackOff    5m (x12 over 60m)      kubelet            Back-off restarting failed container",
        {
            "type": "Warning",
            "reason": "BackOff",
            "last": "5m",
            "times": 12,
            "first": "60m",
            "source": "kubelet",
        },
    ),
    (
        "  Warning  NoTime     <unknown>              kubelet            no timestamps",
        {"last": "<unknown>", "message": "no timestamps"},
    ),
    (
        "  Warning  NoFrom     5m                                        no source at all",
        {"source": None, "message": "no source at all"},
    ),
    # blanks collapsed in pasting
    (
        "Warning FailedScheduling 20s (x5 over 4m27s) default-scheduler 0/1 nodes are available: 1 node(s) had taints",
        {"source": "default-scheduler", "message": "0/1 nodes are available: 1 node(s) had taints"},
    ),
    ('Warning\t\tFailed\t\tFailed to pull image "x"', {"reason": "Failed", "last": None}),
    (
        "> 42m         Warning   Failed             pod/web-0    Error: ErrImagePull",
        {"kind": "Pod", "name": "web-0", "last": "42m"},
    ),
    # the row was cut
    ("  Warning  BackOff    14m (x46", {"times": 46, "message": "", "last": "14m"}),
    ("  Warning  Unhealthy  58s                kubelet", {"source": "kubelet", "message": ""}),
    # kubectl events; get events -A
    (
        "shop        5m (x12 over 60m)     Warning   BackOff   Pod/web   Back-off",
        {"namespace": "shop", "kind": "Pod", "name": "web", "times": 12},
    ),
    # get events -o wide, kubectl 1.19
    (
        "2m27s       Normal    Created             pod/x    spec.containers{y}   kubelet, node-1    Created container y         2m27s       1       x.176832aabbccddee",
        {
            "path": "spec.containers{y}",
            "source": "kubelet, node-1",
            "message": "Created container y",
            "times": 1,
            "first": "2m27s",
        },
    ),
    # describe, before 1.8
    (
        "  5m\t\t1s\t\t23\tkubelet, node-1\tspec.containers{app}\tWarning\t\tBackOff\t\tBack-off restarting",
        {
            "first": "5m",
            "last": "1s",
            "times": 23,
            "path": "spec.containers{app}",
            "source": "kubelet, node-1",
        },
    ),
    (
        "  5m   1s   23   {default-scheduler }   Warning   FailedScheduling   no nodes",
        {"source": "{default-scheduler }", "path": None},
    ),
    # get events, before 1.13
    (
        "1m   5m   12   web-1.14c5aa   Pod   spec.containers{app}   Warning   BackOff   kubelet, node-1   Back-off",
        {"name": "web-1", "kind": "Pod", "last": "1m", "first": "5m", "times": 12},
    ),
    # end-to-end tests of Kubernetes
    (
        "At 2020-05-05 11:22:33 +0000 UTC - event for web: {kubelet node-1} BackOff: Back-off restarting",
        {
            "time": "2020-05-05 11:22:33 +0000 UTC",
            "name": "web",
            "source": "{kubelet node-1}",
            "reason": "BackOff",
        },
    ),
]


@pytest.mark.parametrize(("line", "fields"), EVENTS)
def test_event_rows_of_all_versions(line, fields):
    """A row is known by the values in its columns, whatever printed it."""
    row = event_row(line)._asdict()
    assert {key: row[key] for key in fields} == fields


@pytest.mark.parametrize(
    "line",
    [
        "Warning: something",
        "W1012 19:34:44 Warning foo",
        "  Type  Reason  Age  From  Message",
        "Normal exit",
        "",
        "level=Warning msg=x",
    ],
)
def test_other_lines_are_no_events(line):
    """Warnings of logs and headers are not taken for events."""
    assert not is_event_row(line)


@pytest.mark.parametrize(
    ("path", "message", "container", "rest"),
    [
        ("spec.containers{app}", "Back-off", "app", "Back-off"),
        (None, "spec.initContainers{setup}: Started", "setup", "Started"),  # kubectl 1.35 and later
        (None, "Container app failed liveness probe, will be restarted", "app", None),
        (
            None,
            "Back-off restarting failed container main in pod web_shop(8209d63f-aa89-450d-9813-d555ddcaa175)",
            "main",
            None,
        ),
        (None, "Created container: payment", "payment", None),
        (None, "Stopping container nginx", "nginx", None),
        (None, "Created container 0123456789abcdef0123456789abcdef", None, None),
        (None, "Back-off restarting failed container", None, None),
        (None, 'Error: failed to prepare subPath for volumeMount "workdir" of container "app"', "app", None),
    ],
)
def test_container_of_an_event(path, message, container, rest):
    """The container stands in the field path, before the message, or in known texts."""
    assert container_of(path, message) == (container, message if rest is None else rest)


def test_object_of_an_event():
    """Some messages name their object; some reasons belong to pods only."""
    uid = "8209d63f-aa89-450d-9813-d555ddcaa175"
    assert object_of("BackOff", f"Back-off restarting failed container a in pod web_shop({uid})") == {
        "kind": "Pod",
        "namespace": "shop",
        "name": "web",
        "uid": uid,
    }
    assert object_of("Scheduled", "Successfully assigned default/nginx to node-1")["name"] == "nginx"
    assert object_of("NodeReady", "Node node1 status is now: NodeReady") == {"kind": "Node", "name": "node1"}
    assert object_of("FailedScheduling", "0/1 nodes") == {"kind": "Pod"}
    assert object_of("Starting", "Starting kubelet.") == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("kubelet", ("kubelet", None)),
        ("kubelet, node-1", ("kubelet", "node-1")),
        ("{kubelet node-1}", ("kubelet", "node-1")),
        ("{default-scheduler }", ("default-scheduler", None)),
        (None, (None, None)),
    ],
)
def test_source_of_an_event(text, parts):
    """From is component and host, written in three ways."""
    assert source_parts(text) == parts


@pytest.mark.parametrize(
    ("command", "about"),
    [
        ("kubectl describe po nginx", {"kind": "Pod", "name": "nginx"}),
        (
            "kubectl describe pod/web-0 -n shop | grep -A5 State",
            {"kind": "Pod", "name": "web-0", "namespace": "shop"},
        ),
        ("kubectl -n shop get pods -o wide", {"kind": "Pod", "namespace": "shop"}),
        ("kubectl describe no", {"kind": "Node"}),
        ("kubectl describe pod a b", {"kind": "Pod"}),
        ("journalctl -u kubelet", {}),
        (None, {}),
    ],
)
def test_command_above_an_output(command, about):
    """The command line names kind, namespace and the one object asked for."""
    assert kubectl_commands.subject(command) == about


def test_hostile_lines_take_no_time():
    """Long runs of blanks and words are read in linear time."""
    for line in (
        "5m Warning BackOff pod/x " + " " * 90_000 + "x",
        "Warning  BackOff  5m  kubelet  " + "a  " * 30_000,
        "Warning " * 12_000,
        "a/b " * 20_000,
    ):
        event_row(line)
        pod_row(line)
        node_row(line)

"""Rows of tables of kubectl: pods, nodes and events."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

import pytest

from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl.events import container_of, event_row, object_of, source_parts
from analyzer.notation.kubectl.tables import (
    custom_header,
    header,
    is_event_row,
    is_pod_row,
    node_row,
    pod_row,
    row_kind,
    table_kind,
)


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
        ("NAME                READY   UP-TO-DATE   AVAILABLE   AGE", "object-table"),
        ("NAME                         CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS", "object-table"),
    ],
)
def test_headers(line, kind):
    """A header tells which table follows."""
    assert table_kind(line) == kind


# kubectl 1.16 to 1.37 and oc 4; the gaps are those of short values
KINDS = [
    (
        "Pod",
        "NAMESPACE     NAME    READY   STATUS    RESTARTS      AGE   IP   NODE   NOMINATED NODE   READINESS GATES   LABELS",
    ),
    (
        "Node",
        "NAME     STATUS   ROLES           AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE   KERNEL-VERSION   CONTAINER-RUNTIME",
    ),
    ("Deployment", "NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES   SELECTOR"),
    ("Deployment", "NAME      DESIRED   CURRENT   UP-TO-DATE   AVAILABLE   AGE"),
    ("ReplicaSet", "NAME   DESIRED   CURRENT   READY   AGE   CONTAINERS   IMAGES   SELECTOR"),
    ("StatefulSet", "NAME   READY   AGE"),
    ("StatefulSet", "NAME   READY   AGE   CONTAINERS   IMAGES"),
    ("DaemonSet", "NAME         DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE"),
    ("DaemonSet", "NAME         DESIRED   CURRENT   READY     NODE-SELECTOR   AGE"),
    ("Job", "NAME   COMPLETIONS   DURATION   AGE"),
    ("Job", "NAME   STATUS   COMPLETIONS   DURATION   AGE"),
    ("CronJob", "NAME    SCHEDULE      TIMEZONE   SUSPEND   ACTIVE   LAST SCHEDULE   AGE"),
    ("Service", "NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE   SELECTOR"),
    ("Endpoints", "NAME         ENDPOINTS            AGE"),
    ("EndpointSlice", "NAME                 ADDRESSTYPE   PORTS   ENDPOINTS   AGE"),
    ("Ingress", "NAME   CLASS   HOSTS   ADDRESS   PORTS   AGE"),
    (
        "PersistentVolumeClaim",
        "NAME   STATUS   VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE",
    ),
    (
        "PersistentVolume",
        "NAME   CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS   CLAIM   STORAGECLASS   REASON   AGE",
    ),
    (
        "StorageClass",
        "NAME                 PROVISIONER                    RECLAIMPOLICY   VOLUMEBINDINGMODE   ALLOWVOLUMEEXPANSION   AGE",
    ),
    ("HorizontalPodAutoscaler", "NAME   REFERENCE   TARGETS   MINPODS   MAXPODS   REPLICAS   AGE"),
    ("Namespace", "NAME   STATUS   AGE"),
    ("ClusterOperator", "NAME                  VERSION   AVAILABLE   PROGRESSING   DEGRADED   SINCE   MESSAGE"),
    ("ClusterVersion", "NAME      VERSION   AVAILABLE   PROGRESSING   SINCE   STATUS"),
    ("MachineConfigPool", "NAME     CONFIG   UPDATED   UPDATING   DEGRADED   MACHINECOUNT   READYMACHINECOUNT"),
    ("CertificateSigningRequest", "NAME        AGE   SIGNERNAME   REQUESTOR   REQUESTEDDURATION   CONDITION"),
    ("ComponentStatus", "NAME                 STATUS    MESSAGE   ERROR"),
    ("PodDisruptionBudget", "NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE"),
    ("Event", "LAST SEEN   TYPE   REASON   OBJECT   SUBOBJECT   SOURCE   MESSAGE   FIRST SEEN   COUNT   NAME"),
    ("Event", "LASTSEEN   FIRSTSEEN   COUNT   NAME   KIND   SUBOBJECT   TYPE   REASON   SOURCE   MESSAGE"),
    ("top-pods", "NAMESPACE   NAME   CPU(cores)   MEMORY(bytes)"),
    ("top-containers", "POD   NAME   CPU(cores)   MEMORY(bytes)"),
    ("top-nodes", "NAME       CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%"),
    ("api-resources", "NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND"),
    (None, "NAME   WEBHOOKS   AGE"),
    ("Pod", "NAME READY STATUS RESTARTS AGE"),
    ("Pod", "NAME\tREADY\tSTATUS\tRESTARTS\tAGE"),
    ("Pod", "NAME   READY   STATUS   RESTARTS   AGE   ZONE"),
]


@pytest.mark.parametrize(("kind", "line"), KINDS, ids=[f"{kind}-{line[:30]}" for kind, line in KINDS])
def test_columns_tell_the_kind(kind, line):
    """Every built-in kind of every version has columns of its own."""
    found = header(line)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "NAME   MAJ:MIN RM   SIZE RO TYPE MOUNTPOINT",  # lsblk
        "CONTAINER           IMAGE               CREATED             STATE               NAME",  # crictl ps
        "NAME of the thing is here",
        "Name:         web-0",
        "  Type     Reason     Age   From     Message",
        "  Namespace       Name          CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age",
    ],
)
def test_other_headers_are_none(line):
    """Tables of other tools, and those inside of describe."""
    assert header(line) is None


PODS = "NAME    READY   STATUS             RESTARTS       AGE   IP            NODE     NOMINATED NODE   READINESS GATES"


@pytest.mark.parametrize(
    ("head", "line", "cells"),
    [
        # kubectl 1.29, -o wide; a cell with blanks
        (
            PODS,
            "web-0   0/1     CrashLoopBackOff   12 (3m4s ago)  3d    10.244.0.14   node-1   <none>           <none>",
            {"NAME": "web-0", "RESTARTS": "12 (3m4s ago)", "NODE": "node-1", "READINESS GATES": "<none>"},
        ),
        # cells that are empty
        (
            "NAME   STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE   VOLUMEMODE",
            "db     Pending                                      standard-v2    <unset>                 12m   Filesystem",
            {"NAME": "db", "STATUS": "Pending", "VOLUME": "", "ACCESS MODES": "", "STORAGECLASS": "standard-v2"},
        ),
        # blanks collapsed in a chat
        (
            "NAME READY STATUS RESTARTS AGE",
            "web-0 0/1 CrashLoopBackOff 5 (3m ago) 3d",
            {"NAME": "web-0", "STATUS": "CrashLoopBackOff", "RESTARTS": "5 (3m ago)", "AGE": "3d"},
        ),
        # only the row was collapsed
        (PODS, "web-0 0/1 Running 0 3d 10.244.0.14 node-1 <none> <none>", {"NAME": "web-0", "NODE": "node-1"}),
        # tabs of a spreadsheet
        ("NAME\tREADY\tSTATUS\tRESTARTS\tAGE", "web-0\t1/1\tRunning\t0\t3d", {"NAME": "web-0", "AGE": "3d"}),
        # kubectl 1.37: from row 1001 on the columns are wider
        (
            "NAME    READY   STATUS    RESTARTS   AGE",
            "a-rather-long-name-0      1/1       Running      0       3d",
            {"NAME": "a-rather-long-name-0", "READY": "1/1", "AGE": "3d"},
        ),
        # clusteroperators of OpenShift 4.14: a message, and none
        (
            "NAME   VERSION   AVAILABLE   PROGRESSING   DEGRADED   SINCE   MESSAGE",
            "etcd   4.14.1    True        False         True       3d      EtcdMembersDegraded: 2 of 3 members are available",
            {"NAME": "etcd", "DEGRADED": "True", "MESSAGE": "EtcdMembersDegraded: 2 of 3 members are available"},
        ),
        # kubectl lineage
        (
            "NAME                 READY   STATUS    AGE",
            "└── Pod/web-0        0/1     Running   3d",
            {"NAME": "Pod/web-0", "READY": "0/1"},
        ),
    ],
)
def test_rows_are_cut_at_the_columns(head, line, cells):
    """By the offsets of the header, else by gaps; blanks inside of a cell stay."""
    found = header(head)
    assert found is not None
    row = found.cells(line)
    assert row is not None
    assert {name: row[name] for name in cells} == cells


@pytest.mark.parametrize(
    "line", ["", "this pod is not ready", "see https://example.com/issue for more", "...", "Thanks!"]
)
def test_prose_is_no_row(line):
    """What people write below a table."""
    found = header("NAME    READY   STATUS    RESTARTS   AGE")
    assert found is not None
    assert found.cells(line) is None


def test_a_row_may_name_its_kind():
    """`get all` and `--show-kind` print it in front of the name; else columns, else the command tell it."""
    assert row_kind("deployment.apps/web", None, None) == ("Deployment", "web")
    assert row_kind("web", header("NAME   READY   UP-TO-DATE   AVAILABLE   AGE"), None) == ("Deployment", "web")
    assert row_kind("web", header("NAME   DESIRED   CURRENT   READY   AGE"), "ReplicationController") == (
        "ReplicationController",
        "web",
    )
    assert row_kind("x.example.com/web", None, None) == ("x", "web")


def test_custom_columns():
    """Names are free, but in capitals."""
    found = custom_header("POD NAME   PHASE     NODE NAME")
    assert found is not None
    assert found.names == ("POD NAME", "PHASE", "NODE NAME")
    assert custom_header("web-0   Running") is None


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

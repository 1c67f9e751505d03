"""What a member is follows from its content."""

from __future__ import annotations

import json

import pytest

from analyzer.bundle.layout import Place
from analyzer.bundle.sniff import Stretch, stretches

DMESG = (
    "[ 8812.104422] Memory cgroup out of memory: Killed process 4321 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB\n"
)
KUBELET = "Nov 13 03:50:55 node-1 kubelet[22614]: E1113 03:50:55.199033 22614 remote_runtime.go:479] ExecSync failed\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-0\n"
DESCRIBE = (
    "Name:         web-0\nNamespace:    shop\nNode:         worker-1/10.0.0.1\nContainers:\n  app:\n    Image:  web:1\n"
)
EVENTS = "LAST SEEN   TYPE      REASON    OBJECT      MESSAGE\n3m          Warning   BackOff   pod/web-0   Back-off restarting\n"
PODS = "NAME    READY   STATUS    RESTARTS   AGE\nweb-0   1/1     Running   0          3d\n"


def roles(text: str, path: str = "some/file") -> set[str]:
    return {stretch.role for stretch in stretches(path, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DMESG, {"kernel-log"}),
        ("[Di Aug 12 03:54:03 2025] php-fpm invoked oom-killer: gfp_mask=0x1, order=0, oom_score_adj=0\n", {"kernel-log"}),
        (KUBELET, {"service-log"}),
        (KUBELET + "Nov 13 03:50:55 node-1 kernel: cni0: port 1(veth0) entered disabled state\n", {"kernel-log", "service-log"}),
        (POD, {"yaml"}),
        ('{"apiVersion": "v1", "kind": "Pod"}', {"json"}),
        ('"lastState": {\n "terminated": {"exitCode": 137}\n}', {"json"}),
        (DESCRIBE, {"describe"}),
        (EVENTS, {"event-table"}),
        (PODS, {"pod-table"}),
        ("MemTotal:       16393244 kB\nMemFree:          902340 kB\nMemAvailable:    9023400 kB\n", {"meminfo"}),
        ("Error from server (NotFound): pods \"web-0\" not found\n", {"error-text"}),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)  # fmt: skip
def test_content_decides(text, expected):
    """The name says nothing here; the text says it all."""
    assert roles(text) == expected


def test_a_cgroup_file_is_known_by_its_path():
    """A file with one number can only be told by where it lay."""
    assert roles("268435456\n", "node-1/sys/fs/cgroup/kubepods.slice/memory.max") == {"cgroup-file"}


def test_a_transcript_is_cut_at_its_prompts():
    """Each command's output is what the command says; a prompt's folder completes a file's name."""
    text = "/sys/fs/cgroup/kubepods.slice$ cat cpu.stat\nusage_usec 5\nroot@node:~# dmesg\n" + DMESG
    found = list(stretches("paste.txt", text))
    assert [(s.role, s.first) for s in found] == [("cgroup-file", 2), ("kernel-log", 4)]
    assert found[0].context["file"] == "/sys/fs/cgroup/kubepods.slice/cpu.stat"


def test_two_tables_in_one_paste_are_both_read():
    """People paste a pod table and the events below it into one file."""
    assert roles(PODS + "\n" + EVENTS) == {"pod-table", "event-table"}


def test_a_dmesg_bracket_is_no_json():
    """A line that begins with a bracket may be a time stamp or a prompt."""
    assert "json" not in roles("[root@m01 log]# systemctl status kubelet\n" + KUBELET)


def cut(text: str, path: str = "paste.txt", place: Place | None = None) -> list[tuple[str, int]]:
    return [(stretch.role, stretch.first) for stretch in stretches(path, text, place)]


DMESG_LINES = DMESG + "[ 8812.104423] oom_reaper: reaped process 4321 (java)\n"
FREE = "              total        used        free      shared  buff/cache   available\nMem:           7821        5000         200          10        2600        2500\n"  # fmt: skip
DF = "Filesystem     1K-blocks    Used Available Use% Mounted on\n/dev/sda1       41152812 9999999  31152812  25% /\n"
MEMINFO = "MemTotal:       16393244 kB\nMemFree:          902340 kB\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello,\n\n```" + PODS + "```\n", [("text", 1), ("pod-table", 3)]),
        ("~~~text\n" + PODS + "~~~\n", [("pod-table", 2)]),
        ("".join(f"> {line}\n" for line in PODS.splitlines()), [("pod-table", 1)]),
        ("<details><summary>pods</summary>\n\n<pre>\n" + PODS + "</pre></details>\n", [("text", 1), ("pod-table", 4)]),
        (EVENTS.replace("Back-off", "&lt;none&gt; Back-off"), [("event-table", 1)]),
        (PODS.replace("\n", "<br/>"), [("pod-table", 1)]),
        ("<snip>\n" + PODS + "[...]\n", [("pod-table", 2)]),
        (PODS.replace("   ", "\xa0  "), [("pod-table", 1)]),
    ],
    ids=["fence", "tildes", "quoted", "details", "entities", "br", "snip", "nbsp"],
)
def test_decoration_is_no_content(text, expected):
    """Tickets and chats wrap outputs in markup; lines keep their numbers."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POD + "---\n" + PODS, [("yaml", 1), ("pod-table", 6)]),
        (POD + PODS, [("yaml", 1), ("pod-table", 5)]),
        (POD + "---\n" + POD, [("yaml", 1)]),
        (POD + "---\n" + DESCRIBE, [("yaml", 1), ("describe", 5)]),
        (MEMINFO + "\n" + DF, [("meminfo", 1), ("df", 4)]),
        (MEMINFO + "\n" + PODS, [("meminfo", 1), ("pod-table", 4)]),
        (DESCRIBE + "\n" + DMESG_LINES, [("describe", 1), ("kernel-log", 8)]),
        (PODS + "Error from server (Forbidden): nodes is forbidden\n", [("pod-table", 1), ("error-text", 3)]),
        (PODS + "\nNo resources found in x namespace.\n", [("pod-table", 1), ("notice", 4)]),
    ],
    ids=["yaml-table", "yaml-table-2", "yaml-yaml", "yaml-describe", "mem-df", "mem-pods", "describe-dmesg", "error", "empty"],
)  # fmt: skip
def test_outputs_without_prompts(text, expected):
    """Each output is told by its own form."""
    assert [found for found in cut(text) if found[0] != "text"] == expected


def test_values_with_their_paths():
    """`grep -r "" /sys/fs/cgroup` prints the path in front of every value; paths may hold colons."""
    text = (
        "/sys/fs/cgroup/memory/kubepods/memory.stat:cache 12\n/sys/fs/cgroup/memory/kubepods/memory.stat:rss 1\n"
        "/sys/fs/cgroup/memory/x:cri-containerd:ab/memory.limit_in_bytes:5\n"
    )
    assert list(stretches("paste.txt", text)) == [
        Stretch("cgroup-file", "cache 12\nrss 1", 1, {"file": "/sys/fs/cgroup/memory/kubepods/memory.stat"}),
        Stretch("cgroup-file", "5", 3, {"file": "/sys/fs/cgroup/memory/x:cri-containerd:ab/memory.limit_in_bytes"}),
    ]


def test_kubectl_logs_prints_a_log():
    """Whatever the log says, the command says whose it is; an error in its place is none."""
    text = "$ kubectl logs web-0\nNAME   READY   STATUS   RESTARTS   AGE\n$ kubectl logs web-1\nError from server (NotFound): pods\n"
    assert cut(text) == [("container-log", 2), ("error-text", 4)]


def test_the_log_of_an_application_is_not_cut():
    """Lines of a log with times stay together, also those that look like something else."""
    text = "2024-01-01T10:00:00Z start\n2024-01-01T10:00:01Z ready\nerror: the server doesn't have a resource\n"
    assert cut(text * 3) == [("container-log", 1)]
    assert cut("starting\nerror: x\n\nbye\n", "logs/app.log") == [("container-log", 1)]


def test_a_place_says_what_a_member_is():
    """A collector's arrangement wins where it is certain, and tells the surroundings; an error text stays one."""
    place = Place("x", "", "container-log", {"namespace": "shop", "pod": "web-0"}, frozenset())
    (found,) = stretches("a/b", PODS, place)
    assert (found.role, found.context) == ("container-log", {"namespace": "shop", "pod": "web-0"})
    assert cut("Error from server (BadRequest): container is waiting\n", "a/b", place) == [("error-text", 1)]
    table = Place("x", "", None, {"namespace": "shop"}, frozenset())
    (found,) = stretches("kubectl/pods", PODS, table)
    assert (found.role, found.context) == ("pod-table", {"namespace": "shop"})


def test_a_dump_on_standard_output():
    """`kubectl cluster-info dump`: documents, and logs between lines of their own."""
    text = (
        '{"kind": "PodList", "apiVersion": "v1", "items": []}\n==== START logs for container app of pod shop/web-0 ====\n'
        "hello\n==== END logs for container app of pod shop/web-0 ====\n"
    )
    found = list(stretches("dump", text))
    assert [(stretch.role, stretch.first) for stretch in found] == [("json", 1), ("container-log", 3)]
    assert found[1].context == {"namespace": "shop", "pod": "web-0", "container": "app", "previous": "false"}


def test_a_large_log_is_not_looked_at_line_by_line():
    """Lines of the kernel in the middle of a large syslog are still found."""
    other = "Nov 13 03:50:55 node-1 sshd[1]: Accepted publickey for core from 10.0.0.1 port 1 ssh2\n"
    text = (
        other * 20_000
        + "Nov 13 03:50:56 node-1 kernel: [ 12.345678] cni0: port 1 entered disabled state\n"
        + other * 30_000
    )
    assert ("kernel-log", 1) in cut(text)


def test_systemctl_status_ends_with_a_journal():
    """The state of the unit, and the last lines of its log."""
    text = (
        "● kubelet.service - kubelet: The Kubernetes Node Agent\n   Loaded: loaded (/usr/lib/systemd/system/kubelet.service)\n"
        "   Active: active (running) since Thu 2019-12-19 15:57:22 EST; 6min ago\n Main PID: 9673 (kubelet)\n\n"
        + KUBELET
    )
    assert {"unit-status", "service-log"} <= {role for role, _ in cut(text)}


@pytest.mark.parametrize("indent", [None, 2, 4])
@pytest.mark.parametrize("kind", ["PodList", None])
def test_json_of_the_api_is_never_what_a_node_printed(indent, kind):
    """A list of pods names nodes and references, as the kubelet's statistics do; an old collector leaves the kind out."""
    pod = {"metadata": {"name": "a", "creationTimestamp": "2026-05-19T20:00:00Z"}, "spec": {"nodeName": "worker-1"}}
    head = {"kind": kind, "apiVersion": "v1"} if kind else {}
    text = json.dumps({**head, "items": [pod]}, indent=indent)
    assert [found.role for found in stretches("pods.json", text)] == ["json"]


@pytest.mark.parametrize("indent", [None, 1])
def test_statistics_of_a_kubelet_are_no_objects(indent):
    """/stats/summary of Kubernetes 1.28, shortened."""
    text = json.dumps(
        {"node": {"nodeName": "worker-1", "cpu": {"usageNanoCores": 5}, "memory": {"workingSetBytes": 7}}},
        indent=indent,
    )
    assert [found.role for found in stretches("summary.json", text)] == ["stats-summary"]

"""What a member is follows from its content."""

from __future__ import annotations

import pytest

from analyzer.bundle.sniff import stretches

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

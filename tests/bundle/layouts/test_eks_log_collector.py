"""The EKS log collector 0.7: one node, no API objects."""

from __future__ import annotations

import pytest

UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
TREE = [
    "./system/instance-id.txt",
    "./system/ps.txt",
    "./kernel/dmesg.current",
    "./kernel/dmesg.human.current",
    "./kubelet/kubelet.log",
    "./containerd/containerd-log.txt",
    "./storage/inodes.txt",
    "./networking/resolv.conf",
    "./var_log/messages",
    f"./var_log/kube-system_aws-node-x1_{UID}/aws-node/0.log",
    "./ipamd/enis.json",
]


@pytest.mark.parametrize(
    ("label", "role", "context"),
    [
        (TREE[0], "instance-id", {}),
        (TREE[1], None, {"command": "ps fauxwww --headers"}),
        (TREE[2], None, {"command": "dmesg"}),
        (TREE[3], "kernel-log", {"command": "dmesg --ctime"}),
        (TREE[4], "service-log", {"unit": "kubelet", "command": "journalctl -u kubelet"}),
        (TREE[5], "service-log", {"unit": "containerd", "command": "journalctl -u containerd"}),
        (TREE[6], None, {"command": "df --inodes"}),
        (TREE[7], None, {"file": "/etc/resolv.conf"}),
        (TREE[8], None, {"file": "/var/log/messages"}),
        (TREE[9], "container-log", {"namespace": "kube-system", "pod": "aws-node-x1", "pod_uid": UID, "container": "aws-node"}),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context):
    """Which command or file each text is; the archive tells the instance and the time in UTC."""
    found = recognised(TREE, "eks_i-0a1b2c3d4e5f60718_2023-03-02_1011-UTC_0.7.3.tar.gz")
    place = found.place(label)
    assert (place.layout, place.root, place.role) == ("eks-log-collector", "./", role)
    assert place.context == {"instance": "i-0a1b2c3d4e5f60718", "collected": "2023-03-02T10:11:00Z", **context}


def test_the_ring_buffer_is_there_twice(recognised):
    """`dmesg` and `dmesg --ctime` are one observation of one buffer."""
    assert recognised(TREE).place("./kernel/dmesg.human.current").traps == {"observed-twice"}


def test_several_nodes_in_one_upload(recognised):
    """Each archive is a root."""
    archives = [f"eks_i-0000000{n}_2023-03-02_1011-UTC_0.7.3.tar.gz!" for n in (1, 2)]
    found = recognised([archive + label for archive in archives for label in TREE])
    assert found.place(f"{archives[1]}./kernel/uname.txt").context["instance"] == "i-00000002"

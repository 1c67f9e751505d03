"""Rancher's v2 logs collector of RKE, RKE2, K3s and kubeadm."""

from __future__ import annotations

import pytest

UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
ARCHIVE = "rke2-server-1-2023-05-01_12_30_00.tar.gz!"
TREE = [
    "collector-output.log",
    "systeminfo/freem",
    "systeminfo/osrelease",
    "journald/rke2-server",
    "systemlogs/syslog.1",
    "rke2/kubectl/pods",
    "rke2/kubectl/nodesdescribe",
    "rke2/kubectl/poddescribe/cattle-system",
    "rke2/podlogs/kube-system-etcd-rke2-server-1",
    "rke2/podlogs/cattle-fleet-local-system-fleet-agent-5f-previous",
    f"rke2/podlogs/kube-system_web-0_{UID}/app/0.log",
    f"k8s/podlogs/k8s_app_web-0_kube-system_{UID}_3",
    "rke2/crictl/psa",
    "kubeadm/kubectl/cluster-info_dump",
]


@pytest.mark.parametrize(
    ("label", "role", "context"),
    [
        ("systeminfo/freem", None, {"node": "rke2-server-1", "command": "free -m"}),
        ("systeminfo/osrelease", None, {"node": "rke2-server-1", "file": "/etc/os-release"}),
        ("journald/rke2-server", "service-log", {"node": "rke2-server-1", "unit": "rke2-server", "command": "journalctl --unit=rke2-server"}),
        ("systemlogs/syslog.1", None, {"node": "rke2-server-1", "file": "/var/log/syslog.1"}),
        ("rke2/crictl/psa", None, {"node": "rke2-server-1", "command": "crictl ps -a"}),
        # of the cluster, not of the node
        ("rke2/kubectl/pods", None, {"of": "cluster", "resource": "pods", "command": "kubectl get pods --all-namespaces -o wide"}),
        ("rke2/kubectl/nodesdescribe", "describe", {"of": "cluster", "command": "kubectl describe nodes"}),
        ("rke2/kubectl/poddescribe/cattle-system", "describe", {"of": "cluster", "namespace": "cattle-system", "command": "kubectl describe pod -n cattle-system"}),
        ("rke2/podlogs/kube-system-etcd-rke2-server-1", "container-log", {"of": "cluster", "namespace": "kube-system", "pod": "etcd-rke2-server-1", "previous": "false"}),
        (TREE[9], "container-log", {"of": "cluster", "namespace": "cattle-fleet-local-system", "pod": "fleet-agent-5f", "previous": "true"}),
        (TREE[10], "container-log", {"node": "rke2-server-1", "namespace": "kube-system", "pod": "web-0", "pod_uid": UID, "container": "app"}),
        (TREE[11], "container-log", {"node": "rke2-server-1", "namespace": "kube-system", "pod": "web-0", "pod_uid": UID, "container": "app"}),
        ("kubeadm/kubectl/cluster-info_dump", None, {"of": "cluster", "command": "kubectl cluster-info dump"}),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context):
    """Names without extension become the commands that they stand for; the archive names the node."""
    place = recognised([ARCHIVE + one for one in TREE]).place(ARCHIVE + label)
    assert (place.layout, place.root, place.role) == ("rancher-collector", ARCHIVE, role)
    assert place.context == {"collected": "2023-05-01T12:30:00", **context}


def test_an_unpacked_one_without_a_name(recognised):
    """The host's name then follows from its members, and the whole root is one node's."""
    found = recognised(TREE)
    assert "node" not in found.place("systeminfo/freem").context

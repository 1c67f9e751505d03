"""support-bundle-kit: Harvester, Longhorn; node zips; the older tree."""

from __future__ import annotations

import pytest

ROOT = "supportbundle_8fa5_2023-07-05T08-01-02Z/"
TREE = [
    "metadata.yaml",
    "bundleGenerationError.log",
    "yamls/cluster/v1/nodes.yaml",
    "yamls/namespaced/longhorn-system/v1/pods.yaml",
    "yamls/namespaced/longhorn-system/apps/v1/deployments.yaml",
    "logs/longhorn-system/manager-x1/longhorn-manager.log",
    "logs/longhorn-system/manager-x1/longhorn-manager.log.1",
    "nodes/n1.zip!n1/logs/kubelet.log",
    "nodes/n1.zip!n1/logs/k3s-agent-service.log",
    "nodes/n1.zip!n1/logs/kernel.log.2",
    "nodes/n1.zip!n1/logs/dmesg.log",
    "nodes/n1.zip!n1/logs/syslog",
    "nodes/n1.zip!n1/hostinfos/proc_mounts",
    "nodes/n1.zip!n1/configs/etc/os-release",
]


@pytest.mark.parametrize(
    ("label", "role", "context", "traps"),
    [
        ("yamls/cluster/v1/nodes.yaml", None, {"kind": "Node"}, {"null-words"}),
        ("yamls/namespaced/longhorn-system/v1/pods.yaml", None, {"kind": "Pod", "namespace": "longhorn-system"}, {"null-words"}),
        ("yamls/namespaced/longhorn-system/apps/v1/deployments.yaml", None, {"namespace": "longhorn-system"}, {"null-words"}),
        (TREE[5], "container-log", {"namespace": "longhorn-system", "pod": "manager-x1", "container": "longhorn-manager", "previous": "false"}, set()),
        (TREE[6], "container-log", {"namespace": "longhorn-system", "pod": "manager-x1", "container": "longhorn-manager", "previous": "true"}, set()),
        (TREE[7], None, {"node": "n1", "unit": "kubelet"}, set()),
        (TREE[8], "service-log", {"node": "n1", "unit": "k3s", "order": "newest-first"}, {"newest-first"}),
        (TREE[9], "kernel-log", {"node": "n1", "command": "journalctl -k -b -2"}, set()),
        (TREE[10], "kernel-log", {"node": "n1", "command": "dmesg -HTx"}, set()),
        (TREE[11], None, {"node": "n1"}, set()),
        (TREE[12], None, {"node": "n1", "file": "/proc/mounts"}, set()),
        (TREE[13], None, {"node": "n1", "file": "/etc/os-release"}, set()),
        ("metadata.yaml", "bundle-metadata", {}, set()),
        ("bundleGenerationError.log", "collection-errors", {}, set()),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context, traps):
    """The name tells the time in UTC, a zip its node."""
    place = recognised([ROOT + one for one in TREE]).place(ROOT + label)
    assert (place.layout, place.root, place.role) == ("support-bundle-kit", ROOT, role)
    assert place.context == {"collected": "2023-07-05T08:01:02Z", **context}
    assert place.traps == traps


@pytest.mark.parametrize("inner", ["nodes/n1/n1/", "nodes/n1/"])
def test_node_zips_that_somebody_unpacked(recognised, inner):
    """With or without the folder that the zip holds."""
    labels = ["metadata.yaml", "yamls/cluster/v1/nodes.yaml", f"{inner}logs/dmesg.log"]
    place = recognised(labels).place(f"{inner}logs/dmesg.log")
    assert (place.role, place.context["node"]) == ("kernel-log", "n1")


def test_the_older_tree_and_no_nodes(recognised):
    """`yamls/cluster/kubernetes`; a bundle without node zips is legal."""
    labels = ["metadata.yaml", "yamls/cluster/kubernetes/nodes.yaml", "yamls/namespaced/default/kubernetes/events.yaml"]
    found = recognised(labels, "harvester-supportbundle_8fa5_2021-07-05T08-01-02Z.zip")
    assert found.layouts == ("support-bundle-kit",)
    assert found.place(labels[2]).context == {
        "collected": "2021-07-05T08:01:02Z",
        "namespace": "default",
        "kind": "Event",
    }

"""troubleshoot.sh bundles, old (before version.yaml) and new, of a cluster and of hosts."""

from __future__ import annotations

import pytest

ROOT = "support-bundle-2023-02-28T16_25_23/"
NEW = [
    "version.yaml",
    "analysis.json",
    "execution-data/summary.txt",
    "cluster-info/cluster_version.json",
    "cluster-resources/nodes.json",
    "cluster-resources/pods/kube-system.json",
    "cluster-resources/pods-errors.json",
    "cluster-resources/pods/logs/velero/velero-6996dd565b-xl44t/velero-previous.log",
    "cluster-resources/pods/logs/velero/velero-6996dd565b-xl44t/velero.log",
    "cluster-resources/custom-resources/backups.velero.io/velero.yaml",
    "node-metrics/worker-1.json",
]
# of sbctl's fixture
OLD = [
    "cluster-info/cluster_version.json",
    "cluster-resources/pods/default.json",
    "cluster-resources/events/velero.json",
]


@pytest.mark.parametrize(
    ("label", "role", "context", "traps"),
    [
        ("cluster-resources/nodes.json", None, {"kind": "Node"}, set()),
        ("cluster-resources/pods/kube-system.json", None, {"kind": "Pod", "namespace": "kube-system"}, set()),
        ("cluster-resources/pods-errors.json", "collection-errors", {}, set()),
        (NEW[7], "container-log", {"namespace": "velero", "pod": "velero-6996dd565b-xl44t", "container": "velero", "previous": "true"}, set()),
        (NEW[8], "container-log", {"namespace": "velero", "pod": "velero-6996dd565b-xl44t", "container": "velero", "previous": "false"}, set()),
        (NEW[9], None, {}, {"hidden-words"}),
        ("cluster-info/cluster_version.json", "cluster-version", {}, set()),
        ("version.yaml", "collector-version", {}, {"hidden-words"}),
        ("node-metrics/worker-1.json", None, {"node": "worker-1"}, set()),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context, traps):
    """Lists and bare arrays are named with their kind; the folder tells the (local) time."""
    place = recognised([ROOT + one for one in NEW]).place(ROOT + label)
    assert (place.layout, place.root, place.role) == ("troubleshoot", ROOT, role)
    assert place.context == {"collected": "2023-02-28T16:25:23", **context}
    assert place.traps == traps


def test_old_bundles_have_no_version_file(recognised):
    """Two of its folders are enough."""
    found = recognised(OLD)
    assert found.layouts == ("troubleshoot",)
    assert found.place("cluster-resources/events/velero.json").context == {"kind": "Event", "namespace": "velero"}


def test_hosts_are_told_apart_where_nodes_are_listed(recognised):
    """With a list of nodes the folder is a node; without one it is what a collector wrote."""
    labels = ["host-collectors/system/n1/cpu.json", "host-collectors/run-host/n1/uptime.txt", "version.yaml"]
    remote = recognised([*labels, "host-collectors/system/node_list.json"])
    assert remote.place(labels[0]).context == {"node": "n1", "file": "cpu"}
    assert remote.place(labels[1]).context == {"node": "n1", "file": "uptime"}
    local = recognised([*labels, "host-collectors/run-host/dmesg.txt"])
    assert "node" not in local.place(labels[1]).context
    assert local.place("host-collectors/run-host/dmesg.txt").context == {"file": "dmesg"}


def test_the_archive_tells_the_time_too(recognised):
    """Where the folder was renamed, the archive around it still has the name."""
    archive = "support-bundle-2024-04-17T09_50_09.tar.gz!x/"
    assert recognised([archive + one for one in OLD]).place(archive + OLD[0]).context == {
        "collected": "2024-04-17T09:50:09"
    }
    named = recognised(OLD, "support-bundle-2024-04-17T09_50_09.tar.gz")
    assert named.place(OLD[0]).context["collected"] == "2024-04-17T09:50:09"

"""`kubectl cluster-info dump --output-directory` of kubectl 1.7 to 1.37."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("ext", ["json", "yaml", "txt"])
@pytest.mark.parametrize("root", ["", "cluster-state/", "logs.tgz!dump/"])
def test_replication_controllers_tell_it_apart(recognised, root, ext):
    """The extension follows the printer; the tree is the same."""
    labels = [
        f"{root}nodes.{ext}",
        *(f"{root}kube-system/{name}.{ext}" for name in ("pods", "events", "replication-controllers")),
    ]
    found = recognised([*labels, f"{root}kube-system/coredns-1/logs.txt"])
    assert found.layouts == ("cluster-info-dump",)
    assert found.place(labels[1]).context == {"namespace": "kube-system", "kind": "Pod"}
    assert found.place(labels[0]).context == {"kind": "Node"}
    log = found.place(f"{root}kube-system/coredns-1/logs.txt")
    assert (log.role, log.root) == ("container-log", root)
    assert log.context == {"namespace": "kube-system", "pod": "coredns-1", "previous": "false"}


def test_pods_and_nodes_alone_are_loose(recognised):
    """Somebody's own `kubectl get -o json` looks similar."""
    assert recognised(["nodes.json", "shop/pods.json"]).layouts == ("loose",)


def test_a_snapshot_without_replication_controllers(recognised):
    """Verrazzano's `cluster-snapshot` is the same tree; logs of pods tell it."""
    found = recognised(["cluster-snapshot/shop/pods.json", "cluster-snapshot/shop/web-0/logs.txt", "metadata.json"])
    assert found.layouts == ("cluster-info-dump",)
    assert found.place("cluster-snapshot/shop/web-0/logs.txt").root == "cluster-snapshot/"


def test_a_dump_inside_a_repository(recognised):
    """Somebody's working folder around it changes nothing (EpicApex/k8s-arena)."""
    labels = [
        "README.md",
        "AKS/conf.json",
        "nodes.json",
        "kube-system/replication-controllers.json",
        "default/pods.json",
    ]
    found = recognised([*labels, "default/arena-deployment-d48c8dfb8-dhldd/logs.txt"])
    assert found.layouts == ("cluster-info-dump",)
    assert found.place("AKS/conf.json").role is None


@pytest.mark.parametrize("label", ["cluster-info-dump.txt", "ticket.zip!cluster-info-dump.log.gz"])
def test_the_stream_under_its_own_name(recognised, label):
    """Written to standard output it is one file; what is in it the content decides."""
    found = recognised([label])
    assert found.layouts == ("cluster-info-dump",)
    assert found.place(label).role is None

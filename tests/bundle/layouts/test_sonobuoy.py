"""Sonobuoy's results, 0.8 to 0.57."""

from __future__ import annotations

import pytest

NEW = [
    "meta/config.json",
    "meta/query-time.json",
    "meta/run.log",
    "servergroups.json",
    "serverversion.json",
    "resources/cluster/core_v1_nodes.json",
    "resources/ns/kube-system/core_v1_pods.json",
    "podlogs/kube-system/etcd-kind-control-plane/logs/etcd.txt",
    "hosts/kind-worker/configz.json",
    "plugins/systemd-logs/results/kind-worker/systemd_logs",
    "plugins/e2e/errors/kind-worker/error.json",
]
V8 = [
    "config.json",
    "serverversion/serverversion.json",
    "resources/non-ns/Nodes.json",
    "resources/ns/default/Pods.json",
]


@pytest.mark.parametrize(
    ("label", "role", "context"),
    [
        ("resources/cluster/core_v1_nodes.json", None, {"kind": "Node"}),
        ("resources/ns/kube-system/core_v1_pods.json", None, {"namespace": "kube-system", "kind": "Pod"}),
        (NEW[7], "container-log", {"namespace": "kube-system", "pod": "etcd-kind-control-plane", "container": "etcd", "previous": "false"}),
        ("hosts/kind-worker/configz.json", None, {"node": "kind-worker", "file": "configz"}),
        ("plugins/systemd-logs/results/kind-worker/systemd_logs", None, {"node": "kind-worker", "command": "journalctl -o json"}),
        ("plugins/e2e/errors/kind-worker/error.json", "collection-errors", {"node": "kind-worker"}),
        ("serverversion.json", "cluster-version", {}),
        ("meta/run.log", "collector-log", {}),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context):
    """The archive's name tells when; in the aggregator's pod that is UTC."""
    place = recognised(NEW, "202104081510_sonobuoy_6e4a.tar.gz").place(label)
    assert (place.layout, place.root, place.role) == ("sonobuoy", "", role)
    assert place.context == {"collected": "2021-04-08T15:10:00Z", **context}


def test_before_0_10(recognised):
    """`Pods.json` and `non-ns`."""
    found = recognised(V8)
    assert found.layouts == ("sonobuoy",)
    assert found.place("resources/ns/default/Pods.json").context == {"namespace": "default", "kind": "Pod"}
    assert found.place("serverversion/serverversion.json").role == "cluster-version"


def test_without_meta(recognised):
    """A copy of only its resources and logs is still recognised (sonobuoy's own testdata/healthsummary)."""
    assert recognised([label for label in NEW if label.startswith(("resources", "podlogs"))]).layouts == ("sonobuoy",)

"""AKS Periscope: zips of nodes."""

from __future__ import annotations

ROOT = "aks-nodepool1-1234-vmss000000.zip!"
TREE = ["kubeobjects/kube-system_pod_coredns-1", "systemlogs/kubelet", "dns/virtualmachine", "nodelogs/var_log_syslog"]


def test_what_a_path_tells(recognised):
    """Each zip is a node; `describe` in it is of the cluster."""
    found = recognised([ROOT + label for label in TREE])
    assert found.layouts == ("aks-periscope",)
    described = found.place(ROOT + TREE[0])
    assert described.role == "describe"
    assert described.context == {
        "of": "cluster",
        "namespace": "kube-system",
        "resource": "pod",
        "command": "kubectl -n kube-system describe pod coredns-1",
    }
    journal = found.place(ROOT + TREE[1])
    assert journal.role == "service-log"
    assert journal.context["node"] == "aks-nodepool1-1234-vmss000000"
    assert journal.context["unit"] == "kubelet"


def test_two_of_its_folders_are_not_enough(recognised):
    """`dns` and `systemlogs` are anybody's names."""
    assert recognised(["dns/x", "systemlogs/kubelet"]).layouts == ("loose",)


def test_a_name_that_is_no_nodes_tells_nothing(recognised):
    """Somebody may have packed it anew."""
    found = recognised([f"ticket.zip!{label}" for label in TREE], "logs.zip")
    assert "node" not in found.place(f"ticket.zip!{TREE[1]}").context

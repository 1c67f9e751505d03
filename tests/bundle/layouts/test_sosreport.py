"""sos report 3.x and 4.x with its kubernetes plugin."""

from __future__ import annotations

import pytest

ROOT = "sosreport-node-1-2024-01-05-abcdefg/"
UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
GET = "kubectl_--kubeconfig_.etc.kubernetes.admin.conf_get_-o_json_--namespace_shop_pods"
TREE = [
    "sos_commands/kernel/dmesg",
    "sos_commands/process/ps_auxwww",
    "sos_commands/crio/journalctl_--no-pager_--unit_crio",
    "sos_commands/logs/journalctl_--no-pager_--boot",
    f"sos_commands/kubernetes/cluster-info/shop/{GET}",
    "sos_commands/kubernetes/cluster-info/kubectl_get_nodes",
    "sos_commands/kubernetes/cluster-info/shop/podlogs/web-0/kubectl_--namespace_shop_logs_web-0_-c_app",
    "proc/sys/vm/swappiness",
    "sys/fs/cgroup/kubepods.slice/memory.max",
    "etc/hostname",
    f"var/log/pods/shop_web-0_{UID}/app/3.log",
    "var/log/messages",
    "free",
]


@pytest.mark.parametrize(
    ("label", "role", "context"),
    [
        (TREE[0], "kernel-log", {"command": "dmesg"}),
        (TREE[1], None, {"command": "ps auxwww"}),
        (TREE[2], "service-log", {"unit": "crio", "command": "journalctl --no-pager --unit crio"}),
        (TREE[3], None, {"command": "journalctl --no-pager --boot"}),
        (TREE[4], None, {"of": "cluster", "namespace": "shop", "command": GET.replace("_", " ")}),
        (TREE[5], None, {"of": "cluster", "command": "kubectl get nodes"}),
        (TREE[6], "container-log", {"of": "cluster", "namespace": "shop", "pod": "web-0", "container": "app", "previous": "false"}),
        (TREE[7], None, {"file": "/proc/sys/vm/swappiness"}),
        (TREE[8], None, {"file": "/sys/fs/cgroup/kubepods.slice/memory.max"}),
        (TREE[9], None, {"file": "/etc/hostname"}),
        (TREE[10], "container-log", {"namespace": "shop", "pod": "web-0", "pod_uid": UID, "container": "app"}),
        (TREE[11], None, {"file": "/var/log/messages"}),
        (TREE[12], None, {"command": "free"}),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context):
    """Names are commands again, copies are files of the host, kubectl's output is the cluster's."""
    found = recognised([ROOT + one for one in TREE])
    place = found.place(ROOT + label)
    assert (place.layout, place.root, place.role, place.context) == ("sosreport", ROOT, role, context)
    assert found.layouts == ("sosreport",)


def test_beside_a_must_gather(recognised):
    """The node's report and the cluster's gathering of one ticket."""
    labels = [f"t.zip!sos.tar.xz!{ROOT}{one}" for one in TREE] + [
        "t.zip!mg/cluster-scoped-resources/core/nodes/node-1.yaml"
    ]
    found = recognised(labels)
    assert found.layouts == ("must-gather", "sosreport")
    assert found.place(labels[-1]).root == "t.zip!mg/"

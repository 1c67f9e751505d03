"""must-gather (openshift/must-gather of 4.8 to 4.16) and `oc adm inspect`."""

from __future__ import annotations

import pytest

HASH = "must-gather.local.1/quay-io-openshift-release-dev-ocp-v4-0-art-dev-sha256-05ad/"
LOGS = "namespaces/shop/pods/web-0/app/app/logs"
TREE = [
    "must-gather.local.1/timestamp",
    "must-gather.local.1/must-gather.logs",
    "must-gather.local.1/event-filter.html",
    f"{HASH}version",
    f"{HASH}timestamp",
    f"{HASH}cluster-scoped-resources/core/nodes/worker-1.yaml",
    f"{HASH}cluster-scoped-resources/config.openshift.io/clusterversions/version.yaml",
    f"{HASH}namespaces/shop/shop.yaml",
    f"{HASH}namespaces/shop/core/pods.yaml",
    f"{HASH}namespaces/shop/core/secrets.yaml",
    f"{HASH}namespaces/shop/pods/web-0/web-0.yaml",
    f"{HASH}{LOGS}/current.log",
    f"{HASH}{LOGS}/previous.insecure.log",
    f"{HASH}{LOGS}/rotated/0.log.20211027-082023.gz",
    f"{HASH}host_service_logs/masters/kubelet_service.log",
    f"{HASH}static-pods/kube-apiserver/master-0-startup.log",
    f"{HASH}nodes/worker-1/dmesg",
]


@pytest.mark.parametrize(
    ("label", "role", "context", "traps"),
    [
        (f"{LOGS}/current.log", "container-log", {"namespace": "shop", "pod": "web-0", "container": "app", "previous": "false"}, set()),
        (f"{LOGS}/previous.insecure.log", "container-log", {"namespace": "shop", "pod": "web-0", "container": "app", "previous": "true"}, set()),
        (f"{LOGS}/rotated/0.log.20211027-082023.gz", "container-log", {"namespace": "shop", "pod": "web-0", "container": "app"}, set()),
        ("namespaces/shop/core/pods.yaml", None, {"namespace": "shop", "kind": "Pod"}, {"observed-twice"}),
        ("namespaces/shop/pods/web-0/web-0.yaml", None, {"namespace": "shop", "pod": "web-0", "kind": "Pod"}, {"observed-twice"}),
        ("namespaces/shop/core/secrets.yaml", None, {"namespace": "shop", "kind": "Secret"}, {"elided-secrets"}),
        ("cluster-scoped-resources/core/nodes/worker-1.yaml", None, {"kind": "Node"}, set()),
        ("host_service_logs/masters/kubelet_service.log", "service-log", {"unit": "kubelet"}, {"all-hosts"}),
        ("static-pods/kube-apiserver/master-0-startup.log", None, {"node": "master-0"}, set()),
        ("nodes/worker-1/dmesg", None, {"node": "worker-1"}, set()),
        ("version", "product-version", {}, set()),
        ("timestamp", "collection-timestamp", {}, set()),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context, traps):
    """Both forms of pods, logs in all their names, journals of many hosts, files of one node."""
    place = recognised(TREE).place(HASH + label)
    assert (place.layout, place.root, place.role) == ("must-gather", HASH, role)
    assert place.context == context
    assert place.traps == traps


def test_the_folder_around_the_images_is_a_root(recognised):
    """Several images of one gathering lie side by side, each a root of its own."""
    other = HASH.replace("05ad", "ffff")
    found = recognised([*TREE, f"{other}namespaces/x/core/pods.yaml"])
    assert found.layouts == ("must-gather",)
    assert found.place("must-gather.local.1/timestamp").root == "must-gather.local.1/"
    assert found.place("must-gather.local.1/timestamp").role == "collection-timestamp"
    assert found.place(f"{other}namespaces/x/core/pods.yaml").root == other


def test_an_inspection_has_no_folder_of_an_image(recognised):
    """`oc adm inspect ns/shop` writes its tree directly below inspect.local.N."""
    found = recognised(["inspect.local.7/timestamp", f"inspect.local.7/{LOGS}/current.log"])
    place = found.place(f"inspect.local.7/{LOGS}/current.log")
    assert (place.layout, place.root) == ("must-gather", "inspect.local.7/")


def test_component_gatherings_repeat_namespaces_inside(recognised):
    """`namespaces/all/namespaces/…` belongs to the root above it."""
    label = "mg/namespaces/all/namespaces/shop/core/pods.yaml"
    found = recognised(["mg/cluster-scoped-resources/core/nodes/a.yaml", label])
    place = found.place(label)
    assert (place.root, place.context["namespace"], place.context["kind"]) == ("mg/", "shop", "Pod")


def test_inside_a_ticket(recognised):
    """A must-gather in a tar.gz in the zip of a ticket, beside somebody's notes."""
    root = f"upload.zip!must-gather.tar.gz!{HASH}"
    found = recognised(["upload.zip!notes.txt", *(f"upload.zip!must-gather.tar.gz!{label}" for label in TREE)])
    assert found.place(f"{root}{LOGS}/current.log").root == root
    assert found.place("upload.zip!notes.txt") is None


def test_an_insights_archive_is_no_must_gather(recognised):
    """It has folders of the same names, with JSON in them (openshift/insights-operator, docs/insights-archive-sample)."""
    labels = [
        "cluster-scoped-resources/rbac.authorization.k8s.io/clusterroles/admin.json",
        "conditional/namespaces/openshift-monitoring/pods/alertmanager-main-0/alertmanager-main-0.json",
        "conditional/namespaces/openshift-monitoring/pods/alertmanager-main-0/containers/alertmanager/logs/last-50-lines.log",
        "config/pod/openshift-apiserver/apiserver-1.json",
    ]
    assert recognised(labels).layouts == ("loose",)

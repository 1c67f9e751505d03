"""crash-diagnostics 0.3: what `kube_capture` writes."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("label", "role", "context"),
    [
        ("core_v1/nodes-2020-10-13T12-30-01Z.0042.json", None, {"kind": "Node"}),
        ("core_v1/kube-system/pods-2020-10-13T12-30-01Z.0042.json", None, {"kind": "Pod", "namespace": "kube-system"}),
        ("core_v1/kube-system/pods/coredns-1-2020-10-13T12-30-01Z.0042.yaml", None, {"kind": "Pod", "namespace": "kube-system"}),
        ("apps_v1/shop/deployments-2020-10-13T12-30-01Z.0042.json", None, {"namespace": "shop"}),
        ("core_v1/kube-system/coredns-1/coredns/coredns.log", "container-log", {"namespace": "kube-system", "pod": "coredns-1", "container": "coredns", "previous": "false"}),
        ("core_v1/kube-system/pods/coredns-1/coredns/coredns.log", "container-log", {"namespace": "kube-system", "pod": "coredns-1", "container": "coredns", "previous": "false"}),
    ],
)  # fmt: skip
def test_what_a_path_tells(recognised, label, role, context):
    """Lists, single objects, and logs beside them."""
    place = recognised([f"crashd/kubecapture/{label}", "crashd/10.0.0.1/df_-i.txt"]).place(
        f"crashd/kubecapture/{label}"
    )
    assert (place.layout, place.root, place.role, place.context) == ("crash-diagnostics", "crashd/", role, context)

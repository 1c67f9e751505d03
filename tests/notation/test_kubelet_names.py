"""Names of pods and containers in lines of the kubelet and runtimes."""

from __future__ import annotations

import pytest

from analyzer.notation.kubelet_names import Names, names

_UID = "93e17ecc-ab55-461a-b526-29248d2554ad"
_ID = "05657a9c673d612aedd955a65136ccca36b82ba987831de7844cdc0238f1d707"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f'"web-0_default({_UID}):app"', Names("default", "web-0", _UID, "app")),
        (
            "etcd-n1_kube-system(0123456789abcdef0123456789abcdef)",
            Names("kube-system", "etcd-n1", "0123456789abcdef0123456789abcdef"),
        ),
        (f'Container "app" ({{"docker" "{_ID}"}}) of pod x', Names(None, None, None, "app", _ID)),
        (
            f"/kubepods.slice/kubepods-pod{_UID.replace('-', '_')}.slice/crio-{_ID}.scope",
            Names(None, None, _UID, None, _ID),
        ),
        (f'StartContainer for "{_ID}" failed', Names(None, None, None, None, _ID)),
        ("nothing at all", Names()),
        ("sha256:" + "a" * 40, Names()),
    ],
)
def test_free_forms(text, found):
    """The older wordings and paths name pod, UID, container and ID in their own ways."""
    assert names(text, {}) == found


def test_fields_come_first():
    """Structured fields say it best; a podID that is a sandbox's is no UID of a pod."""
    fields = {"pod": "default/web-0", "podID": "f" * 64, "containerID": f"containerd://{_ID}"}
    assert names("web-1_other(x)", fields) == Names("default", "web-0", None, None, _ID)

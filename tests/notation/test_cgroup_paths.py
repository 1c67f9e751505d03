"""Cgroup paths: which pod, which container, which level."""

from __future__ import annotations

import pytest

from analyzer.notation.cgroup_paths import cgroup_path

_UID = "a5d8fdd1-1369-469e-8a7d-2c1047529435"
_UID_ = _UID.replace("-", "_")
_HASH = "0123456789abcdef0123456789abcdef"
_ID = "9192cb33411ff69d015a3577db136757f5b145064a1703efea3d0e12e8a64987"
_OUTER = "25a38b5b8d556d7983d975577f5ac75ebbcfb4b269e6deaa0a0440c1ffc969ca"
_POD_SLICE = f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{_UID_}.slice"


@pytest.mark.parametrize(
    ("text", "runtime", "qos"),
    [
        (f"/kubepods/burstable/pod{_UID}/{_ID}", None, "burstable"),
        (f"kubepods/besteffort/pod{_UID}/{_ID}", None, "besteffort"),
        (f"/kubepods/pod{_UID}/{_ID}", None, "guaranteed"),
        (f"{_POD_SLICE}/cri-containerd-{_ID}.scope", "cri-containerd", "burstable"),
        (
            f"/kubepods.slice/kubepods-pod{_UID_}.slice/cri-containerd-{_ID}.scope",
            "cri-containerd",
            "guaranteed",
        ),
        (f"{_POD_SLICE}/crio-{_ID}.scope", "crio", "burstable"),
        (f"{_POD_SLICE}/crio-{_ID}.scope/container", "crio", "burstable"),  # crun
        (f"{_POD_SLICE}/docker-{_ID}.scope", "docker", "burstable"),
        (
            f"/system.slice/containerd.service/kubepods-burstable-pod{_UID_}.slice:cri-containerd:{_ID}",
            "cri-containerd",
            "burstable",
        ),  # kubelet uses the systemd driver, containerd does not
        (f"/docker/{_OUTER}/kubelet/kubepods/burstable/pod{_UID}/{_ID}", None, "burstable"),  # kind, v1
        (
            f"/system.slice/docker-{_OUTER}.scope/kubelet.slice/kubelet-kubepods.slice"
            f"/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod{_UID_}.slice"
            f"/cri-containerd-{_ID}.scope",
            "cri-containerd",
            "besteffort",
        ),  # kind, v2
        (f"/lxc.payload.x-lxc{_POD_SLICE}/cri-containerd-{_ID}.scope", "cri-containerd", "burstable"),
        (f"/../..{_POD_SLICE}/cri-containerd-{_ID}.scope", "cri-containerd", "burstable"),
        (
            f"/libpod_parent/libpod-{_OUTER}/kubepods.slice/kubepods-pod{_UID_}.slice/crio-{_ID}.scope",
            "crio",
            "guaranteed",
        ),
        (f"/kubepods/burstable/pod{_UID}/{_ID}/docker/{_OUTER}", None, "burstable"),  # Docker in Docker
    ],
)
def test_container(text: str, runtime: str | None, qos: str) -> None:
    """A container is the ID below its pod, whatever surrounds it."""
    path = cgroup_path(text)
    assert (path.level, path.pod_uid, path.container_id) == ("container", _UID, _ID)
    assert (path.runtime, path.qos, path.text) == (runtime, qos, text)


@pytest.mark.parametrize(
    ("text", "level", "pod_uid", "qos"),
    [
        (_POD_SLICE, "pod", _UID, "burstable"),
        (f"/kubepods/pod{_UID}", "pod", _UID, "guaranteed"),
        (f"/kubepods/burstable/pod{_HASH}", "pod", _HASH, "burstable"),  # static pod
        (f"/kubepods.slice/kubepods-pod{_HASH}.slice", "pod", _HASH, "guaranteed"),
        (f"{_POD_SLICE}/crio-conmon-{_ID}.scope", "pod", _UID, "burstable"),
        ("/kubepods.slice/kubepods-burstable.slice", "qos", None, "burstable"),
        ("/kubepods/besteffort", "qos", None, "besteffort"),
        (
            "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice",
            "qos",
            None,
            "besteffort",
        ),
        ("/kubepods.slice", "kubepods", None, None),
        ("/kubepods", "kubepods", None, None),
        (f"/docker/{_OUTER}/kubelet/kubepods", "kubepods", None, None),
        ("/kubelet.slice/kubelet-kubepods.slice", "kubepods", None, None),
        ("/system.slice/kubelet.service", "host", None, None),
        ("/lxc/39004", "host", None, None),
        ("/user.slice/user-504.slice/session-2.scope", "host", None, None),
        ("/../..", "host", None, None),
        ("/", "root", None, None),
        ("", "root", None, None),
    ],
)
def test_level(text: str, level: str, pod_uid: str | None, qos: str | None) -> None:
    """The level is the depth below kubepods; everything outside it is the host's."""
    path = cgroup_path(text)
    assert (path.level, path.pod_uid, path.qos, path.container_id) == (level, pod_uid, qos, None)


@pytest.mark.parametrize(
    ("text", "runtime"),
    [
        (f"/docker/{_ID}", None),
        (f"/system.slice/docker-{_ID}.scope", "docker"),
        (f"/machine.slice/libpod-{_ID}.scope", "libpod"),
    ],
)
def test_container_outside_kubepods(text: str, runtime: str | None) -> None:
    """A container that no kubelet placed is the host's, with its ID."""
    path = cgroup_path(text)
    assert (path.level, path.container_id, path.runtime, path.pod_uid) == ("host", _ID, runtime, None)

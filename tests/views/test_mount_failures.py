"""What a failed mount is about, whose it is, and whether it is over."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = ["describe.txt", "kubelet.log"]
UID = "93e17ecc-ab55-461a-b526-29248d2554ad"


def event(line, reason, message, **known):
    return {"where": (0, line), "kind": "Pod", "reason": reason, "message": message, "form": "describe", **known}


def failed(message, reason="FailedMount", **known):
    return event(1, reason, message, **known)


_SET_UP = 'MountVolume.SetUp failed for volume "v" : '
_DEVICE = 'MountVolume.MountDevice failed for volume "v" : rpc error: code = Internal desc = '
_WAIT = "Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[v kube-api-access-4xk2p]"
_CLASSES = [
    (f'{_SET_UP}object "shop"/"cfg" not registered', "not registered"),
    (f"{_SET_UP}references non-existent secret key: tls.crt", "key missing"),
    (f"{_SET_UP}references non-existent config key: app.yaml", "key missing"),
    (f'{_SET_UP}failed to fetch token: serviceaccounts "web" not found', "token"),
    (f'{_SET_UP}failed to fetch token: Post "https://10.0.0.1:6443/api": dial tcp: connection refused', "token"),
    ('MountVolume.SetUp failed for volume "default-token-x7k2p" : secret "default-token-x7k2p" not found', "token"),
    (f'{_SET_UP}configmap "kube-root-ca.crt" not found', "token"),
    (f'{_SET_UP}configmap "cfg" not found', "reference missing"),
    (f'{_SET_UP}secrets "web-tls" not found', "reference missing"),
    (f"{_SET_UP}failed to sync configmap cache: timed out waiting for the condition", "cache"),
    (f"{_SET_UP}hostPath type check failed: /run/x.sock is not a socket file", "hostpath type"),
    (f"{_WAIT}, failed to process volumes=[v]: error processing PVC shop/data: PVC is not bound", "claim"),
    (f"{_WAIT}, failed to process volumes=[]: context deadline exceeded", "waiting"),
    (f"{_WAIT}: timed out waiting for the condition", "waiting"),
    ('Unable to mount volumes for pod "web-0_shop(1)": timeout expired waiting for volumes to attach', "waiting"),
    (f"{_DEVICE}driver name nfs.csi.k8s.io not found in the list of registered CSI drivers", "driver missing"),
    (f"{_SET_UP}write /var/lib/kubelet/x: no space left on device", "no space"),
    (f"{_DEVICE}failed to find disk on lun 0", "device"),
    (f"{_SET_UP}mount failed: exit status 32 Output: mount.nfs: Connection timed out", "nfs"),
    (f"{_DEVICE}mount failed: exit status 32 Output: mount error(13): Permission denied", "permission"),
    (f"{_DEVICE}mount failed: exit status 32 Output: mount error(115): Operation now in progress", "smb"),
    (f"{_DEVICE}mount: /mnt: wrong fs type, bad option, bad superblock on /dev/sdc", "file system"),
    (f"{_DEVICE}code = DeadlineExceeded desc = context deadline exceeded", "time out"),
    (f"{_SET_UP}something else", "other"),
]


@pytest.mark.parametrize(("message", "about"), _CLASSES)
def test_what_a_message_is_about(message, about):
    """Kubelets 1.13 to 1.34, CSI drivers, mount helpers."""
    made = database(members=MEMBERS, events=[failed(message, name="web-0", namespace="shop")])
    assert only(made, "SELECT about FROM mount_failures") == about


def test_an_attach_that_fails():
    """The controller speaks, whatever the driver's own words are."""
    attach = 'AttachVolume.Attach failed for volume "v" : rpc error: code = Internal desc = access denied'
    many = 'Multi-Attach error for volume "v" Volume is already used by pod(s) web-1'
    made = database(
        members=MEMBERS, events=[failed(attach, "FailedAttachVolume"), event(2, "FailedAttachVolume", many)]
    )
    assert values(made, "SELECT step, about, volume FROM mount_failures ORDER BY src") == [
        ("attach", "attach", "v"),
        ("attach", "multi attach", "v"),
    ]


def test_what_is_missing_and_the_reason_alone():
    """Kind and name of the object; the reason without what stands before it; the words of the mount command."""
    told = [failed(f'{_SET_UP}secret "web-tls" not found'), event(2, "FailedMount", f"{_DEVICE}it broke"),
            event(3, "FailedMount", f"{_DEVICE}exit status 32 Output: mount error(2): No such file")]  # fmt: skip
    made = database(members=MEMBERS, events=told)
    assert values(made, "SELECT ref_kind, ref_name, said FROM mount_failures ORDER BY src") == [
        ("Secret", "web-tls", 'secret "web-tls" not found'),
        (None, None, "it broke"),
        (None, None, "mount error(2): No such file"),
    ]


@pytest.mark.parametrize(
    ("later", "state"), [("Pulling", "over"), ("Started", "over"), ("FailedScheduling", "unknown"), (None, "unknown")]
)
def test_a_later_event_of_the_same_pod_ends_it(later, state):
    """The kubelet pulls images and starts containers only with all volumes in place; ages tell the order, too."""
    told = [failed(f"{_SET_UP}it broke", last_age_s=60.0)]
    told += [event(2, later, "…", last_age_s=20.0)] if later else []
    made = database(members=MEMBERS, events=told)
    assert only(made, "SELECT state_now FROM mount_failures") == state


def test_an_earlier_event_does_not_end_it():
    """A container that ran before the volume failed, as after a restart of the node."""
    made = database(
        members=MEMBERS,
        events=[failed(f"{_SET_UP}it broke", last_age_s=60.0), event(2, "Started", "…", last_age_s=900.0)],
    )
    assert only(made, "SELECT state_now FROM mount_failures") == "unknown"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ({"state": "running"}, "over"),
        ({"state": "waiting", "reason": "CrashLoopBackOff"}, "over"),
        ({"state": "waiting", "reason": "ContainerCreating"}, "failing"),
    ],
)
def test_a_container_that_came_further_ends_it(status, state):
    """Running but not ready, or crashing: its volumes are there."""
    pod = {"where": (1, 1), "at": "", "namespace": "shop", "pod": "web-0", "phase": "Pending", "form": "yaml"}
    known = {"where": (1, 1), "at": "s", "namespace": "shop", "pod": "web-0", "container": "app", "ready": False}
    made = database(
        members=MEMBERS, pods=[pod], container_states=[{**known, "which": "state", "form": "yaml", **status}],
        events=[failed(f"{_SET_UP}it broke", name="web-0", namespace="shop")],
    )  # fmt: skip
    assert only(made, "SELECT state_now FROM mount_failures") == state


def logged(message, **known):
    named = {"unit": "kubelet", "node": "n1", "pod": "web-0", "pod_uid": UID}
    return {"where": (1, 1), "kind": "mount-failed", "detail": message, **named, **known}


def test_the_log_speaks_where_no_event_does():
    """Its lines about one failure are one row; the pod is found by its UID."""
    pod = {"where": (0, 9), "at": "", "namespace": "shop", "pod": "web-0", "uid": UID, "form": "yaml"}
    lines = [logged(f'{_SET_UP}configmap "cfg" not found', where=(1, n)) for n in (1, 2, 3)]
    made = database(members=MEMBERS, pods=[pod], service_log=lines)
    assert values(made, 'SELECT origin, namespace, pod, node, about, "count" FROM mount_failures') == [
        ("kubelet", "shop", "web-0", "n1", "reference missing", 3)
    ]


@pytest.mark.parametrize("said", [f'{_SET_UP}configmap "cfg" not found', _WAIT])
def test_the_log_names_the_pod_of_an_excerpt(said):
    """An event without its pod, and the kubelet's line about the same volume: told once, of that pod."""
    made = database(members=MEMBERS, events=[failed(f'{_SET_UP}configmap "cfg" not found')], service_log=[logged(said)])
    assert values(made, "SELECT origin, pod, node FROM mount_failures") == [("events", "web-0", "n1")]


def test_failures_of_one_unnamed_pod_belong_together():
    """The summary and the reason in one excerpt have one owner; those of another excerpt have another."""
    told = [failed(_WAIT), event(2, "FailedMount", f"{_SET_UP}it broke"), {**failed(_DEVICE), "where": (1, 1)}]
    made = database(members=MEMBERS, events=told)
    assert only(made, "SELECT count(DISTINCT whose) FROM mount_failures") == 2

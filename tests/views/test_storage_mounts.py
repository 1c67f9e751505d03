"""What the words of drivers, mount helpers and providers are about."""

from __future__ import annotations

from tests.views.tables_of_rows import database, values

_DEVICE = 'MountVolume.MountDevice failed for volume "v" : rpc error: code = Internal desc = '
_SET_UP = 'MountVolume.SetUp failed for volume "v" : mount failed: exit status 32 Output: '
_WAIT = 'MountVolume.WaitForAttach failed for volume "v" : '
_ATTACH = 'AttachVolume.Attach failed for volume "v" : rpc error: code = Internal desc = '
_MOUNTS = [
    ('Multi-Attach error for volume "v" Volume is already exclusively attached to one node', "multi attach"),
    (f"{_WAIT}Volume has not been added to the list of VolumesInUse in the node's volume status", "not in use list"),
    (f"{_DEVICE}driver name efs.csi.aws.com not found in the list of registered CSI drivers", "driver missing"),
    (f"{_SET_UP}failed to get Plugin from volumeSpec", "driver missing"),
    (f"{_SET_UP}no volume plugin matched", "driver missing"),
    (
        f"{_DEVICE}dial unix /var/lib/kubelet/plugins/ebs.csi.aws.com/csi.sock: connect: connection refused",
        "driver missing",
    ),
    (f"{_DEVICE}failed to find disk on lun 2", "device"),
    (f"{_DEVICE}azureDisk - failed to find disk by lun 0", "device"),
    (f"{_WAIT}timed out waiting for device /dev/xvdba", "device"),
    (f"{_DEVICE}mount: /mnt: special device /dev/sdc does not exist.", "device"),
    (f"{_DEVICE}open /dev/sdc: no such device", "device"),
    (f"{_DEVICE}Failed to find device path /dev/xvdba", "device"),
    (f'{_DEVICE}device path "/dev/nvme1n1" not found', "device"),
    (f'{_DEVICE}could not get nvme path: "nvme-Amazon_vol0a" not found', "device"),
    ('MountVolume.NewMounter initialization failed for volume "v" : path "/mnt/disk" does not exist', "device"),
    (f"{_DEVICE}failed to find and re-link disk pd-1 with udevadm", "device"),
    (f"{_WAIT}volume attachment is being deleted", "attach"),
    (f"{_DEVICE}mkdir /var/lib/kubelet/x: no space left on device", "no space"),
    (f"{_DEVICE}mkdir /mnt/x: disk quota exceeded", "no space"),
    (f"{_DEVICE}mount: wrong fs type", "file system"),
    (f"{_SET_UP}bad option; for several filesystems you might need a /sbin/mount.nfs helper program", "file system"),
    (f"{_DEVICE}mount: can't read superblock on /dev/sdc", "file system"),
    (
        f"{_DEVICE}'fsck' found errors on device /dev/sdc but could not correct them: UNEXPECTED INCONSISTENCY",
        "file system",
    ),
    (f"{_DEVICE}fsck found errors on /dev/sdc", "file system"),
    (f"{_DEVICE}/dev/sdc already mounted on /mnt", "file system"),
    (f"{_DEVICE}/mnt: mount point busy", "file system"),
    (f"{_DEVICE}Structure needs cleaning", "file system"),
    (f"{_DEVICE}unknown filesystem type 'zfs'", "file system"),
    (f"{_SET_UP}mount.nfs: access denied by server while mounting 10.0.0.5:/x", "nfs"),
    ("MountVolume.SetUp failed for volume : mount -t nfs 10.0.0.5:/x /mnt: Connection refused", "nfs"),
    ("MountVolume.SetUp failed for volume : mount -t efs fs-0a1b:/ /mnt: Failed to resolve", "nfs"),
    (f"{_SET_UP}mount.efs: not found", "nfs"),
    (f"{_SET_UP}stat /mnt: stale NFS file handle", "nfs"),
    (f"{_SET_UP}mount.nfs: Operation not permitted", "permission"),
    (f"{_SET_UP}mount error(13): Permission denied", "permission"),
    (f"{_SET_UP}mount error 13 = Permission denied", "permission"),
    (f"{_DEVICE}applyFSGroup failed for vol v: lchown /mnt: read-only file system", "permission"),
    (f"{_DEVICE}AuthorizationFailure: this request is not authorized", "permission"),
    (f"{_DEVICE}AuthenticationFailed", "permission"),
    (f"{_DEVICE}access denied", "permission"),
    (f"{_SET_UP}mount error(101): Network is unreachable", "smb"),
    (f"{_SET_UP}mount error(110): Connection timed out", "smb"),
    (f"{_SET_UP}mount error(111): could not connect to 10.0.0.6", "smb"),
    (f"{_SET_UP}mount error(112): Host is down", "smb"),
    (f"{_SET_UP}mount error(113): No route to host", "smb"),
    (f"{_SET_UP}mount error(115): Operation now in progress", "smb"),
    (f"{_SET_UP}mount error: could not resolve address for files.example: Unknown error", "smb"),
    (f"{_SET_UP}mount error 110 = Connection timed out", "backend"),
    (f"{_DEVICE}rbd: map failed: (110) Connection timed out", "backend"),
    (f"{_DEVICE}rbd: couldn't connect to the cluster!", "backend"),
    ("MountVolume.SetUp failed for volume : failed to sendtargets to portal 10.0.0.8:3260", "backend"),
    ("MountVolume.SetUp failed for volume : failed to login to portal 10.0.0.8:3260", "backend"),
    ("MountVolume.SetUp failed for volume : iscsiadm: connection login retries: timed out", "backend"),
    ("MountVolume.SetUp failed for volume : iscsiadm: cannot make connection to 10.0.0.8", "backend"),
    ("MountVolume.SetUp failed for volume : iscsiadm: no portals found", "backend"),
    ("MountVolume.SetUp failed for volume : dial tcp 10.0.0.9:24007: no route to host", "backend"),
    (f"{_DEVICE}an operation with the given Volume ID 0001-9 already exists", "time out"),
    (f"{_SET_UP}mount error(2): No such file or directory", "refused"),
    ("MountVolume.SetUp failed for volume : exit status 32", "refused"),
    ("MountVolume.SetUp failed for volume : mount failed", "refused"),
    ("MountVolume.SetUp failed for volume : failed to mount", "refused"),
    (f"{_DEVICE}input/output error", "refused"),
    (f"{_DEVICE}failed to format /dev/sdc", "refused"),
    (f"{_DEVICE}rpc timeout", "time out"),
    (f"{_DEVICE}it broke", "other"),
]
_ATTACHES = [
    ("CSINode worker-1 does not contain driver disk.csi.azure.com", "driver missing"),
    ('node "worker-1" has no NodeID annotation', "driver missing"),
    ("VolumeInUse: vol-0a1b", "multi attach"),
    ("disk(d1) already attached to node(n1), could not be attached to node(n2)", "multi attach"),
    ("disk d1 path /dev/vdb is attached to a different instance (n1)", "multi attach"),
    ("Disk attached to another VM", "multi attach"),
    ("RESOURCE_IN_USE_BY_ANOTHER_RESOURCE", "multi attach"),
    ("the disk resource is already being used by n1", "multi attach"),
    ("The resource 'volume' is in use.", "multi attach"),
    ("access denied", "attach"),
    ("volume vol-0a1b not found", "attach"),
]


def _event(line, reason, message):
    return {
        "where": (0, line),
        "kind": "Pod",
        "name": "web-0",
        "namespace": "shop",
        "reason": reason,
        "message": message,
        "form": "table",
    }


def test_what_a_message_is_about():
    """Each alternative of each pattern, by a text that only it tells from the others."""
    told = [_event(n, "FailedMount", text) for n, (text, _) in enumerate(_MOUNTS, 1)]
    told += [_event(n, "FailedAttachVolume", _ATTACH + text) for n, (text, _) in enumerate(_ATTACHES, 1001)]
    told += [_event(2001, "FailedDetachVolume", 'DetachVolume.Detach failed for volume "v" : access denied')]
    told += [_event(2002, "FailedMountOnFilesystemMismatch", "the file system is ext4, not xfs")]
    made = database(members=["events.txt"], events=told)
    about = dict(values(made, "SELECT message, about FROM mount_failures"))
    wrong = {text: (about.get(text), wanted) for text, wanted in _MOUNTS if about.get(text) != wanted}
    wrong |= {
        text: (about.get(_ATTACH + text), wanted) for text, wanted in _ATTACHES if about.get(_ATTACH + text) != wanted
    }
    assert wrong == {}
    assert about[told[-2]["message"]] == "detach"
    assert about[told[-1]["message"]] == "file system"


def test_an_excerpt_that_names_nobody_is_of_the_only_pod():
    """Events cut out of a describe, beside a table with one pod; with two pods it is nobody's."""
    cut = {
        "where": (0, 1),
        "kind": "Pod",
        "reason": "FailedMount",
        "message": _SET_UP + "mount error(2)",
        "form": "describe",
    }
    pods = [{"where": (1, n), "at": "", "namespace": "shop", "pod": f"web-{n}", "form": "table"} for n in (1, 2)]
    one, two = (database(members=["events.txt", "pods.txt"], events=[cut], pods=pods[:n]) for n in (1, 2))
    assert values(one, "SELECT namespace, pod, pod_key FROM mount_failures") == [("shop", "web-1", "shop/web-1")]
    assert values(two, "SELECT namespace, pod, pod_key FROM mount_failures") == [(None, None, None)]


def test_the_start_of_a_mount_names_the_namespace():
    """The kubelet's error names pod and volume; only the line before it has the namespace."""
    mount = {
        "where": (1, 1),
        "unit": "kubelet",
        "kind": "volume-mount",
        "detail": "v",
        "namespace": "shop",
        "pod": "web-0",
    }
    failed = {
        "where": (1, 2),
        "unit": "kubelet",
        "kind": "mount-failed",
        "detail": _SET_UP + "mount error(2)",
        "pod": "web-0",
        "pod_uid": "u",
    }
    made = database(members=["events.txt", "kubelet.log"], service_log=[mount, failed])
    assert values(made, "SELECT namespace, pod FROM mount_failures") == [("shop", "web-0")]
    other = database(members=["events.txt", "kubelet.log"], service_log=[{**mount, "pod": "web-1"}, failed])
    assert values(other, "SELECT namespace, pod FROM mount_failures") == [(None, "web-0")]

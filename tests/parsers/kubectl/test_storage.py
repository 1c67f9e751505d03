"""Claims, volumes, classes, mounts, and keys of ConfigMaps and Secrets as rows."""

from __future__ import annotations

from dataclasses import replace

from analyzer.bundle.member import Piece
from analyzer.notation.kube.documents import objects
from analyzer.notation.secret_fields import redact_object
from analyzer.parsers.kubectl import claims, data_keys, mounts, persistent_volumes, storage_classes, volume_attachments

from .reading import records

DESCRIBED = "Name:         tls\nNamespace:    shop\nLabels:       <none>\nAnnotations:  <none>\n\nType:  Opaque\n\nData\n====\nkey:  14 bytes\n"


def test_claim():
    """Sizes are bytes, modes are written as kubectl writes them."""
    text = """\
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1.5Gi}}
  storageClassName: fast
  volumeName: pvc-1
status:
  accessModes: [ReadOnlyMany, ReadWriteOnce]
  capacity: {storage: 2Gi}
  phase: Bound
"""
    (row,) = records(claims, text, "yaml")
    assert (row.namespace, row.claim, row.phase, row.volume) == ("shop", "data", "Bound", "pvc-1")
    assert (row.requested_bytes, row.capacity_bytes) == (1_610_612_736, 2_147_483_648)
    assert row.access_modes == "RWO,ROX"


def test_volume():
    """The source is the API's key of it."""
    text = """\
kind: PersistentVolume
metadata: {name: pvc-1}
spec:
  accessModes: [ReadWriteOncePod]
  capacity: {storage: 1e12}
  claimRef: {namespace: shop, name: data}
  csi: {driver: ebs.csi.aws.com}
  persistentVolumeReclaimPolicy: Delete
status: {phase: Failed, message: boom}
"""
    (row,) = records(persistent_volumes, text, "yaml")
    assert (row.phase, row.message, row.claim_namespace, row.claim) == ("Failed", "boom", "shop", "data")
    assert (row.source, row.driver, row.capacity_bytes, row.access_modes) == ("csi", "ebs.csi.aws.com", 10**12, "RWOP")


def test_storage_class():
    """A class is the default by an annotation."""
    text = """\
kind: StorageClass
metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: ebs.csi.aws.com
reclaimPolicy: Delete
volumeBindingMode: WaitForFirstConsumer
"""
    (row,) = records(storage_classes, text, "yaml")
    assert (row.storage_class, row.is_default, row.allows_expansion) == ("fast", True, None)


def test_keys_without_values():
    """Keys and sizes are kept, values never; the size of what was taken out is not known."""
    text = """\
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {app.conf: "größe", empty: ""}
binaryData: {logo: AAEC}
---
kind: Secret
metadata: {name: tls, namespace: shop}
type: kubernetes.io/tls
data: {tls.crt: REDACTED-secret-data-20B}
"""
    rows = records(data_keys, text, "yaml")
    assert [(row.kind, row.key, row.size_bytes) for row in rows] == [
        ("ConfigMap", "app.conf", 7),
        ("ConfigMap", "empty", 0),
        ("ConfigMap", "logo", 3),
        ("Secret", "tls.crt", None),
    ]
    assert [row.secret_type for row in rows] == [None, None, None, "kubernetes.io/tls"]


def test_sizes_that_describe_prints():
    """describe prints sizes for Secrets."""
    (row,) = records(data_keys, DESCRIBED, "describe")
    assert (row.name, row.key, row.size_bytes) == ("tls", "key", 14)


def test_mounts():
    """A mount that can be written does not say so in the API."""
    text = """\
kind: Pod
metadata: {name: web-0, namespace: shop}
spec:
  containers:
  - name: app
    volumeMounts:
    - {name: data, mountPath: /data, subPath: a b}
    - {name: token, mountPath: /var/run/secrets, readOnly: true}
"""
    first, second = records(mounts, text, "yaml")
    assert (first.pod, first.container, first.volume, first.mount_path) == ("web-0", "app", "data", "/data")
    assert (first.sub_path, first.read_only, second.read_only) == ("a b", None, True)


def test_sizes_survive_redaction():
    """Values of a Secret are taken out before parsers see it; the sizes that describe prints are no values."""
    (found,) = objects(DESCRIBED, 1, "describe")
    (row,) = data_keys.parse(Piece("member", "Secret", object=replace(found, body=redact_object("Secret", found.body))))
    assert row.size_bytes == 14


def test_volume_attachment():
    """An order to attach, with the last errors of both ways."""
    text = """\
kind: VolumeAttachment
metadata: {name: csi-1, deletionTimestamp: "2026-05-19T20:00:00Z"}
spec:
  attacher: ebs.csi.aws.com
  nodeName: worker-1
  source: {persistentVolumeName: pvc-1}
status:
  attached: true
  attachError: {message: no such disk, time: "2026-05-19T19:00:00Z"}
  detachError: {message: busy, time: "2026-05-19T20:10:00Z"}
"""
    (row,) = records(volume_attachments, text, "yaml")
    assert (row.attachment, row.driver, row.node, row.volume) == ("csi-1", "ebs.csi.aws.com", "worker-1", "pvc-1")
    assert (row.attached, row.attach_error, row.detach_error) == (True, "no such disk", "busy")
    assert [t.hour for t in (row.attach_failed, row.detach_failed, row.deleted)] == [19, 20, 20]

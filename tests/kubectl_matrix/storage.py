"""Claims, volumes, classes, and what is mounted out of ConfigMaps and Secrets."""

from __future__ import annotations

import base64

from tests.kubectl_matrix.api_server import Json
from tests.kubectl_matrix.awkward import STORAGE, Dice, metadata

_MODES = (["ReadWriteOnce"], ["ReadOnlyMany", "ReadWriteMany"], ["ReadWriteOncePod"], ["ReadWriteOnce", "ReadOnlyMany"])


def claims(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """PersistentVolumeClaims in every phase."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("claim", 253), dice.one(namespaces))
        modes = dice.one(_MODES)
        spec: Json = {"accessModes": modes, "resources": {"requests": {"storage": dice.one(STORAGE)}}}
        if number % 4:
            spec |= {"storageClassName": dice.one(("fast", "")), "volumeMode": dice.one(("Filesystem", "Block"))}
        status: Json = {"phase": ("Bound", "Pending", "Lost")[number % 3]}
        if number % 3 != 1:
            spec["volumeName"] = f"pvc-{dice.uid()}"
            status |= {"accessModes": modes, "capacity": {"storage": dice.one(STORAGE)}}
        if number % 5 == 1:
            spec["dataSource"] = {"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "snap"}
        if number % 5 == 3:
            status["conditions"] = [
                {
                    "type": "FileSystemResizePending",
                    "status": "True",
                    "lastTransitionTime": dice.time(),
                    "message": "Waiting for user to (re-)start a pod.",
                },
            ]
        if number % 6 == 5:
            meta["deletionTimestamp"] = dice.ago(70)
        made.append(
            {"kind": "PersistentVolumeClaim", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": status}
        )
    return made


def volumes(dice: Dice, count: int) -> list[Json]:
    """PersistentVolumes of several sources."""
    sources: tuple[Json, ...] = (
        {
            "csi": {
                "driver": "ebs.csi.aws.com",
                "volumeHandle": "vol-1",
                "fsType": "ext4",
                "volumeAttributes": {"a": "1", "b": "2"},
            }
        },
        {"hostPath": {"path": "/mnt/data", "type": ""}},
        {"nfs": {"server": "nas", "path": "/export"}},
        {"local": {"path": "/mnt/disks/1"}},
        {"awsElasticBlockStore": {"volumeID": "vol-2", "fsType": "ext4"}},
    )
    made = []
    for number in range(count):
        meta = metadata(dice, f"pvc-{dice.uid()}")
        spec: Json = {
            "accessModes": dice.one(_MODES),
            "capacity": {"storage": dice.one(STORAGE)},
            **sources[number % 5],
        }
        spec |= {"persistentVolumeReclaimPolicy": dice.one(("Retain", "Delete")), "volumeMode": "Filesystem"}
        if number % 3:
            spec |= {
                "storageClassName": "fast",
                "claimRef": {"namespace": "shop", "name": f"data-{number}", "uid": dice.uid()},
            }
        if number % 5 == 3:
            term = {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a", "b"]}]}
            spec["nodeAffinity"] = {"required": {"nodeSelectorTerms": [term]}}
        status: Json = {"phase": ("Available", "Bound", "Released", "Failed")[number % 4]}
        if number % 4 == 3:
            status |= {"message": "boom\nsecond line", "reason": "VolumeFailedDelete"}
        made.append({"kind": "PersistentVolume", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": status})
    return made


def classes(dice: Dice, count: int) -> list[Json]:
    """StorageClasses."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("class", 253))
        if number % 2:
            meta["annotations"] = {"storageclass.kubernetes.io/is-default-class": "true"}
        item: Json = {"kind": "StorageClass", "apiVersion": "storage.k8s.io/v1", "metadata": meta}
        item |= {"provisioner": "ebs.csi.aws.com", "reclaimPolicy": dice.one(("Retain", "Delete"))}
        item["volumeBindingMode"] = dice.one(("Immediate", "WaitForFirstConsumer"))
        if number % 3:
            item |= {"parameters": {"type": "gp3", "a": "b=c"}, "mountOptions": ["hard", "nfsvers=4.1"]}
        if number % 3 == 1:
            item["allowVolumeExpansion"] = True
        made.append(item)
    return made


def config_maps(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """ConfigMaps whose values imitate everything."""
    values = (
        "short",
        "",
        "line one\nline two\n",
        "====\nData\n----\nkey: value\n----\nEvents:  <none>",
        "\n\n\nName:  other\nNamespace:  x\nLabels:  <none>\nStatus:  Running\n",
        '{"kind":"Pod","spec":{"containers":[{"name":"x"}]}}',
        "größe: ✓\n" * 5,
        "#!/bin/sh\nset -e\nexec /app\n",
        "BinaryData\n====\nx: 3 bytes",
    )
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("cm", 253), dice.one(namespaces))
        item: Json = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": meta}
        if number % 5:
            item["data"] = {f"key.{index}": value for index, value in enumerate(dice.some(values, 4))}
        if number % 3 == 0:
            item["binaryData"] = {"k.bin": "AAEC", "z": ""}
        made.append(item)
    return made


def secrets(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """Secrets of several types."""
    kinds = ("Opaque", "kubernetes.io/tls", "kubernetes.io/service-account-token", "kubernetes.io/dockerconfigjson")
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("secret", 253), dice.one(namespaces))
        item: Json = {"kind": "Secret", "apiVersion": "v1", "metadata": meta, "type": kinds[number % 4]}
        if number % 5:
            item["data"] = {
                key: base64.b64encode(value.encode()).decode()
                for key, value in (("password", "hunter2hunter2"), ("tls.crt", "x" * 333), ("empty", ""))[
                    : number % 4 + 1
                ]
            }
        made.append(item)
    return made

"""The sources of volumes, in the `Volumes:` section of a described pod and in a described PersistentVolume."""

from __future__ import annotations

from typing import NamedTuple

from analyzer.notation.describe.text import Body, Line


class Source(NamedTuple):
    """The API's key of a source, and the keys of the fields that tell what it is, by their labels."""

    key: str
    fields: dict[str, str]


_DISK = {"VolumeID": "volumeID", "FSType": "fsType"}
# By the word that `Type:` begins with.
SOURCES: dict[str, Source] = {
    "EmptyDir": Source("emptyDir", {"Medium": "medium", "SizeLimit": "sizeLimit"}),
    "ConfigMap": Source("configMap", {"Name": "name"}),
    "Secret": Source("secret", {"SecretName": "secretName"}),
    "PersistentVolumeClaim": Source("persistentVolumeClaim", {"ClaimName": "claimName"}),
    "HostPath": Source("hostPath", {"Path": "path", "HostPathType": "type"}),
    "LocalVolume": Source("local", {"Path": "path"}),
    "Projected": Source("projected", {}),
    "DownwardAPI": Source("downwardAPI", {}),
    "NFS": Source("nfs", {"Server": "server", "Path": "path"}),
    "CSI": Source("csi", {"Driver": "driver", "FSType": "fsType", "VolumeHandle": "volumeHandle"}),
    "EphemeralVolume": Source("ephemeral", {}),
    "Image": Source("image", {"Reference": "reference"}),
    "GitRepo": Source("gitRepo", {"Repository": "repository"}),
    "FC": Source("fc", {"FSType": "fsType"}),
    "ISCSI": Source("iscsi", {"TargetPortal": "targetPortal", "IQN": "iqn"}),
    "Glusterfs": Source("glusterfs", {"EndpointsName": "endpoints", "Path": "path"}),
    "CephFS": Source("cephfs", {"Path": "path"}),
    "RBD": Source("rbd", {"RBDImage": "image", "RBDPool": "pool"}),
    "AWSElasticBlockStore": Source("awsElasticBlockStore", _DISK),
    "Cinder": Source("cinder", _DISK),
    "GCEPersistentDisk": Source("gcePersistentDisk", {"PDName": "pdName", "FSType": "fsType"}),
    "AzureDisk": Source("azureDisk", {"DiskName": "diskName", "DiskURI": "diskURI"}),
    "AzureFile": Source("azureFile", {"SecretName": "secretName", "ShareName": "shareName"}),
    "vSphereVolume": Source("vsphereVolume", {"VolumePath": "volumePath"}),
    "FlexVolume": Source("flexVolume", {"Driver": "driver"}),
    "PortworxVolume": Source("portworxVolume", {"VolumeID": "volumeID"}),
    "ScaleIO": Source("scaleIO", {"VolumeName": "volumeName"}),
    "StorageOS": Source("storageos", {"VolumeName": "volumeName"}),
    "Quobyte": Source("quobyte", {"Registry": "registry", "Volume": "volume"}),
    "PhotonPersistentDisk": Source("photonPersistentDisk", {"PdID": "pdID"}),
    "Flocker": Source("flocker", {"DatasetName": "datasetName"}),
}


def volumes(body: Body, lines: list[Line]) -> None:
    """Put each volume into `spec.volumes`; a type that is not known gives a volume with its name only."""
    number = -1
    source: Source | None = None
    for line in lines:
        if line.indent <= 3 and line.name:
            number, source = number + 1, None
            body.put(line.name, line.number, "spec", "volumes", number, "name")
        elif number >= 0 and line.indent >= 4 and line.label:
            source = _field(body, number, line, source)


def _field(body: Body, number: int, line: Line, source: Source | None) -> Source | None:
    if line.label == "Type" and source is None:
        found = SOURCES.get((line.value or "").partition(" ")[0])
        if found:
            body.put({}, line.number, "spec", "volumes", number, found.key)
        return found
    if source and line.label in source.fields:
        body.put(line.value, line.number, "spec", "volumes", number, source.key, source.fields[line.label])
    return source

"""`persistent_volumes`: PersistentVolumes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Path, Table, Text


class PersistentVolume(NamedTuple):
    """One observation of one PersistentVolume."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    volume: Annotated[Text, "name", Path("metadata.name")] = None
    phase: Annotated[Text, "Available, Bound, Released or Failed", Path("status.phase")] = None
    message: Annotated[Text, "why it is in that phase", Path("status.message")] = None
    claim_namespace: Annotated[Text, "namespace of its claim", Path("spec.claimRef.namespace")] = None
    claim: Annotated[Text, "name of its claim", Path("spec.claimRef.name")] = None
    storage_class: Annotated[Text, "StorageClass", Path("spec.storageClassName")] = None
    capacity_bytes: Annotated[Bytes, "size", Path("spec.capacity.storage")] = None
    access_modes: Annotated[Text, "as kubectl writes them: RWO,ROX", Path("spec.accessModes")] = None
    reclaim_policy: Annotated[Text, "Retain, Delete or Recycle", Path("spec.persistentVolumeReclaimPolicy")] = None
    volume_mode: Annotated[Text, "Filesystem or Block", Path("spec.volumeMode")] = None
    source: Annotated[Text, "the API's key of its source: csi, nfs, hostPath, …"] = None
    driver: Annotated[Text, "CSI driver", Path("spec.csi.driver")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("persistent_volumes", PersistentVolume)

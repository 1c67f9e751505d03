"""`claims`: PersistentVolumeClaims."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Path, Table, Text


class Claim(NamedTuple):
    """One observation of one PersistentVolumeClaim."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    claim: Annotated[Text, "name", Path("metadata.name")] = None
    phase: Annotated[Text, "Pending, Bound or Lost; what describe prints as Status", Path("status.phase")] = None
    volume: Annotated[Text, "the PersistentVolume that it is bound to", Path("spec.volumeName")] = None
    storage_class: Annotated[Text, "StorageClass", Path("spec.storageClassName")] = None
    capacity_bytes: Annotated[Bytes, "size of the volume", Path("status.capacity.storage")] = None
    requested_bytes: Annotated[Bytes, "size asked for", Path("spec.resources.requests.storage")] = None
    access_modes: Annotated[
        Text, "modes that the volume has, as kubectl writes them: RWO,ROX", Path("status.accessModes")
    ] = None
    volume_mode: Annotated[Text, "Filesystem or Block", Path("spec.volumeMode")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("claims", Claim)

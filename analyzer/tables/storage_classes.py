"""`storage_classes`: StorageClasses."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Path, Table, Text


class StorageClass(NamedTuple):
    """One observation of one StorageClass."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    storage_class: Annotated[Text, "name", Path("metadata.name")] = None
    is_default: Annotated[Flag, "taken by claims that name no class", Path("metadata.annotations")] = None
    provisioner: Annotated[Text, "who makes the volumes", Path("provisioner")] = None
    reclaim_policy: Annotated[Text, "Retain or Delete", Path("reclaimPolicy")] = None
    binding_mode: Annotated[Text, "Immediate or WaitForFirstConsumer", Path("volumeBindingMode")] = None
    allows_expansion: Annotated[Flag, "volumes can grow", Path("allowVolumeExpansion")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("storage_classes", StorageClass)

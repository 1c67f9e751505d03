"""Volumes of the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.describe.volumes import SOURCES
from analyzer.notation.kube.fields import access_modes, field, mapping, names, path, text
from analyzer.notation.quantities import memory_bytes
from analyzer.tables import persistent_volumes

MEMBERS = ("PersistentVolume",)
YIELDS = (persistent_volumes.TABLE,)

_SOURCES = frozenset(source.key for source in SOURCES.values())


def parse(piece: Piece) -> Iterator[persistent_volumes.PersistentVolume]:
    """Yield one record per volume."""
    found = piece.object
    if found is None:
        return
    body = found.body
    spec = mapping(body, "spec")
    yield persistent_volumes.PersistentVolume(
        line=found.line,
        at=path(found),
        volume=names(found, piece.context)[1],
        phase=text(body, "status", "phase"),
        message=text(body, "status", "message"),
        claim_namespace=text(spec, "claimRef", "namespace"),
        claim=text(spec, "claimRef", "name"),
        storage_class=text(spec, "storageClassName"),
        capacity_bytes=memory_bytes(field(spec, "capacity", "storage")),
        access_modes=access_modes(field(spec, "accessModes")),
        reclaim_policy=text(spec, "persistentVolumeReclaimPolicy"),
        volume_mode=text(spec, "volumeMode"),
        source=next((key for key in spec if key in _SOURCES), None),
        driver=text(spec, "csi", "driver"),
        form=found.form,
    )

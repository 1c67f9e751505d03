"""The volumes that pods declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, mappings, names, path, text
from analyzer.notation.quantities import memory_bytes
from analyzer.tables import volumes

MEMBERS = ("Pod",)
YIELDS = (volumes.TABLE,)

_SOURCES = (
    *("claimName", "secretName", "name", "path", "server", "driver", "volumeName", "reference", "image"),
    *("volumeID", "pdName", "diskName", "shareName", "volumePath", "targetPortal", "repository"),
)


def parse(piece: Piece) -> Iterator[volumes.Volume]:
    """Yield one record per volume; `type` is the API's key for its source."""
    found = piece.object
    if found is None:
        return
    namespace, pod = names(found, piece.context)
    for index, volume in mappings(found.body, "spec", "volumes"):
        kind = next((key for key in volume if key != "name"), None)
        yield volumes.Volume(
            line=found.line,
            at=path(found, "spec", "volumes", index),
            namespace=namespace,
            pod=pod,
            volume=text(volume, "name"),
            type=kind,
            medium=text(volume, "emptyDir", "medium"),
            size_limit_bytes=memory_bytes(field(volume, "emptyDir", "sizeLimit")),
            source=_source(volume.get(kind)) if kind else None,
        )


def _source(value: Any) -> str | None:
    return next((name for key in _SOURCES if (name := text(value, key))), None)

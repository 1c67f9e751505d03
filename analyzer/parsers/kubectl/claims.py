"""Claims on storage."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import access_modes, field, names, path, text
from analyzer.notation.quantities import memory_bytes
from analyzer.tables import claims

MEMBERS = ("PersistentVolumeClaim",)
YIELDS = (claims.TABLE,)


def parse(piece: Piece) -> Iterator[claims.Claim]:
    """Yield one record per claim; describe prints no requested size."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    yield claims.Claim(
        line=found.line,
        at=path(found),
        namespace=namespace,
        claim=name,
        phase=text(body, "status", "phase"),
        volume=text(body, "spec", "volumeName"),
        storage_class=text(body, "spec", "storageClassName"),
        capacity_bytes=memory_bytes(field(body, "status", "capacity", "storage")),
        requested_bytes=memory_bytes(field(body, "spec", "resources", "requests", "storage")),
        access_modes=access_modes(field(body, "status", "accessModes")),
        volume_mode=text(body, "spec", "volumeMode"),
        form=found.form,
    )

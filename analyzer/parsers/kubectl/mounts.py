"""Where containers see the volumes of their pod."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import CONTAINER_LISTS, flag, mappings, names, path, text
from analyzer.tables import mounts

MEMBERS = ("Pod",)
YIELDS = (mounts.TABLE,)


def parse(piece: Piece) -> Iterator[mounts.Mount]:
    """Yield one record per mount; the API leaves out that a mount can be written."""
    found = piece.object
    if found is None:
        return
    namespace, pod = names(found, piece.context)
    for key, _ in CONTAINER_LISTS:
        for index, spec in mappings(found.body, "spec", key):
            for number, mount in mappings(spec, "volumeMounts"):
                yield mounts.Mount(
                    line=found.line,
                    at=path(found, "spec", key, index, "volumeMounts", number),
                    namespace=namespace,
                    pod=pod,
                    container=text(spec, "name"),
                    volume=text(mount, "name"),
                    mount_path=text(mount, "mountPath"),
                    sub_path=text(mount, "subPath"),
                    read_only=flag(mount, "readOnly"),
                )

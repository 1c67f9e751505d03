"""Orders to attach a volume to a node."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import flag, path, text
from analyzer.notation.kube.times import moment
from analyzer.tables import volume_attachments

MEMBERS = ("VolumeAttachment",)
YIELDS = (volume_attachments.TABLE,)


def parse(piece: Piece) -> Iterator[volume_attachments.Attachment]:
    """Yield one record per VolumeAttachment."""
    found = piece.object
    if found is None:
        return
    body = found.body
    yield volume_attachments.Attachment(
        line=found.line,
        at=path(found),
        attachment=text(body, "metadata", "name"),
        driver=text(body, "spec", "attacher"),
        node=text(body, "spec", "nodeName"),
        volume=text(body, "spec", "source", "persistentVolumeName"),
        attached=flag(body, "status", "attached"),
        attach_error=text(body, "status", "attachError", "message"),
        attach_failed=moment(text(body, "status", "attachError", "time")),
        detach_error=text(body, "status", "detachError", "message"),
        detach_failed=moment(text(body, "status", "detachError", "time")),
        deleted=moment(text(body, "metadata", "deletionTimestamp")),
        form=found.form,
    )

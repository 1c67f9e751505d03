"""`volume_attachments`: VolumeAttachments, the orders to attach a CSI volume to a node."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Path, Table, Text, Time


class Attachment(NamedTuple):
    """One observation of one VolumeAttachment."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    attachment: Annotated[Text, "name", Path("metadata.name")] = None
    driver: Annotated[Text, "CSI driver", Path("spec.attacher")] = None
    node: Annotated[Text, "node", Path("spec.nodeName")] = None
    volume: Annotated[Text, "PersistentVolume", Path("spec.source.persistentVolumeName")] = None
    attached: Annotated[Flag, "the driver says that it is attached", Path("status.attached")] = None
    attach_error: Annotated[Text, "why the last attach failed", Path("status.attachError.message")] = None
    attach_failed: Annotated[Time, "when", Path("status.attachError.time")] = None
    detach_error: Annotated[Text, "why the last detach failed", Path("status.detachError.message")] = None
    detach_failed: Annotated[Time, "when", Path("status.detachError.time")] = None
    deleted: Annotated[Time, "deletion time asked for", Path("metadata.deletionTimestamp")] = None
    form: Annotated[Text, "yaml, json or describe"] = None


TABLE = Table("volume_attachments", Attachment)

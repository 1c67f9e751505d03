"""`mounts`: where containers see which volume."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Path, Table, Text


class Mount(NamedTuple):
    """One mount of one container of an observed pod."""

    line: int
    at: Annotated[str, "path of the mount in the pod's spec"]
    namespace: Annotated[Text, "namespace of the pod"] = None
    pod: Annotated[Text, "name of the pod"] = None
    container: Annotated[Text, "name of the container"] = None
    volume: Annotated[Text, "volume of the pod", Path("name")] = None
    mount_path: Annotated[Text, "path inside the container", Path("mountPath")] = None
    sub_path: Annotated[Text, "path inside the volume", Path("subPath")] = None
    read_only: Annotated[Flag, "cannot be written", Path("readOnly")] = None


TABLE = Table("mounts", Mount)

"""`volumes`: the volumes that pods declare, with the mounts of each."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Path, Table, Text


class Volume(NamedTuple):
    """One volume of one pod."""

    line: int
    at: Annotated[str, "path of the volume in the pod's spec"]
    namespace: Annotated[Text, "namespace of the pod"] = None
    pod: Annotated[Text, "name of the pod"] = None
    volume: Annotated[Text, "name", Path("name")] = None
    type: Annotated[Text, "emptyDir, configMap, persistentVolumeClaim, …"] = None
    medium: Annotated[Text, "Memory for a tmpfs", Path("emptyDir.medium")] = None
    size_limit_bytes: Annotated[Bytes, "sizeLimit of an emptyDir", Path("emptyDir.sizeLimit")] = None
    source: Annotated[Text, "name of the claim, ConfigMap or Secret, or the host path"] = None


TABLE = Table("volumes", Volume)

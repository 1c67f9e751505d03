"""The `Volumes:` section of a described pod."""

from __future__ import annotations

from typing import Any

from analyzer.notation.describe_text import Body, Line

# What `Type:` begins with, the API's key, and the fields that describe prints.
_TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "EmptyDir": ("emptyDir", {"Medium": "medium", "SizeLimit": "sizeLimit"}),
    "ConfigMap": ("configMap", {"Name": "name"}),
    "Secret": ("secret", {"SecretName": "secretName"}),
    "PersistentVolumeClaim": ("persistentVolumeClaim", {"ClaimName": "claimName"}),
    "HostPath": ("hostPath", {"Path": "path", "HostPathType": "type"}),
    "Projected": ("projected", {}),
    "DownwardAPI": ("downwardAPI", {}),
    "NFS": ("nfs", {"Server": "server", "Path": "path"}),
    "CSI": ("csi", {"Driver": "driver"}),
    "EphemeralVolume": ("ephemeral", {}),
    "Image": ("image", {"Reference": "reference"}),
}


def volumes(body: Body, lines: list[Line]) -> None:
    """Put each volume into `spec.volumes`; a type that is not known gives a volume with its name only."""
    number = -1
    source: tuple[str, dict[str, str]] | None = None
    for line in lines:
        if line.indent <= 3 and line.name:
            number, source = number + 1, None
            body.put(line.name, line.number, "spec", "volumes", number, "name")
        elif number >= 0 and line.indent >= 4 and line.label:
            source = _field(body, number, line, source)


def _field(body: Body, number: int, line: Line, source: Any) -> tuple[str, dict[str, str]] | None:
    if line.label == "Type":
        kind = (line.value or "").partition(" ")[0]
        found = _TYPES.get(kind)
        if found:
            body.put({}, line.number, "spec", "volumes", number, found[0])
        return found
    if source and line.label in source[1]:
        body.put(line.value, line.number, "spec", "volumes", number, source[0], source[1][line.label])
    return source  # type: ignore[no-any-return]

"""Object paths: `status.containerStatuses[0].lastState`, `metadata.labels[app.kubernetes.io/name]`."""

from __future__ import annotations

import re

_PART = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")


def parts(path: str) -> list[str | int]:
    """The keys and indexes of a path in order; a key with dots or slashes stands in brackets."""
    found: list[str | int] = []
    for key, bracket in _PART.findall(path):
        if key:
            found.append(key)
        else:
            found.append(int(bracket) if bracket.isdecimal() else bracket)
    return found


def join(*pieces: str | int) -> str:
    """The path of these keys and indexes."""
    path = ""
    for piece in pieces:
        if isinstance(piece, int) or "." in piece or "/" in piece or not piece:
            path += f"[{piece}]"
        else:
            path += f".{piece}" if path else piece
    return path

"""Cgroup and pressure files behind their paths: `grep -r "" /sys/fs/cgroup`, `grep . memory.*`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.notation.cgroup_files import cgroup_file
from analyzer.parsers.cgroup import pressure as pressure_files
from analyzer.parsers.cgroup import values
from analyzer.parsers.node.claims import claims
from analyzer.tables import cgroup_values, pressure
from analyzer.tables.cgroup_values import CgroupValue
from analyzer.tables.pressure import Pressure

MEMBERS = ("path-values",)
YIELDS = (cgroup_values.TABLE, pressure.TABLE)


def parse(piece: Piece) -> Iterator[CgroupValue | Pressure | Understood]:
    """Yield what the files themselves would give; the lines of one file follow each other."""
    folder = _folder(piece)
    known: list[int] = []
    file, first = "", 0
    texts: list[str] = []
    for line in piece.lines:
        found = _ROW.fullmatch(line.text)
        if found is None:
            continue
        path = _place(folder, found["path"])
        if path is None:
            continue
        known.append(line.number)
        if path != file or line.number != first + len(texts):
            yield from _read(piece, file, texts, first)
            file, first, texts = path, line.number, []
        texts.append(found["value"])
    yield from _read(piece, file, texts, first)
    yield from claims(known)


_ROW = re.compile(r"\s*(?P<path>[^\s:][^:]{0,600}(?::cri-containerd:[0-9a-f]{64}[^:]{0,200})?):(?P<value>.*)")
_CHANGED = re.compile(r"(?:^|&&|;)\s*cd\s+(?P<folder>/[^\s;&]+)")


def _folder(piece: Piece) -> str:
    """Where relative paths begin: a `cd` in the command, or the folder that the prompt named."""
    found = _CHANGED.search(piece.context.get("command", ""))
    return found["folder"] if found else piece.context.get("folder", "")


def _place(folder: str, path: str) -> str | None:
    """The whole path of a cgroup or pressure file; None for other files."""
    if folder and not path.startswith("/"):
        path = f"{folder.rstrip('/')}/{path.removeprefix('./')}"
    if "proc/pressure/" in path:
        return path
    return path if cgroup_file(path.removeprefix("./")) is not None else None


def _read(piece: Piece, file: str, texts: list[str], first: int) -> Iterator[CgroupValue | Pressure]:
    if not texts:
        return
    is_pressure = file.endswith(".pressure") or "proc/pressure/" in file
    role = "pressure" if is_pressure else "cgroup-file"
    part = Piece(piece.path, role, Lines("\n".join(texts), first), context={"file": file})
    for row in (pressure_files if is_pressure else values).parse(part):
        if not isinstance(row, Understood):
            yield row

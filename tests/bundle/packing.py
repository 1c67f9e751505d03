"""Archives made in a test, and what comes out of them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
from pathlib import Path

from backports import zstd

from analyzer.bundle.limits import Limits
from analyzer.bundle.open import members
from analyzer.model.errors import InputError
from analyzer.model.problem import Problem

_CHECKED = {zstd.CompressionParameter.checksum_flag: 1}
PACK = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "xz": lzma.compress,
    "bz2": bz2.compress,
    "zst": lambda data: zstd.compress(data, options=_CHECKED),
}
LOG = b"".join(b"2026-05-16T18:53:%02dZ stdout F line %d of a log\n" % (n % 60, n * 7919) for n in range(40))
TREE = {"logs/a.log": LOG, "empty": b"", "n" * 120 + "/b.yaml": b"kind: Pod\n" * 70, "c.txt": b"short"}


def tar(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar of the files, as Python writes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in files.items():
            archive.addfile(entry(name, len(content)), io.BytesIO(content))
    return out.getvalue()


def entry(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """The header of one entry."""
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, target
    return info


def block(info: tarfile.TarInfo, content: bytes = b"", form: int = tarfile.GNU_FORMAT) -> bytes:
    """One entry with its content, without an end mark."""
    return info.tobuf(form, errors="surrogateescape") + content + bytes(-len(content) % 512)


def extended(kind: bytes, body: bytes) -> bytes:
    """An extension header with any body."""
    return block(entry("././@Ext", len(body), kind), body)


def record(key: bytes, value: bytes) -> bytes:
    """One pax record."""
    rest = len(b" " + key + b"=" + value + b"\n")
    length = rest + len(str(rest))
    length += len(str(length)) - len(str(rest))
    return b"%d %s=%s\n" % (length, key, value)


END = bytes(1024)


def read_all(
    path: Path, limits: Limits | None = None, name: str | None = None
) -> tuple[dict[str, bytes], list[Problem]]:
    """(content by label, problems) of what a path holds."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for item in members(path, limits or Limits(), name):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            assert item.path not in found
            found[item.path] = item.stream.read()
    return found, problems


class Upload:
    """One file that is written again and again; an upload that is refused counts as a Problem."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()

    def read(self, data: bytes, name: str, limits: Limits | None = None) -> tuple[dict[str, bytes], list[Problem]]:
        """(content by label, problems) of an upload of these bytes."""
        path = Path(self._folder.name, "upload")
        path.write_bytes(data)
        try:
            return read_all(path, limits, name)
        except InputError as error:
            return {}, [Problem(name, "REFUSED", str(error))]


UPLOAD = Upload()


def outcome(data: bytes, name: str, limits: Limits | None = None) -> list[tuple[str, bytes | str]]:
    """(label, content) and (label, reason) in the order in which they come."""
    path = Path(tempfile.mkdtemp()) / "upload"
    path.write_bytes(data)
    try:
        return [
            (item.path, item.reason if isinstance(item, Problem) else item.stream.read())
            for item in members(path, limits or Limits(), name)
        ]
    finally:
        path.unlink()
        path.parent.rmdir()

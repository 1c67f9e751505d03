"""Walking a tar or tar.gz stream header by header.

`tarfile` is not used: in stream mode it never verifies the gzip checksum, and it holds extension
headers of any size in memory before it shows a member. Format: POSIX.1-2017, pax, section
"ustar Interchange Format", and the GNU `L` and `K` headers.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from isal import igzip

from analyzer.bundle.limits import MAX_EXTENSION_HEADER
from analyzer.model.errors import InputError
from analyzer.model.problem import Problem
from analyzer.model.source import SourceLine

_BLOCK = 512
_REGULAR = (b"0", b"\0", b"7")
_LINKS = {b"1": "a hard link", b"2": "a symbolic link"}
_DEVICES = {b"3": "a character device", b"4": "a block device", b"6": "a named pipe"}
_DAMAGE = (OSError, EOFError, zlib.error, igzip.BadGzipFile)

Item = tuple[str, int, "BinaryIO | Problem"]


def tar_members(archive: str, stream: BinaryIO) -> Iterator[Item]:
    """Yield (label, size, content) for each regular file, and a Problem for everything else.

    The stream is read to its end, so that a checksum which does not agree is always found. A damaged
    or cut archive gives the members before the damage and one Problem. Raises InputError if the
    first header is none.
    """
    gzipped = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    source = cast("BinaryIO", igzip.GzipFile(fileobj=stream)) if gzipped else stream
    try:
        yield from _walk(archive, source)
        _drain(source)
    except _DamagedError as damage:
        yield archive, 0, Problem(archive, damage.reason, str(damage))
    except _DAMAGE as error:
        reason = "BAD_CHECKSUM" if "CRC" in str(error) else "TRUNCATED"
        yield (
            archive,
            0,
            Problem(archive, reason, f"the archive is damaged or cut off: {error}; collect or upload it again"),
        )


class _DamagedError(Exception):
    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


class _Content(io.RawIOBase):
    """The bytes of one member; whatever was not read is skipped before the next header."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source, self.left = source, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        want = min(len(buffer), self.left)
        got = self._source.read(want) if want else b""
        buffer[: len(got)] = got
        self.left -= len(got)
        if want and not got:
            raise EOFError("the archive ends inside a member")
        return len(got)


def _walk(archive: str, source: BinaryIO) -> Iterator[Item]:
    long_name: bytes | None = None
    first = True
    while True:
        header = source.read(_BLOCK)
        if not header.strip(b"\0"):
            if header or not first:
                return
            raise InputError("is empty", at=SourceLine(archive), remedy="collect or upload it again")
        _check(archive, header, first=first)
        first = False
        size, kind = _number(header[124:136]), header[156:157]
        if kind in (b"L", b"K", b"x", b"g", b"X"):
            if size > MAX_EXTENSION_HEADER:
                raise _DamagedError(
                    "LIMIT_MEMBER", f"an extension header of {size} bytes; the rest of the archive was not read"
                )
            body = _exactly(source, size)
            _exactly(source, -size % _BLOCK)
            name = body.rstrip(b"\0") if kind == b"L" else _pax_path(body) if kind in (b"x", b"X") else None
            long_name = name or long_name
            continue
        label = (long_name or _ustar_name(header)).decode("utf-8", "surrogateescape").removeprefix("./")
        long_name = None
        yield from _member(label, size, kind, source)


def _member(label: str, size: int, kind: bytes, source: BinaryIO) -> Iterator[Item]:
    if kind in _REGULAR:
        content = _Content(source, size)
        yield label, size, io.BufferedReader(content, 256 * 1024)
        while content.left:
            content.read(min(content.left, 1024 * 1024))
        _exactly(source, -size % _BLOCK)
    elif kind == b"5":
        _skip(source, size + -size % _BLOCK)
    else:
        what = _LINKS.get(kind) or _DEVICES.get(kind) or "an entry that is no regular file"
        reason = "LINK" if kind in _LINKS else "DEVICE"
        yield label, 0, Problem(label, reason, f"{what}; only regular files are read", bytes_read=0)
        _skip(source, 0 if kind in _LINKS or kind in _DEVICES else size + -size % _BLOCK)


def _check(archive: str, header: bytes, *, first: bool) -> None:
    if len(header) < _BLOCK:
        raise _DamagedError("TRUNCATED", "the archive ends inside a header; collect or upload it again")
    if not _sum_agrees(header):
        if first:
            raise InputError(
                "is neither a folder, nor text, nor a tar archive",
                at=SourceLine(archive),
                remedy="give a folder, a tar or a tar.gz",
            )
        raise _DamagedError("BAD_ARCHIVE", "a header's checksum is wrong; the rest of the archive was not read")


def _sum_agrees(header: bytes) -> bool:
    try:
        return sum(header[:148]) + 8 * 32 + sum(header[156:]) == _number(header[148:156])
    except _DamagedError:
        return False


def _number(field: bytes) -> int:
    if field[:1] in (b"\x80", b"\xff"):
        return int.from_bytes(field[1:], "big")
    text = field.strip(b"\0 ")
    try:
        return int(text or b"0", 8)
    except ValueError:
        raise _DamagedError("BAD_ARCHIVE", "a header holds no number where one belongs") from None


def _ustar_name(header: bytes) -> bytes:
    name, prefix = header[:100].rstrip(b"\0"), header[345:500].rstrip(b"\0")
    return prefix + b"/" + name if header[257:262] == b"ustar" and header[263:265] == b"00" and prefix else name


def _pax_path(body: bytes) -> bytes | None:
    path, rest = None, body
    while rest:
        length, _, _ = rest.partition(b" ")
        if not length.isdigit() or not 0 < int(length) <= len(rest):
            return path
        record, rest = rest[: int(length)], rest[int(length) :]
        key, _, value = record.partition(b" ")[2].partition(b"=")
        if key == b"path":
            path = value.rstrip(b"\n")
    return path


def _exactly(source: BinaryIO, size: int) -> bytes:
    data = source.read(size) if size else b""
    if len(data) < size:
        raise EOFError("the archive ends too early")
    return data


def _skip(source: BinaryIO, size: int) -> None:
    while size:
        size -= len(_exactly(source, min(size, 1024 * 1024)))


def _drain(source: BinaryIO) -> None:
    while source.read(1024 * 1024):
        pass

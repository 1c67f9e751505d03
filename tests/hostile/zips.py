"""Zips byte by byte, so that any field of any header can say something else than the others."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

STORED, DEFLATED = 0, 8
LATER, UTF8 = 0x0008, 0x0800


@dataclass(frozen=True)
class File:
    """One entry; what is None follows from the content, and `central` and `local` may contradict it.

    raw       packed data in place of the packed content
    at        place of the local header as the directory has it
    between   bytes before the local header that belong to nobody
    listed    whether the directory has it; `present` whether its data is there
    """

    name: bytes
    content: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    mode: int = 0o100644
    host: int = 3
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    raw: bytes | None = None
    extra: bytes = b""
    central_extra: bytes | None = None
    at: int | None = None
    between: bytes = b""
    listed: bool = True
    present: bool = True
    descriptor: bytes | None = None
    wide: bool = False
    local: Callable[[File], File] | None = None


def deflated(content: bytes, level: int = 9) -> bytes:
    """Raw deflate data."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zipped(
    files: Sequence[File],
    *,
    prefix: bytes = b"",
    shift: int = 0,
    comment: bytes = b"",
    count: int | None = None,
    wide: bool = False,
    before_directory: bytes = b"",
    before_end: bytes = b"",
    suffix: bytes = b"",
    end: dict[int, tuple[str, int]] | None = None,
) -> bytes:
    """The archive; `shift` is added to all offsets, `end` overwrites fields of the end record."""
    out, places = bytearray(prefix), []
    for file in files:
        out += file.between
        places.append(len(out) + shift)
        if file.present:
            out += local_header(file) + packed_data(file) + descriptor(file)
    out += before_directory
    start = len(out)
    listed = [(file, place) for file, place in zip(files, places, strict=True) if file.listed]
    for file, place in listed:
        out += central_header(file, place if file.at is None else file.at)
    size, out = len(out) - start, out + before_end
    number = len(listed) if count is None else count
    if wide:
        at = len(out)
        out += struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, number, number, size, start + shift)
        out += struct.pack("<4sLQL", b"PK\x06\x07", 0, at + shift, 1)
        record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, len(comment))
    else:
        record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, size, start + shift, len(comment))
    record_bytes = bytearray(record)
    for place, (form, value) in (end or {}).items():
        struct.pack_into(form, record_bytes, place, value)
    return bytes(out + record_bytes + comment + suffix)


def packed_data(file: File) -> bytes:
    """The data of an entry as it lies in the archive."""
    if file.raw is not None:
        return file.raw
    return deflated(file.content) if file.method == DEFLATED else file.content


def local_header(file: File) -> bytes:
    """The local header, with what `local` changes."""
    told = file.local(file) if file.local else file
    crc, packed, size, extra = _sizes(told, told.extra)
    if told.flags & LATER:
        crc = packed = size = 0
    fields = (b"PK\x03\x04", 45 if told.wide else 20, told.flags, told.method, 0, 0x5A21, crc, packed, size)
    return struct.pack("<4s5H3L2H", *fields, len(told.name), len(extra)) + told.name + extra


def central_header(file: File, place: int) -> bytes:
    """The directory's header of an entry whose local header lies at `place`."""
    crc, packed, size, extra = _sizes(file, file.extra if file.central_extra is None else file.central_extra)
    version = file.host << 8 | 20
    fields = (b"PK\x01\x02", version, 20, file.flags, file.method, 0, 0x5A21, crc, packed, size, len(file.name))
    rest = (len(extra), 0, 0, 0, file.mode << 16, place)
    return struct.pack("<4s6H3L5H2L", *fields, *rest) + file.name + extra


def descriptor(file: File) -> bytes:
    """What follows the data where the flags say that sizes come later."""
    if file.descriptor is not None:
        return file.descriptor
    if not file.flags & LATER:
        return b""
    crc, packed, size, _ = _sizes(replace(file, wide=False), b"")
    return struct.pack("<4sLQQ" if file.wide else "<4s3L", b"PK\x07\x08", crc, packed, size)


def _sizes(file: File, extra: bytes) -> tuple[int, int, int, bytes]:
    crc = zlib.crc32(file.content) if file.crc is None else file.crc
    packed = len(packed_data(file)) if file.packed is None else file.packed
    size = len(file.content) if file.size is None else file.size
    if file.wide:
        return crc, 2**32 - 1, 2**32 - 1, struct.pack("<2H2Q", 1, 16, size, packed) + extra
    return crc, packed, size, extra

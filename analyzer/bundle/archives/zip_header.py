"""Headers of zip entries: central and local, their names, sizes and extra fields.

Format: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.5, appendix D (code page 437 and UTF-8);
the Unicode path is Info-ZIP's extra field 0x7075.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import BinaryIO, NamedTuple

from analyzer.bundle.archives.labels import label_of

CENTRAL, LOCAL, DESCRIPTOR = b"PK\x01\x02", b"PK\x03\x04", b"PK\x07\x08"
CENTRAL_SIZE, LOCAL_SIZE = 46, 30
ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
LATER_FLAG, UTF8_FLAG = 0x0008, 0x0800
AES = 99

_UNKNOWN = 0xFFFFFFFF
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_MAX_NAME_KEPT = 128
# Hosts that write a backslash between folders: FAT, OS/2, NTFS, VFAT.
_BACKSLASH_HOSTS = (0, 6, 10, 11, 14)


class Entry(NamedTuple):
    """One entry as its header describes it.

    label   name for a person; never a path
    name    what is compared between headers: the raw name, or its hash where it is long
    crc     CRC-32 of the content; size and packed are in bytes
    offset  where its local header begins (in a local header: where its data begins)
    mode    file type and permissions as in Unix, 0 where none are told
    odd     a sentence, if programs may read this header in two ways
    """

    label: str
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    odd: str | None


def central_entry(fixed: bytes, name: bytes, extra: bytes, shift: int) -> Entry:
    """The entry of a central header; `shift` is what stands before the archive, in bytes."""
    made_by, _, flags, method = struct.unpack_from("<4H", fixed, 4)
    crc, packed, size = struct.unpack_from("<3L", fixed, 16)
    attributes, offset = struct.unpack_from("<2L", fixed, 38)
    extras = _Extras(extra)
    size, packed, offset = extras.wide(size, packed, offset)
    label = _label(extras.path(name) or _text(name, flags), backslash=made_by >> 8 in _BACKSLASH_HOSTS)
    odd = extras.odd or ("its name holds a NUL, where some programs end it" if b"\0" in name else None)
    return Entry(label, _key(name), flags, method, crc, packed, size, offset + shift, attributes >> 16, odd)


def local_entry(source: BinaryIO, at: int) -> Entry | None:
    """The local header at a place of the file; None if there is none, or not all of it."""
    source.seek(at)
    fixed = source.read(LOCAL_SIZE)
    if len(fixed) < LOCAL_SIZE or not fixed.startswith(LOCAL):
        return None
    _, flags, method, _, _, crc, packed, size, name_size, extra_size = struct.unpack_from("<5H3L2H", fixed, 4)
    variable = source.read(name_size + extra_size)
    if len(variable) < name_size + extra_size:
        return None
    name, extras = variable[:name_size], _Extras(variable[name_size:])
    size, packed, _ = extras.wide(size, packed, 0)
    label = _label(extras.path(name) or _text(name, flags), backslash=False)
    data = at + LOCAL_SIZE + name_size + extra_size
    return Entry(label, _key(name), flags, method, crc, packed, size, data, 0, extras.odd)


def descriptor_size(source: BinaryIO, at: int, crc: int, packed: int, size: int) -> int:
    """How long the data descriptor at a place is, 0 if none there has these values."""
    source.seek(at)
    found = source.read(24)
    for mark in (DESCRIPTOR, b""):
        for form in ("<LQQ", "<3L"):
            if form == "<3L" and max(packed, size) > _UNKNOWN:
                continue
            wanted = mark + struct.pack(form, crc, packed, size)
            if found.startswith(wanted):
                return len(wanted)
    return 0


def disagreement(central: Entry, local: Entry) -> str | None:
    """In what the two headers of an entry contradict each other, if they do."""
    later = bool(local.flags & LATER_FLAG)
    for what, one, other in (
        ("name", central.name, local.name),
        ("name", central.label.replace("\\", "/"), local.label.replace("\\", "/")),
        ("method", central.method, local.method),
        ("encryption", central.flags & ENCRYPTED_FLAGS, local.flags & ENCRYPTED_FLAGS),
        ("encoding of the name", central.flags & UTF8_FLAG, local.flags & UTF8_FLAG),
    ):
        if one != other:
            return f"the {what} in its header is not that of the directory"
    for what, here, there in (
        ("checksum", central.crc, local.crc),
        ("packed size", central.packed, local.packed),
        ("size", central.size, local.size),
    ):
        if there != here and not (later and there in (0, _UNKNOWN)):
            return f"the {what} in its header is not that of the directory"
    return central.odd or local.odd


class _Extras:
    """The extra fields that change what an entry is; of one that is there twice, the first counts."""

    def __init__(self, data: bytes) -> None:
        self._fields: dict[int, bytes] = {}
        self.odd: str | None = None
        at = 0
        while at + 4 <= len(data):
            kind, length = struct.unpack_from("<2H", data, at)
            body = data[at + 4 : at + 4 + length]
            if kind in (_ZIP64, _UNICODE_PATH):
                if kind in self._fields or len(body) < length:
                    self.odd = "an extra field of its header is there twice, or cut"
                self._fields.setdefault(kind, body)
            at += 4 + length

    def wide(self, size: int, packed: int, offset: int) -> tuple[int, int, int]:
        """Size, packed size and offset, as 64 bits where the header has no room for them."""
        body, at, values = self._fields.get(_ZIP64, b""), 0, [size, packed, offset]
        for index, value in enumerate(values):
            if value == _UNKNOWN and at + 8 <= len(body):
                values[index] = int.from_bytes(body[at : at + 8], "little")
                at += 8
        return values[0], values[1], values[2]

    def path(self, name: bytes) -> str | None:
        """The name in UTF-8, if the field was made for this very name."""
        body = self._fields.get(_UNICODE_PATH, b"")
        if len(body) < 5 or body[0] != 1:
            return None
        if int.from_bytes(body[1:5], "little") != zlib.crc32(name):
            self.odd = "its Unicode name was made for another name"
            return None
        return body[5:].decode("utf-8", "backslashreplace")


def _text(name: bytes, flags: int) -> str:
    """Many writers put UTF-8 without saying so; what is no UTF-8 is code page 437."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8", "backslashreplace") if flags & UTF8_FLAG else name.decode("cp437")


def _label(text: str, *, backslash: bool) -> str:
    text = text.replace("\\", "/") if backslash else text
    return label_of(text.replace("\0", "\\x00").encode())


def _key(name: bytes) -> bytes:
    return name if len(name) <= _MAX_NAME_KEPT else hashlib.sha256(name).digest()

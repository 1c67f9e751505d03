"""Headers of a tar archive: one block of 512 bytes, and the records of pax extension headers.

Formats: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block"; GNU tar 1.35 manual,
"Basic Tar Format" (base-256 numbers, sparse files).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.bundle.archives.budget import Stop

BLOCK = 512
SPARSE, SPARSE_NAME = b"GNU.sparse", b"GNU.sparse.name"

_OCTAL = re.compile(rb"[ \0]*([0-7]*)(?:[ \0].*)?", re.S)
_KEPT = (b"path", b"size", SPARSE_NAME)
_RECORD = re.compile(rb"([1-9][0-9]{0,8}) ([^=\n]+)=", re.S)


class TarDamageError(Exception):
    """An archive cannot be walked any further."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.detail)
        self.stop = stop


class Header(NamedTuple):
    """The fields of one header that matter here.

    name       bytes as they stand, prefix included
    continued  whether the map of a sparse file goes on in the next block
    """

    name: bytes
    size: int
    kind: bytes
    continued: bool


def is_tar(head: bytes) -> bool:
    """Whether a tar begins with these 512 bytes; the oldest form has no mark but its checksum."""
    return head[257:263] in (b"ustar\0", b"ustar ") or (len(head) == BLOCK and 0 in head and agrees(head))


def agrees(block: bytes) -> bool:
    """Whether the checksum of a header is right, in either of the two ways to count."""
    told = _octal(block[148:156])
    if told is None:
        return False
    plain = sum(block) - sum(block[148:156]) + 8 * 32
    if plain == told:
        return told > 8 * 32
    # Old programs added bytes as signed characters.
    high = sum(1 for byte in block[:148] + block[156:] if byte >= 0x80)
    return plain - 256 * high == told


def header_of(block: bytes) -> Header:
    """The header in a block. Raises TarDamageError if it is none, or says what cannot be."""
    if not agrees(block):
        what = "a header's checksum is wrong; what follows in the archive is unknown; collect or upload it again"
        raise TarDamageError(Stop("BAD_ARCHIVE", what))
    size = _number(block[124:136])
    if size is None or size < 0:
        raise TarDamageError(Stop("BAD_ARCHIVE", "a header has no possible size; the rest of the archive was not read"))
    name = _text(block[:100])
    if block[257:265] == b"ustar\x0000" and block[345] and (prefix := _text(block[345:500])):
        name = prefix + b"/" + name
    return Header(name, size, block[156:157], bool(block[482]))


def pax_records(body: bytes) -> tuple[dict[bytes, bytes], bool]:
    """(the records that matter here, whether all of the body is records).

    Any record of a sparse file becomes SPARSE, so that a body cannot fill the memory with names.
    """
    records: dict[bytes, bytes] = {}
    at = 0
    while at < len(body):
        found = _RECORD.match(body, at)
        end = at + int(found[1]) if found else 0
        if found is None or not found.end() < end <= len(body) or body[end - 1] != 0x0A:
            return records, not body[at:].strip(b"\0")
        key, value = found[2], body[found.end() : end - 1]
        if key in _KEPT:
            records[key] = value
        elif key.startswith(b"GNU.sparse."):
            records[SPARSE] = b""
        at = end
    return records, True


def _number(field: bytes) -> int | None:
    """A size; negative if it is written so."""
    if field[0] & 0x80:
        value = int.from_bytes(field, "big", signed=True)
        return value if field[0] >= 0xC0 else value & ((1 << (8 * len(field) - 1)) - 1)
    return _octal(field)


def _octal(field: bytes) -> int | None:
    found = _OCTAL.fullmatch(field)
    return None if found is None else int(found[1] or b"0", 8)


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]

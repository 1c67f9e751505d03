"""One gzip member (RFC 1952): header and trailer are read here, the deflated data by ISA-L.

The library drops what it unpacked when a trailer does not agree; here the data stands and the error follows.
"""

from __future__ import annotations

from typing import Any

from isal import isal_zlib

_TEXT_FIELDS = (0x08, 0x10)
_EXTRA, _HEADER_CRC, _RESERVED = 0x04, 0x02, 0xE0
_FIXED, _TRAILER = 10, 8
_MAX_HEADER = 256 * 1024


class GzipDamageError(Exception):
    """What is wrong with a member; `reason` is one of model/problem.py."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


class GzipFrame:
    """A decompressor with the interface of `bz2.BZ2Decompressor`."""

    def __init__(self) -> None:
        self._inflater: Any = None
        self._held = b""
        self._size = self._crc = 0
        self.eof, self.needs_input, self.unused_data = False, True, b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most max_length unpacked bytes. Raises GzipDamageError or IsalError."""
        self._held += data
        if self._inflater is None:
            length = _header_size(self._held)
            if length is None:
                return b""
            self._held = self._held[length:]
            self._inflater = isal_zlib.decompressobj(-15)
        if self._inflater.eof:
            self._check_trailer()
            return b""
        out: bytes = self._inflater.decompress(self._held, max_length)
        self._size += len(out)
        self._crc = isal_zlib.crc32(out, self._crc)
        self._held = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
        self.needs_input = not self._held and len(out) < max_length
        return out

    def _check_trailer(self) -> None:
        self.needs_input = len(self._held) < _TRAILER
        if self.needs_input:
            return
        told_crc, told_size = int.from_bytes(self._held[:4], "little"), int.from_bytes(self._held[4:8], "little")
        if told_crc != self._crc:
            raise GzipDamageError("BAD_CHECKSUM", "the checksum (CRC-32) does not agree with the content")
        if told_size != self._size & 0xFFFFFFFF:
            raise GzipDamageError("BAD_CHECKSUM", f"{self._size} bytes came out where it names {told_size}")
        self.eof, self.unused_data = True, self._held[_TRAILER:]


def _header_size(head: bytes) -> int | None:
    """Where the deflated data begins; None while more bytes are needed."""
    if len(head) < _FIXED:
        return None
    flags = head[3]
    if head[2] != 8 or flags & _RESERVED:
        raise GzipDamageError("BAD_ARCHIVE", "its header names a method that gzip does not have")
    at: int | None = _FIXED
    if flags & _EXTRA:
        at = _FIXED + 2 + int.from_bytes(head[10:12], "little") if len(head) >= _FIXED + 2 else None
    for field in _TEXT_FIELDS:
        if flags & field and at is not None:
            at = head.find(b"\0", at) + 1 or None
    if at is not None and flags & _HEADER_CRC:
        at += 2
    if at is not None and at <= len(head):
        return at
    if len(head) > _MAX_HEADER:
        raise GzipDamageError("BAD_ARCHIVE", "its header does not end")
    return None

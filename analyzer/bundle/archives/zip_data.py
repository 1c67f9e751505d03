"""The content of one zip entry, unpacked and checked while it is read.

Format: PKWARE APPNOTE 6.3.10, section 4.4.5 (methods) and 5.8 (LZMA).
"""

from __future__ import annotations

import bz2
import io
import lzma
from collections.abc import Callable
from typing import BinaryIO, cast

from isal import igzip_lib, isal_zlib

from analyzer.bundle.archives.codecs import Frame
from analyzer.bundle.archives.zstd import ZstdError, zstd_decompressor

STORED, DEFLATED = 0, 8

_BZIP2, _LZMA, _ZSTD_OLD, _ZSTD, _XZ = 12, 14, 20, 93, 95
_NAMES = {1: "shrink", 6: "implode", 9: "deflate64", 10: "DCL implode", 97: "WavPack", 98: "PPMd", 99: "AES"}
_BLOCK = 256 * 1024
# A decoder's window above this is an attack: LZMA allows 4 GiB.
_MAX_WINDOW = 64 * 2**20
_ZSTD_WINDOW_LOG = 26
# No deflate stream expands further: 258 bytes of at best two bits.
_MOST_OF_DEFLATE = 1032
_DAMAGE: tuple[type[Exception], ...] = (
    cast("type[Exception]", igzip_lib.IsalError),
    lzma.LZMAError,
    ZstdError,
    OSError,
    EOFError,
    ValueError,
    MemoryError,
)


def unsupported(method: int) -> str | None:
    """A sentence on a method that is not read."""
    if method in _DECODERS:
        return None
    return f"packed with {_NAMES.get(method, f'method {method}')}, which is not read"


def impossible(method: int, packed: int, size: int) -> str | None:
    """A sentence on sizes that no content has."""
    if method == STORED and packed != size:
        return f"it is stored as it is, in {packed} bytes, and yet {size} bytes long"
    if method == DEFLATED and size > _MOST_OF_DEFLATE * (packed + 64):
        return f"{packed} bytes cannot hold the {size} that it names"
    return None


class EntryData(io.RawIOBase):
    """The unpacked bytes of an entry; it never raises, but ends early and has a `fault`.

    `size` and `crc` are None where only what follows the data tells them. At its end `fault` is
    (reason, sentence) or None; a reader that leaves before the end gets no verdict.
    """

    def __init__(self, source: BinaryIO, at: int, packed: int, method: int, size: int | None, crc: int | None) -> None:
        self._source, self._at, self._left = source, at, packed
        self._decoder = _DECODERS[method]()
        self._size, self._crc = size, crc
        self._done = False
        self.delivered = self.checksum = 0
        self.fault: tuple[str, str] | None = None

    def readable(self) -> bool:
        return True

    @property
    def place(self) -> int:
        """Where in the file the data ends, once it was read to its end."""
        return self._at - len(self._decoder.unused_data)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        room = len(buffer) if self._size is None else min(len(buffer), self._size - self.delivered)
        got = self._guarded(room) if room and not self._done else b""
        buffer[: len(got)] = got
        self.delivered += len(got)
        self.checksum = isal_zlib.crc32(got, self.checksum)
        if not self._done and self._size is not None and self.delivered >= self._size and self._guarded(1):
            self._end("AMBIGUOUS", f"more than the {self._size} bytes that it names; the rest was not read")
        if self._done and self.fault is None:
            self._verify()
        return len(got)

    def drain(self, at_most: int) -> bool:
        """Read on without keeping anything; whether the end came within so many bytes."""
        buffer = memoryview(bytearray(_BLOCK))
        while not self._done and at_most > 0:
            at_most -= self.readinto(buffer)
        return self._done

    def _guarded(self, want: int) -> bytes:
        try:
            return self._next(want)
        except _DAMAGE as error:
            self._end("BAD_ARCHIVE", f"its data is damaged after {self.delivered} bytes: {error or 'out of memory'}")
            return b""

    def _next(self, want: int) -> bytes:
        """Up to `want` bytes; none only at the end."""
        decoder = self._decoder
        while not decoder.eof:
            hungry = decoder.needs_input
            packed = self._packed() if hungry else b""
            data = decoder.decompress(packed, want)
            if data:
                return data
            if not packed and (hungry or not decoder.needs_input):
                break
        self._done = True
        return b""

    def _packed(self) -> bytes:
        self._source.seek(self._at)
        packed = self._source.read(min(self._left, _BLOCK))
        self._at += len(packed)
        self._left -= len(packed)
        return packed

    def _end(self, reason: str, sentence: str) -> None:
        self._done = True
        if self.fault is None:
            self.fault = reason, sentence

    def _verify(self) -> None:
        # Stored data has no end of its own, and LZMA may have none.
        ends = self._decoder.eof or (isinstance(self._decoder, (_Stored, _Lzma)) and not self._left)
        if not ends or (self._size is not None and self.delivered < self._size):
            self._end("TRUNCATED", f"ends in the middle, after {self.delivered} bytes")
        elif self._crc is not None and self._crc != self.checksum:
            self._end("BAD_CHECKSUM", "its checksum does not agree with its content")
        elif self._crc is not None and (self._left or self._decoder.unused_data):
            self._end("AMBIGUOUS", "more packed data follows its end, which was not read")


class _Stored:
    """Data that is not packed, in the shape of a decoder."""

    def __init__(self) -> None:
        self._data = b""
        self.eof, self.needs_input, self.unused_data = False, True, b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        data = self._data + data
        self._data = data[max_length:]
        self.needs_input = not self._data
        return data[:max_length]


class _Lzma:
    """LZMA behind the head of a zip entry: two bytes of version, the size and bytes of the properties."""

    def __init__(self) -> None:
        self._head: bytes | None = b""
        self._decoder: lzma.LZMADecompressor | None = None

    @property
    def eof(self) -> bool:
        return self._decoder is not None and self._decoder.eof

    @property
    def needs_input(self) -> bool:
        return self._decoder is None or self._decoder.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data if self._decoder is not None else b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if self._decoder is None:
            data = (self._head or b"") + data
            if len(data) < 9:
                self._head = data
                return b""
            self._decoder = _lzma(data)
            data = data[9:]
        return self._decoder.decompress(data, max_length)


def _lzma(head: bytes) -> lzma.LZMADecompressor:
    properties, window = head[4], int.from_bytes(head[5:9], "little")
    if head[2:4] != b"\x05\x00" or properties >= 225 or window > _MAX_WINDOW:
        raise ValueError("LZMA properties that are not read")
    position, literal = divmod(properties, 9)
    bits = {"lc": literal, "lp": position % 5, "pb": position // 5, "dict_size": max(window, 4096)}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, **bits}])


def _zstd() -> Frame:
    return zstd_decompressor(_ZSTD_WINDOW_LOG)


_DECODERS: dict[int, Callable[[], Frame]] = {
    STORED: _Stored,
    DEFLATED: lambda: igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE),
    _BZIP2: bz2.BZ2Decompressor,
    _LZMA: _Lzma,
    _ZSTD_OLD: _zstd,
    _ZSTD: _zstd,
    _XZ: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=2 * _MAX_WINDOW),
}

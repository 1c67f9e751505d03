"""Tars header by header, so that any field can say anything."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from functools import lru_cache

from backports import zstd

BLOCK = 512
REGULAR, HARD, SYMBOLIC, CHARACTER, DEVICE, FOLDER, PIPE = b"0", b"1", b"2", b"3", b"4", b"5", b"6"
CODECS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, 9, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: zstd.compress(data, 3),
}


def header(
    name: bytes,
    size: int | bytes = 0,
    kind: bytes = REGULAR,
    *,
    target: bytes = b"",
    prefix: bytes = b"",
    magic: bytes = b"ustar\x0000",
    fields: dict[int, bytes] | None = None,
    signed: bool = False,
) -> bytes:
    """One block; `fields` overwrites bytes before the checksum is made."""
    block = bytearray(BLOCK)
    block[: len(name[:100])] = name[:100]
    block[100:124] = b"%07o\0%07o\0%07o\0" % (0o644, 0, 0)
    block[124:136] = b"%011o\0" % size if isinstance(size, int) else size.ljust(12, b"\0")
    block[136:148] = b"00000000000\0"
    block[156:157] = kind
    block[157 : 157 + len(target[:100])] = target[:100]
    block[257:265] = magic
    block[345 : 345 + len(prefix[:155])] = prefix[:155]
    for place, value in (fields or {}).items():
        block[place : place + len(value)] = value
    block[148:156] = b" " * 8
    total = sum(byte - 256 if signed and byte > 127 else byte for byte in block)
    block[148:156] = b"%06o\0 " % total
    return bytes(block)


def padded(data: bytes) -> bytes:
    """Data up to the next block."""
    return data + bytes(-len(data) % BLOCK)


def file(name: bytes, content: bytes = b"", kind: bytes = REGULAR, **more: object) -> bytes:
    """A whole entry."""
    return header(name, len(content), kind, **more) + padded(content)  # type: ignore[arg-type]


def long_name(name: bytes, kind: bytes = b"L") -> bytes:
    """The GNU header for a name (L) or a link's target (K) of any length."""
    return file(b"././@LongLink", name + b"\0", kind, magic=b"ustar  \0")


def pax(*records: tuple[bytes, bytes], kind: bytes = b"x") -> bytes:
    """An extension header with these records."""
    return file(b"PaxHeaders/x", b"".join(record(key, value) for key, value in records), kind)


def record(key: bytes, value: bytes) -> bytes:
    """One pax record: its length counts itself."""
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest) + 1
    while len(b"%d" % length) + len(rest) != length:
        length += 1
    return b"%d" % length + rest


def tar(*entries: bytes) -> bytes:
    """The entries and the end."""
    return b"".join(entries) + bytes(2 * BLOCK)


@lru_cache(maxsize=8)
def zeros(codec: str, size: int) -> bytes:
    """Compressed zeros, which can stand one after another as parts of one stream."""
    return CODECS[codec](bytes(size))

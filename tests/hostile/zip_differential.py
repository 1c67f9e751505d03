"""Zips that two programs read differently: each header says something of its own."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.hostile.sample import Sample, canary
from tests.hostile.zips import DEFLATED, LATER, STORED, UTF8, File, zipped

_A = File(b"first.log", canary("first") * 20)
_B = File(b"second.log", canary("second"), method=STORED)
_EVIL = File(b"evil.log", canary("evil"), method=STORED)
_AMBIGUOUS = ("AMBIGUOUS", "BAD_ARCHIVE", "BAD_CHECKSUM", "TRUNCATED", "DUPLICATE_NAME")


def zip_differential() -> Iterator[Sample]:
    """Every way for a zip to be two zips that is known of other readers."""
    for name, data in (*_headers(), *_around(), *_ends(), *_wide(), *_extras()):
        yield Sample("zip-differential", name, "up.zip", data, items=_items(name), told=_AMBIGUOUS)


def _items(name: str) -> tuple[str, ...]:
    # A zip that begins with something else is no zip by its first bytes, and is refused as a whole.
    lost = ("comment-whole-zip",)
    return () if name in lost else ("first",)


def _says(**changes: Any) -> Any:
    return lambda file: replace(file, **changes)


def _headers() -> Iterator[tuple[str, bytes]]:
    changes: dict[str, dict[str, Any]] = {
        "name": {"name": b"first.lag"},
        "name-longer": {"name": b"first.log.png"},
        "name-case": {"name": b"FIRST.LOG"},
        "crc": {"crc": 1},
        "size": {"size": 7},
        "packed": {"packed": 7},
        "packed-0": {"packed": 0},
        "method": {"method": STORED},
        "method-unknown": {"method": 97},
        "encrypted": {"flags": 1},
        "utf-8": {"flags": UTF8},
    }
    for name, change in changes.items():
        yield f"local-{name}", zipped([replace(_A, local=_says(**change)), _B])
    yield "descriptor-wrong-crc", zipped([replace(_A, flags=LATER, descriptor=b"PK\x07\x08" + b"\1" * 12), _B])
    yield "descriptor-missing", zipped([replace(_A, flags=LATER, descriptor=b""), _B])
    yield (
        "descriptor-size",
        zipped(
            [replace(_A, flags=LATER, descriptor=b"PK\x07\x08" + struct.pack("<3L", zlib.crc32(_A.content), 1, 1)), _B]
        ),
    )
    yield "crc-both", zipped([replace(_A, crc=1), _B])
    yield "size-both-less", zipped([replace(_A, size=10), _B])
    yield "size-both-more", zipped([replace(_A, size=len(_A.content) + 1), _B])
    yield "stored-size", zipped([replace(_B, size=10), _A])
    yield "folder-with-content", zipped([replace(_B, name=b"folder/"), _A])


def _around() -> Iterator[tuple[str, bytes]]:
    evil = zipped([_EVIL])
    yield "prefix", zipped([_A, _B], prefix=b"#!/bin/sh\nexit 1\n")
    yield "prefix-unshifted", zipped([_A, _B], prefix=b"#!/bin/sh\n", shift=-10)
    yield "prefix-zip", zipped([_A, _B], prefix=evil)
    yield "suffix", zipped([_A, _B], suffix=b"more")
    yield "suffix-zip", zipped([_A, _B], suffix=evil[:-22])
    yield "gap", zipped([_A, replace(_B, between=b"nobody's bytes")])
    yield "gap-entry", zipped([_A, replace(_EVIL, listed=False), _B])
    yield "gap-before-directory", zipped([_A, _B], before_directory=b"nobody's bytes")
    yield "gap-before-end", zipped([_A, _B], before_end=b"nobody's bytes")
    yield "overlap", zipped([_A, replace(_B, at=3)])
    yield "same-place", zipped([_A, replace(_A, name=b"first-again.log", at=0, present=False)])
    yield "outside", zipped([_A, replace(_B, at=10**6)])


def _ends() -> Iterator[tuple[str, bytes]]:
    evil = zipped([_EVIL])
    yield "comment-whole-zip", zipped([_A, _B], comment=evil)
    yield "comment-end", zipped([_A, _B], comment=b"PK\x05\x06" + bytes(30))
    yield "comment-too-long", zipped([_A, _B], comment=b"comment", end={20: ("<H", 70)})
    yield "comment-too-short", zipped([_A, _B], comment=b"comment", end={20: ("<H", 2)})
    yield "count-less", zipped([_A, _B], count=1)
    yield "count-more", zipped([_A, _B], count=9)
    yield "end-offset-0", zipped([_A, _B], end={16: ("<L", 0)})
    yield "directory-size-0", zipped([_A, _B], end={12: ("<L", 0)})


def _wide() -> Iterator[tuple[str, bytes]]:
    good = zipped([_A, _B], wide=True)
    at = good.index(b"PK\x06\x06")
    yield "zip64-count", good[: at + 24] + struct.pack("<2Q", 1, 1) + good[at + 40 :]
    yield "zip64-older-end", good[:-14] + struct.pack("<2H", 1, 1) + good[-10:]
    yield "zip64-without-locator", good.replace(b"PK\x06\x07", b"PK\x06\x99")
    other = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 0, 0, 0, 0)
    yield "zip64-locator-elsewhere", good[:at] + other + good[at:]


def _extras() -> Iterator[tuple[str, bytes]]:
    def path(name: bytes, of: bytes) -> bytes:
        body = struct.pack("<BL", 1, zlib.crc32(of)) + name
        return struct.pack("<2H", 0x7075, len(body)) + body

    yield "unicode-path-central", zipped([replace(_A, central_extra=path(b"first-other.log", b"first.log")), _B])
    yield (
        "unicode-path-twice",
        zipped([replace(_A, extra=path(b"first-1.log", _A.name) + path(b"first-2.log", _A.name)), _B]),
    )
    wide = struct.pack("<2H2Q", 1, 16, 5, 5)
    yield "zip64-extra-twice", zipped([replace(_A, wide=True, extra=wide), replace(_B, method=DEFLATED)])

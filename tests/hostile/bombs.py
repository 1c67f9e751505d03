"""Few bytes that become many, headers without an end, and archives in archives."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache

from tests.hostile import tars
from tests.hostile.sample import MIB, Sample, canary
from tests.hostile.tars import CODECS, zeros
from tests.hostile.zips import DEFLATED, STORED, File, deflated, zipped

_GIB = 1024 * MIB
_STEP = 16 * MIB
_LIMITS = ("LIMIT_RATIO", "LIMIT_TOTAL", "LIMIT_MEMBER", "LIMIT_MEMBERS", "LIMIT_DEPTH")
_QUICK = {"max_total": 64 * MIB, "max_member": 16 * MIB}


def bombs() -> Iterator[Sample]:
    """Compressed, nested, overlapping and lying."""
    yield from _streams()
    yield from _zips()
    yield from _many()
    yield from _windows()


def _streams() -> Iterator[Sample]:
    line = b"2026-05-16T18:53:29Z stdout F the same line of a log again and again\n"
    for codec in CODECS:

        def repeated(codec: str = codec, times: int = 640) -> bytes:
            return zeros(codec, _STEP) * times

        def one_member(codec: str = codec) -> bytes:
            head = tars.header(
                b"huge.log", 10 * _GIB - _STEP % tars.BLOCK, fields={124: b"\x80" + (10 * _GIB).to_bytes(11, "big")}
            )
            return CODECS[codec](head) + zeros(codec, _STEP) * 640

        def many_members(codec: str = codec) -> bytes:
            return _members(codec) * 640

        def in_itself(codec: str = codec) -> bytes:
            return CODECS[codec](repeated(codec))

        def text(codec: str = codec) -> bytes:
            return _lines(codec, line) * 640

        yield Sample(
            "bombs",
            f"file-{codec}",
            f"huge.log.{codec}",
            repeated,
            items=("huge.log",),
            told=(*_LIMITS, "BINARY"),
            quick=_QUICK,
        )
        yield Sample(
            "bombs",
            f"member-{codec}",
            f"up.tar.{codec}",
            one_member,
            items=("huge.log",),
            told=(*_LIMITS, "BINARY"),
            quick=_QUICK,
        )
        yield Sample(
            "bombs",
            f"members-{codec}",
            f"up.tar.{codec}",
            many_members,
            items=("member.log",),
            told=_LIMITS,
            quick=_QUICK,
        )
        yield Sample(
            "bombs",
            f"twice-{codec}",
            f"huge.log.{codec}.{codec}",
            in_itself,
            items=("huge.log",),
            told=(*_LIMITS, "BINARY"),
            quick=_QUICK,
        )
        yield Sample(
            "bombs", f"text-{codec}", f"huge.log.{codec}", text, items=("huge.log",), told=_LIMITS, quick=_QUICK
        )


@lru_cache(maxsize=4)
def _members(codec: str) -> bytes:
    return CODECS[codec](tars.file(b"member.log", bytes(_STEP)))


@lru_cache(maxsize=4)
def _lines(codec: str, line: bytes) -> bytes:
    return CODECS[codec](line * (_STEP // len(line)))


def _zips() -> Iterator[Sample]:
    def entry(method: int, codec: str) -> Callable[[], bytes]:
        packed = zeros(codec, _STEP)
        return lambda: zipped(
            [
                File(b"huge.log", bytes(_STEP), method=method, raw=packed, size=_STEP),
                File(b"after.log", canary("after")),
            ]
        )

    for method, codec in ((12, "bz2"), (93, "zst"), (95, "xz")):
        yield Sample(
            "bombs",
            f"zip-{codec}",
            "up.zip",
            entry(method, codec),
            items=("huge.log",),
            told=(*_LIMITS, "BINARY"),
            quick=_QUICK,
        )

    def thousand() -> bytes:
        body = File(b"", bytes(MIB), raw=deflated(bytes(MIB)))
        return zipped(
            [File(b"%04d.log" % n, b"", raw=body.raw, size=MIB, crc=zlib.crc32(bytes(MIB))) for n in range(5000)]
        )

    def one_body() -> bytes:
        raw = deflated(bytes(10 * MIB))
        crc = zlib.crc32(bytes(10 * MIB))
        return zipped(
            [File(b"%04d.log" % n, raw=raw, size=10 * MIB, crc=crc, present=n == 0, at=0) for n in range(1000)]
        )

    yield Sample(
        "bombs",
        "zip-deflate",
        "up.zip",
        lambda: zipped([_deflate_gigabyte()]),
        items=("huge.log",),
        told=(*_LIMITS, "BINARY"),
        quick=_QUICK,
    )
    yield Sample(
        "bombs", "zip-entries", "up.zip", thousand, items=("0000.log",), told=(*_LIMITS, "BINARY"), quick=_QUICK
    )
    yield Sample("bombs", "zip-one-body", "up.zip", one_body, items=("0000.log", "0999.log"), told=("AMBIGUOUS",))
    yield Sample("bombs", "zip-overlapping", "up.zip", _quoting, items=("000.log", "199.log"), told=("AMBIGUOUS",))
    lies = zipped([File(b"huge.log", b"x", size=1, raw=deflated(bytes(_STEP))), File(b"after.log", canary("after"))])
    yield Sample(
        "bombs",
        "zip-more-than-named",
        "up.zip",
        lies,
        items=("huge.log", "after.log"),
        told=("AMBIGUOUS", "BAD_CHECKSUM"),
    )
    promises = zipped([File(b"huge.log", b"x", size=2**60, wide=True), File(b"after.log", canary("after"))])
    yield Sample(
        "bombs", "zip-less-than-named", "up.zip", promises, items=("huge.log",), told=("AMBIGUOUS", "LIMIT_TOTAL")
    )


def _deflate_gigabyte() -> File:
    # A flush after each part makes parts that can be repeated; the last one ends the stream.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(bytes(MIB))
    packer.flush(zlib.Z_FULL_FLUSH)
    part = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return File(b"huge.log", raw=part * 1024 + b"\x03\x00", size=_GIB, crc=0)


def _quoting() -> bytes:
    """Each entry's data quotes the local headers of the next ones and shares their body, as in the best known bombs."""
    kernel = deflated(bytes(MIB))
    files: list[File] = []
    data = b""
    size, crc = MIB, zlib.crc32(bytes(MIB))
    for number in range(199, -1, -1):
        name = b"%03d.log" % number
        body = data if data else kernel
        file = File(name, raw=body, packed=len(body), size=size, crc=crc, method=DEFLATED)
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, DEFLATED, 0, 0, crc, len(body), size, len(name), 0) + name
        data = (
            b"\x00" + struct.pack("<2H", len(head) & 0xFFFF, ~len(head) & 0xFFFF) + head + body
            if len(body) < 60_000
            else body
        )
        files.append(file)
    shared = [
        File(file.name, raw=file.raw, packed=file.packed, size=size, crc=crc, present=n == 0, at=n)
        for n, file in enumerate(reversed(files))
    ]
    return zipped(shared)


def _many() -> Iterator[Sample]:
    few = {"max_members": 1000}

    def empty_members() -> bytes:
        # The checksum follows from the digits of the name: making 210,000 headers one by one takes seconds.
        base = tars.header(b"0000000")
        total = int(base[148:154], 8)
        heads = (
            b"%07d" % n + base[7:148] + b"%06o" % (total + sum(b"%07d" % n) - 7 * 48) + base[154:]
            for n in range(210_000)
        )
        return CODECS["zst"](b"".join(heads) + bytes(1024))

    def empty_entries() -> bytes:
        return zipped([File(b"%d" % n, method=STORED) for n in range(210_000)], count=210_000 % 65_536)

    def frames(codec: str) -> Callable[[], bytes]:
        return lambda: CODECS[codec](b"") * 250_000 + CODECS[codec](canary("huge"))

    yield Sample("bombs", "members-empty", "up.tar.zst", empty_members, told=("LIMIT_MEMBERS",), quick=few)
    yield Sample("bombs", "entries-empty", "up.zip", empty_entries, told=("LIMIT_MEMBERS",), quick=few)
    for codec in ("gz", "xz", "zst"):
        yield Sample(
            "bombs",
            f"frames-{codec}",
            f"huge.log.{codec}",
            frames(codec),
            items=("huge.log",),
            told=_LIMITS,
            quick=None,
        )
    line = b"x" * (10 * MIB)
    yield Sample(
        "bombs",
        "one-line",
        "line.log.gz",
        lambda: CODECS["gz"](b"I0516 18:53:29.1 1 x] ") + CODECS["gz"](line) * 30,
        items=("line.log",),
        quick=_QUICK,
    )
    skip = b"\x50\x2a\x4d\x18\0\0\0\0" * 250_000
    yield Sample(
        "bombs", "frames-skipped", "huge.log.zst", skip + CODECS["zst"](canary("huge")), items=("huge.log",), quick=None
    )


def _windows() -> Iterator[Sample]:
    """Decoders that are told to hold gigabytes."""
    lzma = b"\x09\x14\x05\x00\x5d\xff\xff\xff\xff" + b"\0" * 40
    data = zipped([File(b"huge.log", canary("x"), method=14, raw=lzma), File(b"after.log", canary("after"))])
    yield Sample(
        "bombs", "window-zip-lzma", "up.zip", data, items=("huge.log", "after.log"), told=("BAD_ARCHIVE", "UNSUPPORTED")
    )
    zstd = b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x00" * 20
    yield Sample(
        "bombs",
        "window-zstd",
        "huge.log.zst",
        zstd,
        items=("huge.log",),
        told=("BAD_ARCHIVE", "UNSUPPORTED", "TRUNCATED"),
    )
    block = b"\x02\x00\x21\x01\x28\x00\x00\x00"
    xz = b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46" + block + struct.pack("<L", zlib.crc32(block)) + b"\1\0\0x" * 20
    yield Sample(
        "bombs", "window-xz", "huge.log.xz", xz, items=("huge.log",), told=("BAD_ARCHIVE", "UNSUPPORTED", "TRUNCATED")
    )


def header_bombs() -> Iterator[Sample]:
    """Extension headers, names and comments without an end."""
    after = tars.file(b"after.log", canary("after"))
    told = ("LIMIT_MEMBER", "LIMIT_RATIO", "LIMIT_TOTAL", "BAD_ARCHIVE")

    def extension(kind: bytes) -> Callable[[], bytes]:
        head = CODECS["gz"](tars.header(b"././@LongLink", 400 * MIB, kind, magic=b"ustar  \0"))
        return lambda: head + zeros("gz", _STEP) * 25 + CODECS["gz"](after + bytes(1024))

    for name, kind in (
        ("long-name", b"L"),
        ("long-target", b"K"),
        ("pax", b"x"),
        ("global-pax", b"g"),
        ("solaris-pax", b"X"),
    ):
        yield Sample("header-bombs", name, "up.tar.gz", extension(kind), items=("up.tar.gz",), told=told)
    chain = tars.tar(
        tars.file(b"first.log", canary("first")), *(tars.long_name(b"n" * 60_000) for _ in range(200)), after
    )
    yield Sample("header-bombs", "chain", "up.tar", chain, items=("first.log",), told=told)
    records = tars.tar(
        tars.file(b"first.log", canary("first")), *(tars.pax((b"comment", b"c" * 60_000)) for _ in range(200)), after
    )
    yield Sample("header-bombs", "pax-chain", "up.tar", records, items=("first.log",), told=told)
    lengths = tars.tar(tars.file(b"PaxHeaders/x", b"99999999999999999999 path=evil\n", b"x"), after)
    yield Sample(
        "header-bombs",
        "pax-length",
        "up.tar",
        lengths,
        items=("up.tar",),
        told=("AMBIGUOUS", "BAD_ARCHIVE", "LIMIT_MEMBER"),
    )
    small = tars.tar(tars.pax(*((b"k%d" % n, b"v") for n in range(5000))), after)
    yield Sample("header-bombs", "pax-records", "up.tar", small, items=("after.log",))
    for name, flag in (("gzip-name", b"\x08"), ("gzip-comment", b"\x10")):
        body = b"\x1f\x8b\x08" + flag + bytes(6) + b"n" * (50 * MIB) + b"\0" + deflated(canary("huge"))
        yield Sample("header-bombs", name, "huge.log.gz", lambda body=body: body, items=("huge.log",), quick=None)
    wide = zipped([File(b"%05d" % n + b"n" * 60_000, extra=b"\x99\x99\x60\xea" + bytes(60_000)) for n in range(300)])
    yield Sample("header-bombs", "zip-names", "up.zip", wide, items=("00000n", "00299n"))


def nested() -> Iterator[Sample]:
    """Archives in archives, too deep, too many, and endless."""
    deep = canary("deep")
    for level in range(8):
        deep = zipped([File(b"level-%d.zip" % level, deep, method=STORED)])
    yield Sample("nested", "zip-in-zip", "up.zip", deep, items=("level-7",), told=("LIMIT_DEPTH",))
    gz = canary("deep")
    for _ in range(50):
        gz = CODECS["gz"](gz)
    yield Sample("nested", "gz-in-gz", "deep.log" + ".gz" * 50, gz, items=("deep.log",), told=("LIMIT_DEPTH",))
    tar = canary("deep")
    for level in range(12):
        tar = tars.tar(tars.file(b"level-%d.tar" % level, tar), tars.file(b"beside-%d.log" % level, canary("x")))
    yield Sample("nested", "tar-in-tar", "up.tar", tar, items=("beside-11.log", "level-"), told=("LIMIT_DEPTH",))
    inner = zipped([File(b"a.log", canary("inner"))])
    many = zipped([File(b"%d.zip" % n, inner, method=STORED) for n in range(2100)])
    yield Sample(
        "nested", "thousands", "up.zip", many, items=("0.zip", "2099.zip"), told=("LIMIT_DEPTH", "LIMIT_MEMBERS")
    )
    mixed = CODECS["gz"](tars.tar(tars.file(b"in.tar.xz", CODECS["xz"](tars.tar(tars.file(b"in.zip", inner))))))
    yield Sample("nested", "mixed", "up.tar.gz", mixed, items=("in.zip",))
    locked = zipped([File(b"locked", b"x", flags=1, raw=b"\7" * 40), File(b"open.log", canary("open"))])
    yield Sample(
        "nested",
        "encrypted-inside",
        "up.tar",
        tars.tar(tars.file(b"in.zip", locked)),
        items=("locked", "open.log"),
        told=("ENCRYPTED",),
    )
    yield Sample(
        "nested",
        "bomb-inside",
        "up.tar",
        lambda: tars.tar(
            tars.file(b"in.log.gz", zeros("gz", _STEP) * 64), tars.file(b"after.log", deep[:0] + canary("after"))
        ),
        items=("in.log",),
        told=(*_LIMITS, "BINARY"),
        quick=_QUICK,
    )
    level = zeros("gz", _STEP)[:0] + canary("x") * 1000
    for _ in range(5):
        level = zipped([File(b"%d.zip" % n, level) for n in range(16)])
    yield Sample("nested", "forty-two", "42.zip", level, items=("0.zip", "15.zip"), told=_LIMITS)

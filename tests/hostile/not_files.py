"""Links, devices and sparse files: entries that are no plain content."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile import tars
from tests.hostile.sample import Sample, canary
from tests.hostile.tars import BLOCK, header, tar
from tests.hostile.zips import DEFLATED, File, zipped

_GIB = 2**30
_AFTER = tars.file(b"after.log", canary("after"))


def links() -> Iterator[Sample]:
    """Links out, links in circles, and files that would be written through them."""
    to = lambda name, target, kind=tars.SYMBOLIC, size=0: header(name, size, kind, target=target)  # noqa: E731
    made = {
        "symbolic-absolute": (to(b"link", b"/etc/passwd"),),
        "symbolic-parents": (to(b"link", b"../../../../etc/passwd"),),
        "symbolic-circle": (to(b"link", b"other"), to(b"other", b"link")),
        "symbolic-itself": (to(b"link", b"link"),),
        "folder-then-through": (to(b"link", b"/tmp"), tars.file(b"link/through.log", canary("through"))),
        "hard-absolute": (to(b"link", b"/etc/passwd", tars.HARD),),
        "hard-parents": (to(b"link", b"../../../etc/shadow", tars.HARD),),
        "hard-to-symbolic": (to(b"d/deep/link", b"/etc/passwd"), to(b"other", b"d/deep/link", tars.HARD)),
        "hard-with-data": (to(b"link", b"after.log", tars.HARD, 30) + tars.padded(b"x" * 30),),
        "symbolic-with-data": (to(b"link", b"after.log", size=30),),
        "long-target": (tars.long_name(b"../" * 100 + b"etc/passwd", b"K"), to(b"link", b"short")),
        "pax-target": (tars.pax((b"linkpath", b"/etc/passwd")), to(b"link", b"short")),
        "chain": tuple(to(b"link%d" % n, b"link%d" % (n + 1)) for n in range(300)),
    }
    for name, entries in made.items():
        after = _AFTER if name != "symbolic-with-data" else b""
        data = tar(*entries, after)
        items = ("link", "after.log") if after else ("link",)
        yield Sample("links", name, "up.tar", data, items=items, told=("LINK",))
    for name, host, target in (("zip", 3, b"/etc/passwd"), ("zip-other-host", 0, b"../../x")):
        data = zipped([File(b"link", target, mode=0o120777, host=host), File(b"after.log", canary("after"))])
        yield Sample("links", name, "up.zip", data, items=("link", "after.log"), told=("LINK",))
    through = zipped([File(b"link", b"/tmp", mode=0o120777), File(b"link/through.log", canary("through"))])
    yield Sample("links", "zip-through", "up.zip", through, items=("link", "through.log"), told=("LINK",))


def devices() -> Iterator[Sample]:
    """Reading one of these would block, or read the machine."""
    for name, kind in (("character", tars.CHARACTER), ("block", tars.DEVICE), ("pipe", tars.PIPE)):
        data = tar(header(b"odd", 0, kind, fields={329: b"0000001\0", 337: b"0000003\0"}), _AFTER)
        yield Sample("devices", name, "up.tar", data, items=("odd", "after.log"), told=("DEVICE",))
    for name, mode in (("zip-character", 0o020666), ("zip-pipe", 0o010666), ("zip-socket", 0o140666)):
        data = zipped([File(b"odd", b"x" * 100, mode=mode), File(b"after.log", canary("after"))])
        yield Sample("devices", name, "up.zip", data, items=("odd", "after.log"), told=("DEVICE",))


def _old_sparse(real: bytes, pieces: list[tuple[int, int]], data: bytes, *, more: bytes = b"") -> bytes:
    fields = {386 + 24 * n: b"%011o\0%011o\0" % piece for n, piece in enumerate(pieces[:4])}
    fields[482] = b"\1" if more else b"\0"
    fields[483] = real.ljust(12, b"\0")
    return header(b"holes", len(data), b"S", magic=b"ustar  \0", fields=fields) + more + tars.padded(data)


def sparse() -> Iterator[Sample]:
    """Few bytes that claim to be many."""
    wide = b"\x80" + (10 * _GIB).to_bytes(11, "big")
    block = b"x" * BLOCK
    extension = b"".join(b"%011o\0%011o\0" % (n << 20, 1) for n in range(21)).ljust(504, b"\0") + b"\1" + bytes(7)
    made = {
        "old": _old_sparse(wide, [(10 * _GIB // 8 & 0o7777777777, 512)], block),
        "old-extended": _old_sparse(wide, [(0, 512)], block, more=extension[:504] + bytes(8)),
        "old-overlapping": _old_sparse(b"00000002000\0", [(0, 512), (0, 512), (100, 512)], block * 3),
        "old-negative": _old_sparse(b"\xff" * 12, [(0, 512)], block),
        "pax-0.0": tars.pax((b"GNU.sparse.size", b"10737418240"), (b"GNU.sparse.numblocks", b"1"), (b"GNU.sparse.offset", b"0"), (b"GNU.sparse.numbytes", b"512")) + tars.file(b"holes", block),
        "pax-0.1": tars.pax((b"GNU.sparse.size", b"10737418240"), (b"GNU.sparse.map", b"0,512"), (b"GNU.sparse.name", b"holes")) + tars.file(b"GNUSparseFile.1/holes", block),
        "pax-1.0": tars.pax((b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"), (b"GNU.sparse.name", b"holes"), (b"GNU.sparse.realsize", b"10737418240")) + tars.file(b"GNUSparseFile.1/holes", tars.padded(b"1\n0\n512\n") + block),
        "old-endless": _old_sparse(wide, [(0, 512)], block, more=extension * 2000 + extension[:504] + bytes(8)),
    }  # fmt: skip
    for name, entry in made.items():
        data = tar(entry, _AFTER)
        items = ("holes", "after.log")
        yield Sample("sparse", name, "up.tar.gz", tars.CODECS["gz"](data), items=items, told=("SPARSE",))


def encrypted() -> Iterator[Sample]:
    """What nobody can read without a key."""
    plain = File(b"after.log", canary("after"))
    for name, file in (
        ("zip", File(b"locked", canary("x"), flags=1, raw=b"\7" * 60)),
        (
            "zip-aes",
            File(b"locked", canary("x"), flags=1, method=99, raw=b"\7" * 60, extra=b"\x01\x99\7\0\2\0AE\3\x08\0"),
        ),
        ("zip-strong", File(b"locked", canary("x"), flags=0x41, method=DEFLATED, raw=b"\7" * 60)),
    ):
        data = zipped([file, plain])
        yield Sample("encrypted", name, "up.zip", data, items=("locked", "after.log"), told=("ENCRYPTED",))
    for name, start in (
        ("openssl", b"Salted__"),
        ("gnupg", b"\x8c\x0d\x04\x09\x03\x02"),
        ("age", b"age-encryption.org/v1\n-> X25519 x\n"),
    ):
        data = start + bytes(range(256)) * 40
        yield Sample("encrypted", name, f"up.tar.gz.{name}", data, items=("up.tar.gz",), told=("ENCRYPTED",))

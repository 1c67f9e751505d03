"""Names that lead elsewhere, names that are no text, and names that are there twice."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator

from tests.hostile import tars
from tests.hostile.sample import Sample, canary
from tests.hostile.tars import tar
from tests.hostile.zips import UTF8, File, zipped

_LEADING_ELSEWHERE = {
    "parent": b"../evil-parent.log",
    "parents": b"../../../../../../../../tmp/evil-parents.log",
    "absolute": b"/tmp/evil-absolute.log",
    "two-slashes": b"//tmp/evil-slashes.log",
    "through-a-folder": b"logs/../../evil-through.log",
    "backslashes": b"..\\..\\evil-backslashes.log",
    "drive": b"C:\\Windows\\evil-drive.log",
    "drive-slash": b"C:/Windows/evil-drives.log",
    "unc": b"\\\\host\\share\\evil-unc.log",
    "home": b"~/.ssh/evil-home.log",
    "dotted": b"./.././evil-dotted.log",
    "address": b"file:///tmp/evil-address.log",
}


def traversal() -> Iterator[Sample]:
    """A name that leads out of any folder, in each kind of archive."""
    for name, path in _LEADING_ELSEWHERE.items():
        token = path.rpartition(b"evil-")[2].decode()
        content = canary(f"evil-{token}")
        yield Sample(
            "traversal", f"{name}-tar", "up.tar.gz",
            tars.CODECS["gz"](tar(tars.file(path, content), tars.file(b"after.log", content))),
            items=(f"evil-{token}", "after.log"),
        )  # fmt: skip
        yield Sample(
            "traversal", f"{name}-zip", "up.zip",
            zipped([File(path, content), File(b"after.log", content)]),
            items=(f"evil-{token}", "after.log"),
        )  # fmt: skip


_ODD = {
    "invalid-utf-8": b"caf\xe9-\xff\xfe.log",
    "overlong": b"\xc0\xae\xc0\xae/overlong.log",
    "surrogate": b"\xed\xa0\x80.log",
    "latin-1": "größe.log".encode("latin-1"),
    "shift-jis": "ログ.log".encode("shift-jis"),
    "right-to-left": "‮gol.exe.log".encode(),
    "zero-width": "a​b⁠c﻿.log".encode(),
    "line-feed": b"a\nkind: Secret\n.log",
    "escape": b"\x1b]0;owned\x07\x1b[2J.log",
    "c1": b"\xc2\x9b31m.log",
    "markup": b"<script>alert(1)</script>.log",
    "formula": b"=cmd|'/C calc'!A0.log",
    "rich": b"[link=https://evil.example]x[/link].log",
    "option": b"--help",
    "long": b"n" * 5000 + b".log",
    "deep": b"d/" * 3000 + b"deep.log",
    "trailing": b"name. . ",
}


def names() -> Iterator[Sample]:
    """What no file system would take, and what a terminal or a browser must not get."""
    for index, (name, raw) in enumerate(_ODD.items()):
        content = canary("odd-name")
        if index % 2:
            make = zipped([File(raw, content, flags=UTF8), File(b"after.log", content)])
        else:
            make = tar(tars.pax((b"path", raw)), tars.file(b"short", content), tars.file(b"after.log", content))
        yield Sample("names", name, "up.zip" if index % 2 else "up.tar", make, items=("after.log",))
    nul = zipped([File(b"a.log\0.png", canary("nul")), File(b"after.log", canary("after"))])
    yield Sample("names", "nul-zip", "up.zip", nul, items=("after.log", "a.log"), told=("AMBIGUOUS",))
    nul_tar = tar(
        tars.pax((b"path", b"a.log\0.png")), tars.file(b"s", canary("nul")), tars.file(b"after.log", canary("x"))
    )
    yield Sample("names", "nul-tar", "up.tar", nul_tar, items=("after.log",))
    nothing = zipped(
        [File(b"", canary("nothing")), File(b"/", b""), File(b".", canary("dot")), File(b"after.log", b"x\n")]
    )
    yield Sample("names", "nothing", "up.zip", nothing, items=("after.log",))


def duplicates() -> Iterator[Sample]:
    """Two items that some programs take for one."""
    composed = unicodedata.normalize("NFC", "größe.log").encode()
    apart = unicodedata.normalize("NFD", "größe.log").encode()
    pairs = {
        "same": (b"a.log", b"a.log", True),
        "dot": (b"a.log", b"./a.log", True),
        "slashes": (b"x/a.log", b"x//a.log", True),
        "parent": (b"a.log", b"x/../a.log", True),
        "case": (b"a.log", b"A.LOG", False),
        "unicode": (composed, apart, False),
    }
    for name, (one, other, told) in pairs.items():
        data = tar(tars.file(one, canary("first")), tars.file(other, canary("second")), tars.file(b"after.log", b"x\n"))
        yield Sample(
            "duplicates", name, "up.tar.gz", tars.CODECS["gz"](data), items=("after.log",),
            told=("DUPLICATE_NAME",) if told else (),
        )  # fmt: skip
    same = zipped([File(b"a.log", canary("first")), File(b"a.log", canary("second")), File(b"after.log", b"x\n")])
    yield Sample("duplicates", "same-zip", "up.zip", same, items=("after.log",), told=("DUPLICATE_NAME",))
    slash = zipped(
        [File(b"x\\a.log", canary("first"), host=0), File(b"x/a.log", canary("second")), File(b"after.log", b"x\n")]
    )
    yield Sample("duplicates", "backslash-zip", "up.zip", slash, items=("after.log",), told=("DUPLICATE_NAME",))
    many = tar(*(tars.file(b"a.log", b"x\n") for _ in range(2000)), tars.file(b"after.log", b"x\n"))
    yield Sample("duplicates", "thousands", "up.tar", many, items=("after.log", "a.log#2000"), told=("DUPLICATE_NAME",))
    path = struct.pack("<BL", 1, zlib.crc32(b"b.log")) + b"a.log"
    extra = struct.pack("<2H", 0x7075, len(path)) + path
    hidden = zipped([File(b"a.log", canary("first")), File(b"b.log", canary("second"), extra=extra)])
    yield Sample("duplicates", "unicode-path-zip", "up.zip", hidden, items=("a.log",), told=("DUPLICATE_NAME",))

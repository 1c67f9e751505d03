"""Tars that two programs read differently."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile import tars
from tests.hostile.sample import Sample, canary
from tests.hostile.tars import BLOCK, file, header, pax, tar

_FIRST, _AFTER = file(b"first.log", canary("first")), file(b"after.log", canary("after"))
_HIDDEN = file(b"evil.log", canary("evil"))


def tar_differential() -> Iterator[Sample]:
    """Sizes, names and ends that are told twice, or in a form that not everybody reads."""
    for name, data, told in (*_sizes(), *_names(), *_kinds(), *_ends()):
        items = ("first.log",)
        yield Sample("tar-differential", name, "up.tar", data, items=items, told=told)


def _sizes() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    inner = _HIDDEN
    told = ("AMBIGUOUS", "BAD_ARCHIVE")
    yield "pax-size-more", tar(_FIRST, pax((b"size", b"%d" % len(inner))), header(b"odd.log", 0), inner, _AFTER), ()
    yield "pax-size-less", tar(_FIRST, pax((b"size", b"0")), header(b"odd.log", len(inner)), inner, _AFTER), told
    yield "pax-size-no-number", tar(_FIRST, pax((b"size", b"-1x")), file(b"odd.log", b"x"), _AFTER), told
    yield "negative", tar(_FIRST, header(b"odd.log", b"\xff" * 12), _AFTER), told
    yield (
        "octal-and-more",
        tar(_FIRST, header(b"odd.log", b"00000000010 junk"[:12]) + tars.padded(b"12345678"), _AFTER),
        (),
    )
    yield "no-number", tar(_FIRST, header(b"odd.log", b"not a number"), _AFTER), told
    yield "huge", tar(_FIRST, header(b"odd.log", b"\x80" + b"\x7f" * 11), _AFTER), ("TRUNCATED", "BAD_ARCHIVE")
    yield (
        "base-256",
        tar(_FIRST, header(b"odd.log", b"\x80" + (8).to_bytes(11, "big")) + tars.padded(b"12345678"), _AFTER),
        (),
    )


def _names() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    yield (
        "pax-and-gnu",
        tar(_FIRST, pax((b"path", b"pax.log")), tars.long_name(b"gnu.log"), file(b"odd.log", b"x"), _AFTER),
        ("AMBIGUOUS",),
    )
    yield (
        "pax-twice",
        tar(_FIRST, pax((b"path", b"one.log"), (b"path", b"two.log")), file(b"odd.log", b"x"), _AFTER),
        (),
    )
    yield (
        "two-pax",
        tar(_FIRST, pax((b"path", b"one.log")), pax((b"path", b"two.log")), file(b"odd.log", b"x"), _AFTER),
        (),
    )
    yield "global-path", tar(_FIRST, pax((b"path", b"all.log"), kind=b"g"), file(b"odd.log", b"x"), _AFTER), ()
    unended = b"17 path=evil.logX"
    yield (
        "pax-unended",
        tar(_FIRST, file(b"PaxHeaders/x", unended, b"x"), file(b"odd.log", b"x"), _AFTER),
        ("AMBIGUOUS", "BAD_ARCHIVE"),
    )
    yield (
        "pax-hidden",
        tar(_FIRST, file(b"PaxHeaders/x", tars.record(b"comment", _HIDDEN), b"x"), file(b"odd.log", b"x"), _AFTER),
        (),
    )
    yield "pax-last", tar(_FIRST, _AFTER, pax((b"path", b"nothing.log"))), ()
    yield "no-ustar-prefix", tar(_FIRST, file(b"odd.log", b"x", magic=b"\0" * 8, prefix=b"evil"), _AFTER), ()


def _kinds() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    yield "folder-with-size", tar(_FIRST, header(b"folder/", len(_HIDDEN), tars.FOLDER), _HIDDEN, _AFTER), ()
    yield (
        "link-with-size",
        tar(_FIRST, header(b"link", len(_HIDDEN), tars.SYMBOLIC, target=b"x"), _HIDDEN, _AFTER),
        ("LINK",),
    )
    yield (
        "unknown-kind",
        tar(_FIRST, file(b"odd.log", b"x" * 600, b"Z"), _AFTER),
        ("DEVICE", "UNSUPPORTED", "AMBIGUOUS"),
    )
    yield (
        "multi-volume",
        tar(_FIRST, file(b"odd.log", b"x" * 600, b"M"), _AFTER),
        ("UNSUPPORTED", "AMBIGUOUS", "DEVICE", "TRUNCATED"),
    )
    yield "volume-label", tar(header(b"label", 0, b"V"), _FIRST, _AFTER), ()


def _ends() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    yield "after-the-end", tar(_FIRST) + tar(_HIDDEN), ("AMBIGUOUS",)
    yield "one-zero-block", _FIRST + bytes(BLOCK) + tar(_AFTER), ("AMBIGUOUS",)
    yield "junk-after-the-end", tar(_FIRST) + b"junk" * 300, ("AMBIGUOUS",)
    yield "no-end", _FIRST + _AFTER, ()

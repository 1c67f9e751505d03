"""Walking zips: what is whole comes out, what contradicts itself is told, nothing is read twice."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.bundle.archives.zip import zip_members
from analyzer.bundle.limits import Limits
from analyzer.model.problem import Problem
from tests.demand import demand
from tests.hostile.zips import DEFLATED, LATER, STORED, UTF8, File, deflated, zipped

LOG = b"".join(b"2026-05-16T18:53:%02dZ stdout F line %d of a log\n" % (n % 60, n * 7919) for n in range(40))
A, B = File(b"logs/a.log", LOG), File(b"b.txt", b"short", method=STORED)


def walk(data: bytes, limits: Limits | None = None) -> list[tuple[str, bytes | str]]:
    """(label, content) for files, (label, reason) for problems."""
    found: list[tuple[str, bytes | str]] = []
    for label, _, content in zip_members("up.zip", io.BytesIO(data), len(data), limits or Limits()):
        if isinstance(content, Problem):
            assert content.path == label
            found.append((label, content.reason))
        else:
            found.append((label, content.read()))
    return found


WHOLE = [("logs/a.log", LOG), ("b.txt", b"short")]


@pytest.mark.parametrize("later", [0, LATER])
@pytest.mark.parametrize("wide", [False, True])
def test_files_come_out_whole(later, wide):
    """Stored and deflated, with sizes before or behind the data, plain and zip64."""
    a, b = replace(A, flags=later, wide=wide), replace(B, flags=later, wide=wide)
    assert walk(zipped([a, b], wide=wide)) == WHOLE


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("seekable", [True, False])
def test_what_pythons_zipfile_writes_is_read(method, seekable):
    """A second writer agrees, also one that cannot go back to its headers."""
    out = io.BytesIO()
    out.seekable = lambda: seekable
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("folder/", b"")
        archive.writestr("logs/a.log", LOG)
        with archive.open("big", "w", force_zip64=True) as stream:
            stream.write(LOG * 500)
    assert walk(out.getvalue()) == [("logs/a.log", LOG), ("big", LOG * 500)]


@pytest.mark.parametrize("flags", [(), ("-0",), ("-fz",), ("-Z", "bzip2")])
def test_what_info_zip_writes_is_read(flags, tmp_path):
    """The zip of a Linux distribution, where there is one; a link in it is a Problem."""
    (tmp_path / "übergröße.log").write_bytes(LOG)
    (tmp_path / "link").symlink_to("/etc/passwd")
    demand(programs=("zip",))
    subprocess.run(["zip", "-q", "-y", *flags, "up.zip", "übergröße.log", "link"], cwd=tmp_path, check=True)
    assert walk((tmp_path / "up.zip").read_bytes()) == [("übergröße.log", LOG), ("link", "LINK")]


@pytest.mark.parametrize(
    ("method", "packed"),
    [
        (12, bz2.compress(LOG)),
        (93, zstd.compress(LOG)),
        (20, zstd.compress(LOG)),
        (95, lzma.compress(LOG)),
        (9, b"any"),
        (98, b"any"),
        (1, b"any"),
    ],
)
def test_methods(method, packed):
    """bzip2, zstd and xz are read; what is not read is named."""
    found = walk(zipped([replace(A, method=method, raw=packed), B]))
    assert found == [("logs/a.log", LOG if method in (12, 93, 20, 95) else "UNSUPPORTED"), WHOLE[1]]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (replace(A, mode=0o120777), "LINK"),
        (replace(A, mode=0o120777, host=0), "LINK"),
        (replace(A, mode=0o020666), "DEVICE"),
        (replace(A, mode=0o010666), "DEVICE"),
        (replace(A, flags=1), "ENCRYPTED"),
        (replace(A, flags=1, method=99), "ENCRYPTED"),
        (replace(A, flags=0x2001), "ENCRYPTED"),
        (replace(A, size=10**9), "AMBIGUOUS"),
        (replace(B, size=4, name=b"logs/a.log"), "AMBIGUOUS"),
        (replace(A, at=77), "AMBIGUOUS"),
    ],
)
def test_what_is_not_read(file, reason):
    """Links, devices, encrypted data and impossible sizes become Problems, and the next file is read."""
    found = walk(zipped([file, replace(B, between=b"")]))
    assert (file.name.decode(), reason) in found
    assert [content for label, content in found if label == file.name.decode()] == [reason]


def _other(**changes):
    return lambda file: replace(file, **changes)


@pytest.mark.parametrize(
    "file",
    [
        replace(A, local=_other(name=b"logs/b.log")),
        replace(A, local=_other(crc=1)),
        replace(A, local=_other(size=4)),
        replace(A, local=_other(packed=4)),
        replace(A, local=_other(method=STORED)),
        replace(A, local=_other(flags=UTF8)),
        replace(A, flags=LATER, descriptor=b"PK\x07\x08" + bytes(12)),
        replace(A, flags=LATER, descriptor=b""),
        replace(A, extra=struct.pack("<2HBL", 0x7075, 6, 1, zlib.crc32(A.name)) + b"x", central_extra=b""),
    ],
)
def test_headers_that_contradict_the_directory(file):
    """The directory counts, as for most programs, and the contradiction is told."""
    found = walk(zipped([file, B]))
    assert found[:3] == [("logs/a.log", LOG), ("logs/a.log", "AMBIGUOUS"), WHOLE[1]]


@pytest.mark.parametrize(
    "data",
    [
        zipped([A, B], prefix=b"#!/bin/sh\n"),
        zipped([A, B], prefix=b"#!/bin/sh\n", shift=-10),
        zipped([A, B], suffix=b"more"),
        zipped([A, replace(B, between=b"hidden")]),
        zipped([A, B, replace(B, name=b"unlisted", listed=False)]),
        zipped([A, B], before_directory=b"hidden"),
        zipped([A, B], before_end=b"hidden"),
        zipped([A, B], count=1),
        zipped([A, B], count=3),
        zipped([A, B], comment=zipped([File(b"evil")])),
        zipped([A, B], suffix=zipped([File(b"evil")])[-22:]),
        zipped([A, B], end={16: ("<L", 1)}),
    ],
    ids=range(12),
)
def test_what_other_programs_may_read_otherwise(data):
    """Bytes that belong to no entry, wrong counts and second ends are told, whatever is read."""
    assert ("up.zip", "AMBIGUOUS") in walk(data) or ("up.zip", "BAD_ARCHIVE") in walk(data)


def test_two_ends_of_zip64_must_agree():
    """What the older end says beside the newer one must be the same."""
    good = zipped([A, B], wide=True)
    assert walk(good) == WHOLE
    assert ("up.zip", "AMBIGUOUS") in walk(good[:-12] + struct.pack("<H", 7) + good[-10:])
    assert ("up.zip", "BAD_ARCHIVE") in walk(good.replace(b"PK\x06\x06", b"PK\x06\x08"))


def test_entries_that_share_bytes_are_not_read():
    """A thousand names of one body are a thousand Problems, and no byte is read."""
    body = File(b"0", b"\0" * 100_000)
    many = [replace(body, name=b"%d" % n, present=n == 0, at=0) for n in range(1000)]
    found = walk(zipped(many))
    assert [what for _, what in found if isinstance(what, bytes)] == []
    assert sum(what == "AMBIGUOUS" for _, what in found) >= 1000


@pytest.mark.parametrize(
    ("name", "flags", "host", "label"),
    [
        ("größe.log".encode(), UTF8, 3, "größe.log"),
        ("größe.log".encode(), 0, 3, "größe.log"),
        ("größe.log".encode("cp437"), 0, 0, "größe.log"),
        (b"\xff\xfe.log", UTF8, 3, "\\xff\\xfe.log"),
        (b"a\\b.log", 0, 0, "a/b.log"),
        (b"run-user-1000\\x2d.mount", 0, 3, "run-user-1000\\x2d.mount"),
        (b"../../etc/passwd", 0, 3, "../../etc/passwd"),
        (b"C:\\x\\y", 0, 10, "C:/x/y"),
        (b"./a", 0, 3, "a"),
        (b"", 0, 3, "(no name)"),
    ],
)
def test_names_become_labels(name, flags, host, label):
    """A name is a text for a person and never a path, whatever it holds."""
    found = walk(zipped([replace(B, name=name, flags=flags, host=host)]))
    assert found == [(label, b"short")]


def test_an_endless_name_is_shortened():
    """A name of 60,000 characters costs a label of at most 1,024 bytes, and its content is read."""
    ((label, content),) = walk(zipped([replace(B, name=b"n" * 60_000)]))
    assert (len(label) <= 1024, content) == (True, b"short")


def test_a_name_with_a_nul_is_ambiguous():
    """Programs that end names at a NUL see another one."""
    assert walk(zipped([replace(B, name=b"a.log\0.png")])) == [
        ("a.log\\x00.png", b"short"),
        ("a.log\\x00.png", "AMBIGUOUS"),
    ]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (replace(A, crc=1), "BAD_CHECKSUM"),
        (replace(A, raw=deflated(LOG)[:-20]), "TRUNCATED"),
        (replace(A, raw=b"\xff" * 40), "BAD_ARCHIVE"),
        (replace(A, size=len(LOG) - 1, crc=zlib.crc32(LOG[:-1])), "AMBIGUOUS"),
        (replace(A, size=len(LOG) + 1), "TRUNCATED"),
        (replace(A, raw=deflated(LOG) + b"more"), "AMBIGUOUS"),
    ],
)
def test_a_stream_ends_early_and_the_problem_follows(file, reason):
    """Damage never raises: what was sound was delivered, then the label has a Problem."""
    found = walk(zipped([file, B]))
    assert found[1:] == [("logs/a.log", reason), WHOLE[1]]
    assert found[0][0] == "logs/a.log"
    assert LOG.startswith(found[0][1])


def test_limits_of_what_is_declared():
    """Sizes are added up before anything is read; entries above the limit are left out."""
    data = zipped([A, B, replace(B, name=b"c")])
    assert walk(data, Limits(max_total=len(LOG) + 5)) == [*WHOLE, ("c", "LIMIT_TOTAL")]
    assert walk(data, Limits(max_members=2)) == [*WHOLE, ("up.zip", "LIMIT_MEMBERS")]
    assert walk(zipped([])) == [("up.zip", "EMPTY")]


def test_a_stream_that_nobody_reads_costs_nothing():
    """A listing takes the labels and leaves the data."""
    data = zipped([replace(A, raw=b"\xff"), B])
    found = [label for label, _, _ in zip_members("up.zip", io.BytesIO(data), len(data), Limits())]
    assert found == ["logs/a.log", "b.txt"]


SAMPLES = {
    "zip": zipped([A, B, replace(A, name=b"c.log", flags=LATER)], comment=b"a comment"),
    "zip64": zipped([replace(A, wide=True, flags=LATER), B], wide=True),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_cut_is_noticed(name):
    """Wherever it is cut off: what comes out is a beginning of the truth, and a Problem tells."""
    data = SAMPLES[name]
    whole = dict(walk(data))
    for cut in range(len(data)):
        found = walk(data[:cut])
        assert any(what in ("TRUNCATED", "BAD_ARCHIVE", "BAD_CHECKSUM") for _, what in found), cut
        for label, content in found:
            if isinstance(content, bytes):
                assert whole[label].startswith(content), cut


@pytest.mark.parametrize("name", SAMPLES)
def test_no_flipped_bit_is_silent(name):
    """Each single bit: a Problem tells, or no byte of any member changed."""
    data = SAMPLES[name]
    whole = walk(data)
    for bit in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        found = walk(bytes(flipped))
        assert found == whole or any(isinstance(what, str) for _, what in found), bit


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(0, 300))
def test_no_bytes_raise(noise, at, length):
    """Noise in any place of an archive is a Problem or harmless."""
    data = SAMPLES["zip"]
    walk(data[:at] + noise + data[at + length :])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=400_000), max_size=3), st.sampled_from([STORED, DEFLATED]), st.integers(1, 70_000))
def test_pieces_of_any_size_make_the_whole(contents, method, step):
    """How much is read at once changes nothing."""
    data = zipped([File(b"%d" % n, content, method=method) for n, content in enumerate(contents)])
    for label, size, stream in zip_members("up.zip", io.BytesIO(data), len(data), Limits()):
        if isinstance(stream, Problem):
            assert stream.reason == "EMPTY"
            continue
        pieces = list(iter(lambda stream=stream: stream.read(step), b""))
        assert (b"".join(pieces), size) == (contents[int(label)], len(contents[int(label)]))

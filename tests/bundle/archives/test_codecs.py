"""Compressed streams: whole they come out, damaged they say so, and never silently."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import os
import subprocess
import zlib

import pytest
from backports import zstd

from analyzer.bundle.archives.gzip_frame import GzipFrame
from analyzer.bundle.limits import MAX_REPLAYS, Limits
from analyzer.model.errors import InputError
from tests.bundle.packing import LOG, PACK, TREE, UPLOAD, outcome, read_all, tar
from tests.demand import demand

# `BUNDLE_LONG=1` flips every bit; else an eleventh of them, another one for each archive.
EVERY = 1 if os.environ.get("BUNDLE_LONG") else 11
SMALL = {"a.log": LOG[:400], "b": bytes(range(256)) + b"x" * 300}
NAMED = [(codec, form) for codec in PACK for form in ("log", "tar")]


def packed(codec: str, form: str) -> tuple[bytes, str, dict[str, bytes]]:
    """(the archive, its name, what is in it)."""
    if form == "log":
        return PACK[codec](LOG[:900]), f"kubelet.log.{codec}", {f"kubelet.log.{codec}": LOG[:900]}
    return PACK[codec](tar(SMALL)), f"bundle.tar.{codec}", SMALL


@pytest.mark.parametrize("codec", PACK)
def test_a_tree_comes_out_of_every_codec(codec):
    """A compressed tar gives its files whole, without any Problem."""
    assert UPLOAD.read(PACK[codec](tar(TREE)), f"bundle.tar.{codec}") == (TREE, [])


@pytest.mark.parametrize("codec", PACK)
def test_a_compressed_log_is_one_member_under_its_own_label(codec):
    """`kubelet.log.1.gz` is what was compressed into it; the name decides nothing."""
    assert UPLOAD.read(PACK[codec](LOG), "kubelet.log.1") == ({"kubelet.log.1": LOG}, [])


@pytest.mark.parametrize("codec", PACK)
def test_parts_that_follow_one_another_are_one_stream(codec):
    """gzip members, xz streams, bzip2 streams and zstd frames may be concatenated."""
    data = b"".join(PACK[codec](part) for part in (LOG, b"", b"more\n", LOG))
    assert UPLOAD.read(data, f"a.log.{codec}") == ({f"a.log.{codec}": LOG + b"more\n" + LOG}, [])


@pytest.mark.parametrize("codec", PACK)
@pytest.mark.parametrize(("tail", "words"), [(b"\0" * 700, "700 zero bytes"), (b"something else", "14 bytes")])
def test_what_follows_the_end_is_told(codec, tail, words):
    """Padding and garbage behind the last part are not read, and are named with their size."""
    found, problems = UPLOAD.read(PACK[codec](LOG) + tail, "a")
    assert found == {"a": LOG}
    if codec == "xz" and not tail.strip(b"\0"):
        assert problems == []  # its format allows padding in units of four
    else:
        assert [problem.reason for problem in problems] == ["AMBIGUOUS"]
        assert words in problems[0].detail


def test_xz_padding_between_streams_is_part_of_the_format():
    """Zero bytes in units of four stand between streams."""
    data = lzma.compress(b"one\n") + bytes(300 * 1024) + lzma.compress(b"two\n")
    assert UPLOAD.read(data, "a.xz") == ({"a.xz": b"one\ntwo\n"}, [])


def test_skippable_zstd_frames_are_skipped():
    """pzstd and seekable zstd put frames of their own before and behind the data."""
    skip = b"\x52\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"hello"
    assert UPLOAD.read(skip + zstd.compress(LOG) + skip, "a.zst") == ({"a.zst": LOG}, [])


@pytest.mark.parametrize("command", [["gzip", "-9"], ["xz", "-9e"], ["xz", "--check=none"], ["zstd", "-19", "--long"]])
def test_the_usual_programs_are_understood(command):
    """What gzip, xz and zstd write themselves comes out."""
    demand(programs=(command[0],))
    data = subprocess.run([*command, "-c"], input=LOG * 50, capture_output=True, check=True).stdout
    assert UPLOAD.read(data, "a") == ({"a": LOG * 50}, [])


def test_a_gzip_header_with_every_field_is_passed():
    """Extra field, name, comment and header checksum stand before the data (RFC 1952)."""
    body = gzip.compress(LOG, mtime=0)
    header = body[:3] + b"\x1e" + body[4:10] + b"\x03\0abc" + b"name\0" + b"comment\0"
    header += (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little")
    assert UPLOAD.read(header + body[10:], "a") == ({"a": LOG}, [])


def test_a_checksum_that_fails_at_the_end_leaves_the_data():
    """All of the log stands; the Problem says that nothing of it is proven."""
    data = bytearray(gzip.compress(LOG))
    data[-6] ^= 1
    found, (problem,) = UPLOAD.read(bytes(data), "a.gz")
    assert found == {"a.gz": LOG}
    assert (problem.reason, problem.bytes_read) == ("BAD_CHECKSUM", len(LOG))
    assert "nothing of it is proven" in problem.detail


@pytest.mark.parametrize("codec", PACK)
def test_what_stands_before_the_damage_is_read(codec):
    """Damage in the middle of a large file leaves the first part; it ends where the damage shows."""
    content = b"".join(b"%d %s\n" % (n, hashlib.sha256(b"%d" % n).hexdigest().encode()) for n in range(20_000))
    data = bytearray(PACK[codec](content))
    data[len(data) * 3 // 4] ^= 0x10
    found, problems = UPLOAD.read(bytes(data), "a")
    if codec == "xz":
        assert problems  # one block, whose decoder may lose its way at any place
    else:
        same = os.path.commonprefix([content, found["a"]])
        assert len(same) > len(content) // 2
        assert problems[0].reason in ("BAD_ARCHIVE", "BAD_CHECKSUM")
        assert problems[0].bytes_read == len(found["a"])


@pytest.mark.parametrize(("codec", "form"), NAMED)
def test_a_cut_at_any_place_is_noticed(codec, form):
    """What comes out of the first n bytes is a beginning of the whole, and a Problem tells of the rest."""
    data, name, whole = packed(codec, form)
    assert UPLOAD.read(data, name) == (whole, [])
    for size in range(len(data)):
        found, problems = UPLOAD.read(data[:size], name)
        assert problems, size
        assert all(whole[label].startswith(content) for label, content in found.items()), size


@pytest.mark.parametrize(("codec", "form"), NAMED)
def test_no_flipped_bit_is_silent(codec, form):
    """Either a Problem tells, or every member is what it was."""
    data, name, whole = packed(codec, form)
    for bit in range(NAMED.index((codec, form)) % EVERY, len(data) * 8, EVERY):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        found, problems = UPLOAD.read(bytes(flipped), name)
        assert problems or found == whole, bit


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"7z\xbc\xaf\x27\x1c\0\4", "7-Zip"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"\x04\x22\x4d\x18\x64\x40\xa7", "LZ4"),
        (b"\x1f\x9d\x90abc", "compress"),
        (b"LZIP\x01\x0c", "lzip"),
        (b"Salted__12345678", "OpenSSL"),
        (b"\x8c\x0d\x04\x09\x03\x02", "GnuPG"),
    ],
)
def test_a_format_that_is_not_read_is_named(data, words):
    """The whole upload is refused with the name of the format and what to do."""
    with pytest.raises(InputError, match=f"{words}.*(unpack|decrypt) it") as caught:
        outcome(data, "bundle.bin")
    assert caught.value.exit_code == 5


def test_a_decoder_that_wants_too_much_memory_is_refused():
    """The window of the data is above what a reader may have; the option is named."""
    data = lzma.compress(LOG, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 256 * 2**20}])
    path_limits = Limits(max_memory=256 * 2**20)
    found, (problem,) = UPLOAD.read(data, "a.xz", path_limits)
    assert found == {}
    assert "memory" in problem.detail
    data = zstd.compress(LOG * 2, options={zstd.CompressionParameter.window_log: 30})
    assert UPLOAD.read(io.BytesIO(data).read(), "a.zst")[0] in ({}, {"a.zst": LOG * 2})


def test_the_decompressor_of_gzip_keeps_to_its_room():
    """It gives at most what is asked for, says when it wants more, and keeps what follows its end."""
    data = gzip.compress(b"x" * 10_000) + b"tail"
    frame, out = GzipFrame(), b""
    at = 0
    while not frame.eof:
        piece = b""
        if frame.needs_input:
            piece, at = data[at : at + 3], at + 3
        part = frame.decompress(piece, 100)
        assert len(part) <= 100
        out += part
    assert out == b"x" * 10_000
    assert frame.unused_data + data[at:] == b"tail"


def test_only_so_many_damaged_files_are_unpacked_twice(tmp_path):
    """To see how far a file is sound costs time, which a thousand of them may not take."""
    data = gzip.compress(os.urandom(2000) + LOG, mtime=0)
    for number in range(MAX_REPLAYS + 50):
        (tmp_path / f"{number:04}.gz").write_bytes(data[:1500] + b"\xff" * 100 + data[1600:])
    found, problems = read_all(tmp_path)
    assert len(problems) >= MAX_REPLAYS + 50
    assert {item.reason for item in problems} <= {"BAD_CHECKSUM", "BAD_ARCHIVE", "TRUNCATED"}
    assert len(found) >= MAX_REPLAYS


def test_many_small_parts_take_no_time():
    """Ten thousand parts of a few bytes are unpacked part by part, not copied as often."""
    data = gzip.compress(b"line\n", mtime=0) * 10_000
    assert UPLOAD.read(data, "a")[0] == {"a": b"line\n" * 10_000}
    assert UPLOAD.read(bz2.compress(b"l\n") * 1000, "a")[0] == {"a": b"l\n" * 1000}

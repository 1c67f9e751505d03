"""Limits: each ends what is above it, keeps what was read, and names its numbers and its option."""

from __future__ import annotations

import bz2
import gzip
import io
import pickle
import tarfile
import zipfile
from dataclasses import asdict

import pytest

from analyzer.bundle.limits import Limits
from analyzer.bundle.open import members
from tests.bundle.packing import LOG, PACK, UPLOAD, entry, read_all, tar

MIB = 1024 * 1024


def test_limits_travel_to_the_worker():
    """They survive being pickled and being made a dictionary."""
    limits = Limits(max_ratio=7)
    assert pickle.loads(pickle.dumps(limits)) == limits  # noqa: S301
    assert Limits(**asdict(limits)) == limits


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_limit_of_all_bytes_cuts_the_member_at_it(pack):
    """What was delivered up to the limit stands; the rest is one Problem with its option."""
    data = pack(tar({"a": b"a" * 600, "b": b"b" * 600, "c": b"c"}))
    found, (problem,) = UPLOAD.read(data, "b.tar", Limits(max_total=1000))
    assert found == {"a": b"a" * 600, "b": b"b" * 400}
    assert (problem.path, problem.reason, problem.option, problem.bytes_read) == (
        "b",
        "LIMIT_TOTAL",
        "--max-total",
        400,
    )
    assert "1000" in problem.detail


def test_exactly_the_limit_is_allowed():
    """A bundle of as many bytes and members as the limits name is whole."""
    data = gzip.compress(tar({"a": b"a" * 600, "b": b"b" * 400}))
    assert UPLOAD.read(data, "b.tar", Limits(max_total=1000, max_members=2))[1] == []


def test_bytes_that_nobody_reads_count_as_well(tmp_path):
    """What is drained was delivered: a reader cannot go round the limit by not looking."""
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(tar({"a": b"a" * 600, "b": b"b" * 600})))
    items = list(members(tmp_path / "b.tar.gz", Limits(max_total=1000)))
    assert [item.path for item in items] == ["a", "b", "b"]
    assert items[-1].reason == "LIMIT_TOTAL"
    assert [item.stream.tell() for item in items[:2]] == [600, 400]


def test_more_members_than_the_limit_are_not_read(tmp_path):
    """Folders, links and files of an archive count; files of a folder, too."""
    files = dict.fromkeys("abc", b"1")
    found, (problem,) = UPLOAD.read(tar(files), "b.tar", Limits(max_members=2))
    assert list(found) == ["a", "b"]
    assert (problem.path, problem.reason, problem.option) == ("b.tar", "LIMIT_MEMBERS", "--max-members")
    for name in files:
        (tmp_path / name).write_bytes(b"1")
    found, (problem,) = read_all(tmp_path, Limits(max_members=2))
    assert list(found) == ["a", "b"]
    assert (problem.path, problem.reason) == ("c", "LIMIT_MEMBERS")


@pytest.mark.parametrize("codec", PACK)
def test_a_bomb_is_stopped_by_its_ratio(codec):
    """Zeros expand a thousand times and more: reading ends soon behind the point where it is noticed."""
    found, problems = UPLOAD.read(PACK[codec](bytes(40 * MIB)), "a")
    assert {item.reason for item in problems} == {"LIMIT_RATIO"}
    assert problems[0].option == "--max-ratio"
    assert problems[0].bytes_read == len(found["a"]) < 20 * MIB


@pytest.mark.parametrize("codec", PACK)
def test_a_bomb_in_a_tar_loses_the_member_and_what_follows(codec):
    """The cut member and the archive each have their Problem; what stands before is whole."""
    found, problems = UPLOAD.read(PACK[codec](tar({"a": LOG, "bomb": bytes(40 * MIB), "z": b"1"})), "b.tar")
    assert found["a"] == LOG
    assert "z" not in found
    assert [(item.path, item.reason) for item in problems] == [("bomb", "LIMIT_RATIO"), ("b.tar", "LIMIT_RATIO")]


@pytest.mark.parametrize("codec", PACK)
def test_a_log_of_one_repeated_line_is_no_bomb(codec):
    """Small files may expand as far as they like; a higher limit lets large ones through."""
    data = b"2026-05-16T18:53:00Z the same line\n" * 25_000
    assert UPLOAD.read(PACK[codec](data), "a") == ({"a": data}, [])
    assert UPLOAD.read(PACK[codec](bytes(40 * MIB)), "a", Limits(max_ratio=10**7))[1] == []


def test_bombs_that_share_the_work_are_counted_together(tmp_path):
    """Many small members below the ratio of one each are above that of the whole run."""
    for number in range(60):
        (tmp_path / f"{number}.bz2").write_bytes(bz2.compress(bytes(1000 * 1000)))
    found, problems = read_all(tmp_path)
    assert len(found) < 30
    assert problems[-1].reason == "LIMIT_RATIO"


def test_an_upload_above_the_limit_is_read_up_to_it():
    """What stands in front is kept; a zip, whose list of members stands behind, is refused."""
    found, problems = UPLOAD.read(tar({"a": LOG, "b": LOG * 60}), "b.tar", Limits(max_input=70_000))
    assert found["a"] == LOG
    assert [(item.path, item.reason, item.option) for item in problems] == [("b", "LIMIT_INPUT", "--max-input")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", LOG * 60)
    found, problems = UPLOAD.read(out.getvalue(), "b.zip", Limits(max_input=70_000))
    assert (found, [item.reason for item in problems]) == ({}, ["LIMIT_INPUT"])


def test_a_header_that_promises_much_costs_nothing():
    """A member of 2^60 bytes is as long as what is there."""
    info = entry("file", 2**60)
    header = info.tobuf(tarfile.GNU_FORMAT)
    found, _ = UPLOAD.read(gzip.compress(header + bytes(5 * MIB)), "b.tar.gz", Limits(max_ratio=10**6))
    assert len(found["file"]) == 5 * MIB

"""Walking tars: what is whole comes out, what programs disagree about is told."""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
from functools import partial

import pytest

from analyzer.bundle.archives.budget import Budget
from analyzer.bundle.archives.stage import FileStage
from analyzer.bundle.archives.tar import tar_entries
from analyzer.bundle.limits import Limits
from analyzer.model.problem import Problem
from tests.bundle.packing import END, TREE, UPLOAD, block, entry, extended, outcome, record, tar
from tests.demand import demand

FILE = block(entry("file", 1), b"z")


def renamed(header: bytes, *changes: tuple[int, bytes]) -> bytes:
    """A header with other bytes at some places, and the checksum made right."""
    data = bytearray(header)
    for at, new in changes:
        data[at : at + len(new)] = new
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_files_come_out_whole_in_every_tar_format(form):
    """Names and contents survive, also those that do not fit an old header."""
    assert UPLOAD.read(tar(TREE, form), "b.tar") == (TREE, [])


@pytest.mark.parametrize("form", ["v7", "oldgnu", "gnu", "ustar", "pax", "posix"])
def test_what_gnu_tar_writes_comes_out(tmp_path, form):
    """Every format of the program itself, with its folders and its volume label."""
    demand(programs=("tar",))
    for name, content in TREE.items():
        path = tmp_path / "in" / (name[-90:] if form in ("v7", "ustar") else name).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    label = ["--label=case 12"] if form in ("gnu", "pax") else []
    data = subprocess.run(
        ["tar", "-c", f"--format={form}", *label, "-C", tmp_path / "in", "."], capture_output=True, check=True
    ).stdout
    found, problems = UPLOAD.read(data, "b.tar")
    assert problems == []
    assert sorted(found.values()) == sorted(TREE.values())
    assert "logs/a.log" in found


@pytest.mark.parametrize(
    "options", [[], ["--format=pax", "--sparse-version=1.0"], ["--format=pax", "--sparse-version=0.1"]]
)
def test_a_sparse_file_is_told_and_passed(tmp_path, options):
    """Its holes are no content; the file behind it is still found."""
    with (tmp_path / "a-sparse").open("wb") as file:
        for number in range(40):
            file.seek(number * 1024 * 1024)
            file.write(b"x" * 4096)
    (tmp_path / "b-plain").write_bytes(b"text")
    command = ["tar", "-cS", *options, "-C", tmp_path, "a-sparse", "b-plain"]
    demand(programs=("tar",))
    data = subprocess.run(command, capture_output=True, check=True).stdout
    assert outcome(data, "b.tar") == [("a-sparse", "SPARSE"), ("b-plain", b"text")]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (tarfile.SYMTYPE, "LINK"),
        (tarfile.LNKTYPE, "LINK"),
        (tarfile.CHRTYPE, "DEVICE"),
        (tarfile.BLKTYPE, "DEVICE"),
        (tarfile.FIFOTYPE, "DEVICE"),
        (b"M", "TRUNCATED"),
    ],
)
def test_only_regular_files_are_read(kind, reason):
    """A link or device becomes a Problem and the next file is still read."""
    data = block(entry("odd", kind=kind, target="/etc/passwd")) + FILE + END
    assert outcome(data, "b.tar") == [("odd", reason), ("file", b"z")]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE])
@pytest.mark.parametrize("content", [b"", b"y" * 700])
def test_a_size_where_no_content_belongs_does_not_hide_the_next_file(kind, content):
    """Programs differ in whether content follows; here the next header decides."""
    data = block(entry("odd", size=700, kind=kind), content) + FILE + END
    found, problems = UPLOAD.read(data, "b.tar")
    assert found == {"file": b"z"}
    if content or kind == tarfile.DIRTYPE:
        assert "AMBIGUOUS" in [problem.reason for problem in problems]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (extended(b"x", record(b"path", b"long/name")), {"long/name": b"z"}),
        (extended(b"L", b"gnu/name\0"), {"gnu/name": b"z"}),
        (extended(b"x", record(b"mtime", b"1.5") + record(b"path", b"p") + record(b"uname", b"x")), {"p": b"z"}),
        (extended(b"x", record(b"path", b"new\nline")), {"new\nline": b"z"}),
        (extended(b"g", record(b"comment", b"4b825dc")), {"file": b"z"}),
        (extended(b"K", b"target\0"), {"file": b"z"}),
    ],
)
def test_extension_headers_name_the_next_entry(headers, found):
    """pax and GNU names replace the one in the header."""
    assert UPLOAD.read(headers + FILE + END, "b.tar") == (found, [])


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (extended(b"x", record(b"path", b"pax")) + extended(b"L", b"gnu\0"), {"pax": b"z"}),
        (extended(b"g", record(b"path", b"all")), {"all": b"z"}),
        (extended(b"x", record(b"path", b"a\0b")), {"a\0b": b"z"}),
        (extended(b"x", b"30 path=unterminated"), {"file": b"z"}),
        (extended(b"x", b"nothing of the kind"), {"file": b"z"}),
        (extended(b"x", record(b"size", b"0")), {"file": b""}),
    ],
)
def test_what_programs_disagree_about_is_told(headers, found):
    """The file is read in one way, and the Problem says that there are others."""
    got, problems = UPLOAD.read(headers + FILE + END, "b.tar")
    assert got.items() >= (found.items() if b"size" not in headers else set())
    assert "AMBIGUOUS" in [problem.reason for problem in problems]


def test_the_size_of_a_pax_header_goes_before_the_old_one():
    """Files from 8 GiB have their size only there; the old field is zero."""
    data = extended(b"x", record(b"size", b"700")) + entry("big").tobuf() + b"q" * 700 + bytes(324) + FILE + END
    assert UPLOAD.read(data, "b.tar") == ({"big": b"q" * 700, "file": b"z"}, [])


def test_numbers_may_be_in_base_256():
    """GNU tar writes sizes above 8 GiB in binary."""
    header = renamed(FILE[:512], (124, b"\x80" + bytes(10) + b"\x01"))
    assert UPLOAD.read(header + FILE[512:] + END, "b.tar") == ({"file": b"z"}, [])


@pytest.mark.parametrize(
    "size",
    [b"\xff" * 12, b"\xff" * 8 + b"\0\0\0\0", b"-0000000001\0", b"00000000019\0", b"0o000000001\0", b"+0000000001\0"],
)
def test_a_size_that_cannot_be_ends_the_walk(size):
    """A negative or garbled size leads nowhere; what stands before it is kept."""
    bad = renamed(FILE[:512], (0, b"bad\0"), (124, size)) + FILE[512:]
    assert outcome(FILE + bad + FILE + END, "b.tar") == [("file", b"z"), ("b.tar", "BAD_ARCHIVE")]


def test_an_enormous_size_is_an_archive_that_was_cut():
    """A size of 2^62 delivers what there is, and one Problem for the member, one for the archive."""
    header = renamed(FILE[:512], (124, b"\x80" + (2**62).to_bytes(11, "big")))
    found, problems = UPLOAD.read(header + b"some content", "b.tar")
    assert found == {"file": b"some content"}
    assert [(item.path, item.reason, item.bytes_read) for item in problems] == [
        ("file", "TRUNCATED", 12),
        ("b.tar", "TRUNCATED", None),
    ]


def test_a_checksum_over_signed_bytes_is_accepted():
    """Old programs added bytes above 127 as negative numbers."""
    data = bytearray(renamed(FILE[:512], (0, "größe".encode())))
    high = sum(1 for byte in data[:148] + data[156:] if byte > 127)
    data[148:156] = b"%06o\0 " % (int(data[148:154], 8) - 256 * high)
    assert UPLOAD.read(bytes(data) + FILE[512:] + END, "b.tar") == ({"größe": b"z"}, [])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (b"./top.txt", "top.txt"),
        (b"/etc/passwd", "/etc/passwd"),
        (b"../../up", "../../up"),
        (b"caf\xe9.txt", "caf\\xe9.txt"),
        (b"C:\\x\\y", "C:\\x\\y"),
        (b"\0hidden", "(no name)"),
        (b"cut\0hidden", "cut"),
    ],
)
def test_a_name_is_a_label_and_no_path(name, label):
    """Whatever a name tries, it is only text."""
    header = renamed(FILE[:512], (0, name.ljust(20, b"\0")))
    assert UPLOAD.read(header + FILE[512:] + END, "b.tar") == ({label: b"z"}, [])


@pytest.mark.parametrize("other", ["a/b", "./a/b", "a//b", "/a/b", "a/./b", "a/c/../b"])
def test_two_spellings_of_one_name_are_duplicates(other):
    """Both are read, the second under a name of its own."""
    data = block(entry("a/b", 1), b"1") + block(entry(other, 1), b"2") + END
    found, problems = UPLOAD.read(data, "b.tar")
    assert list(found.values()) == [b"1", b"2"]
    assert [(item.path, item.reason) for item in problems] == [(list(found)[1], "DUPLICATE_NAME")]
    assert list(found)[1].endswith("#2")


def test_names_that_differ_in_case_are_two():
    """`A` and `a` are two files where the bundle was collected."""
    assert UPLOAD.read(tar({"A": b"1", "a": b"2"}), "b.tar") == ({"A": b"1", "a": b"2"}, [])


def test_a_name_without_end_is_shortened_and_read():
    """A label has at most 1,024 bytes, 255 between slashes, and 65 parts."""
    long = {"x" * 5000: b"1", "y/" * 500 + "z": b"2", "/".join(["w" * 200] * 20): b"3"}
    found, problems = UPLOAD.read(tar(long), "b.tar")
    assert problems == []
    assert list(found.values()) == list(long.values())
    for label in found:
        assert len(label.encode()) <= 1024
        assert max(len(part) for part in label.split("/")) <= 255
        assert label.count("/") <= 65


def test_what_a_mac_packs_beside_the_files_is_no_content():
    """AppleDouble twins and .DS_Store are passed; a text that is only named so is read."""
    twin = b"\0\5\x16\7" + bytes(60)
    data = tar({"._a": twin, "a": b"1", "__MACOSX/._a": twin, ".DS_Store": b"\0\0\0\1Bud1" + bytes(9), "._b": b"text"})
    found, problems = UPLOAD.read(data, "b.tar")
    assert found == {"a": b"1", "._b": b"text"}
    assert {item.reason for item in problems} == {"SIDE_FILE"}
    assert len(problems) == 3


def test_a_member_that_nobody_reads_is_passed():
    """The walk goes on at the next header even if the content was left alone."""
    assert [label for label, _ in outcome(tar({"skipped": b"x" * 5000, "read": b"y"}), "b")] == ["skipped", "read"]


@pytest.mark.parametrize(
    ("tail", "reasons"),
    [
        (b"", ["TRUNCATED"]),
        (bytes(512), []),
        (END + bytes(9000), []),
        (END + b"garbage", ["AMBIGUOUS"]),
        (END + bytes(100) + b"x" * 700, ["AMBIGUOUS"]),
        (b"half a header", ["TRUNCATED"]),
        (b"x" * 512, ["BAD_ARCHIVE"]),
        (extended(b"L", b"name"), ["TRUNCATED"]),
        (extended(b"L", b"name") + END, ["BAD_ARCHIVE"]),
        (extended(b"x", record(b"path", b"p"))[:700], ["TRUNCATED"]),
    ],
)
def test_the_end_of_a_plain_tar(tail, reasons):
    """The end mark may be short; without any, nobody knows whether there was more."""
    found, problems = UPLOAD.read(FILE + tail, "b.tar")
    assert found == {"file": b"z"}
    assert [problem.reason for problem in problems] == reasons


def test_a_checked_stream_needs_no_end_mark():
    """Where a codec proves the end, a writer that forgot the mark lost nothing."""
    assert UPLOAD.read(gzip.compress(FILE), "b.tar.gz") == ({"file": b"z"}, [])


def test_entries_behind_the_end_mark_are_read_and_told():
    """Two archives in one file: GNU tar stops at the first end mark, others go on."""
    data = FILE + END + block(entry("second", 2), b"22") + END
    assert outcome(data, "b.tar") == [("file", b"z"), ("second", b"22"), ("b.tar", "AMBIGUOUS")]


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (extended(b"L", b"n" * (1 << 20)), "LIMIT_MEMBER"),
        (extended(b"x", b"n" * 70_000), "LIMIT_MEMBER"),
        (extended(b"L", b"n" * 60_000) * 20, "LIMIT_MEMBER"),
        (extended(b"g", record(b"comment", b"n" * 60_000)) * 20, "LIMIT_MEMBER"),
    ],
)
def test_endless_extension_headers_end_the_walk(headers, reason):
    """They are refused before they are held in memory; what stands before them is kept."""
    data = gzip.compress(FILE + headers + block(entry("after", 1), b"a") + END)
    assert outcome(data, "b.tar.gz") == [("file", b"z"), ("b.tar.gz", reason)]


def test_an_entry_of_an_unknown_kind_is_read_as_a_file():
    """So POSIX asks; other programs may pass it."""
    data = block(entry("odd", 2, b"?"), b"ab") + FILE + END
    found, problems = UPLOAD.read(data, "b.tar")
    assert found == {"odd": b"ab", "file": b"z"}
    assert [item.reason for item in problems] == ["AMBIGUOUS"]


def test_a_plain_tar_that_is_cut_anywhere_says_so():
    """Inside a header, a content, padding, or between two members."""
    data = tar(TREE)
    end = len(data.rstrip(b"\0"))
    for size in [*range(0, end + 512, 13), *range(0, end, 512)]:
        found, problems = UPLOAD.read(data[:size], "b.tar")
        assert problems or found == TREE, size
        assert all(TREE[label].startswith(content) for label, content in found.items())


def test_a_member_ends_where_it_was_cut():
    """The beginning of the cut member is delivered, with how many bytes came."""
    raw = tar({"a": b"a" * 600, "b": b"b" * 600, "c": b"c"})
    found, problems = UPLOAD.read(raw[: 512 * 4 + 100], "b.tar")
    assert found == {"a": b"a" * 600, "b": b"b" * 100}
    assert [(item.path, item.reason, item.bytes_read) for item in problems] == [
        ("b", "TRUNCATED", 100),
        ("b.tar", "TRUNCATED", None),
    ]
    assert "what follows" in problems[1].detail


def test_an_empty_tar_is_refused_as_an_upload():
    """Nothing is in it, and the error says so."""
    (problem,) = UPLOAD.read(bytes(10240), "b.tar")[1]
    assert problem.reason == "REFUSED"
    assert "end mark" in problem.detail


def test_the_walk_does_not_depend_on_how_much_is_read_at_once():
    """One byte at a time gives the same as all at once, and `tell` counts them."""
    budget = Budget(Limits())
    found = {}
    for label, _, content in tar_entries(FileStage(io.BytesIO(tar(TREE)), budget), budget):
        assert not isinstance(content, Problem)
        found[label] = b"".join(iter(partial(content.read, 1), b""))
        assert content.tell() == len(found[label])
    assert found == TREE

"""Opening what was sent: folders, files, descriptors, and what only looks like an archive."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.bundle.archives.formats import archive_of, codec_of, refused
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import members
from analyzer.model.errors import InputError, UsageError
from analyzer.model.problem import Problem
from tests.bundle.packing import LOG, PACK, TREE, UPLOAD, read_all, tar


def listed(path, limits=None):
    """(label, content or reason) of everything below a path."""
    return [
        (item.path, item.reason if isinstance(item, Problem) else item.stream.read())
        for item in members(path, limits or Limits())
    ]


def test_a_folder_gives_its_files_in_a_fixed_order(tmp_path):
    """Members are sorted by label, whatever the file system's order is."""
    for name in ("b/2.txt", "a.txt", "b/1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [label for label, _ in listed(tmp_path)] == ["a.txt", "b/1.txt", "b/2.txt"]


def test_links_and_pipes_are_not_followed(tmp_path):
    """What is not a regular file becomes a Problem, and nothing blocks on it."""
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert listed(tmp_path) == [("link", "LINK"), ("loop", "LINK"), ("pipe", "DEVICE")]


def test_a_missing_path_is_wrong_usage(tmp_path):
    """The error names the path and ends with the usage exit code."""
    with pytest.raises(UsageError, match="no-such") as caught:
        listed(tmp_path / "no-such")
    assert caught.value.exit_code == 2


def test_a_device_is_wrong_usage():
    """It has no end; nothing is read of it."""
    with pytest.raises(UsageError, match="neither a folder nor a file"):
        listed(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("limits", "reason"), [(Limits(max_members=1), "LIMIT_MEMBERS"), (Limits(max_total=1), "LIMIT_TOTAL")]
)
def test_a_limit_ends_the_walk_and_says_so(tmp_path, limits, reason):
    """At a limit the rest becomes one Problem that names the option."""
    for name in "abc":
        (tmp_path / name).write_text("x")
    assert listed(tmp_path, limits)[-1] == ("b", reason)


def test_a_name_that_is_no_text_is_shown_escaped(tmp_path):
    """A label never holds bytes that cannot be printed."""
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as stream:  # noqa: PTH123  (a name in bytes)
        stream.write(b"x")
    assert listed(tmp_path) == [("caf\\xe9.txt", b"x")]


@pytest.mark.parametrize("data", [b"text", gzip.compress(b"text"), tar({"a": b"text"})])
def test_standard_input_is_a_descriptor_with_a_name(data):
    """What was spooled into an unlinked file is read through its descriptor, as often as one likes."""
    with tempfile.TemporaryFile() as spool:
        spool.write(data)
        spool.flush()
        path = Path(f"/dev/fd/{spool.fileno()}")
        for _ in range(2):
            found, problems = read_all(path, name="standard input")
            assert problems == []
            assert found in ({"standard input": b"text"}, {"a": b"text"})


def test_a_plain_file_is_one_member(tmp_path):
    """Its label is its name; an empty file is a member, too."""
    (tmp_path / "dmesg").write_bytes(LOG)
    assert listed(tmp_path / "dmesg") == [("dmesg", LOG)]
    (tmp_path / "empty.txt").touch()
    assert listed(tmp_path / "empty.txt") == [("empty.txt", b"")]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bundle.tar.gz", b"<!DOCTYPE html><html>Sign in</html>", "web page"),
        ("bundle.tgz", b"", "nothing in it"),
        ("bundle.tar.xz", bytes(4096), "xz data, but it begins with neither"),
        ("bundle.zip", bytes(4096), "zip data"),
        ("bundle.tar.zst", b"\x28\xb5", "ends after 2 bytes"),
        ("bundle.tar", b"\x7fELF\2\1\1" + bytes(600), "tar data"),
        ("bundle.tar", b"cut", "ends after 3 bytes"),
        ("bundle.7z", b"7z\xbc\xaf\x27\x1c\0\4", "7-Zip"),
    ],
)
def test_an_upload_of_which_nothing_can_be_read_is_refused(tmp_path, name, data, words):
    """The error says what it is instead, and the exit code is that of bad input."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        listed(tmp_path / name)
    assert caught.value.exit_code == 5
    assert name in str(caught.value)


@pytest.mark.parametrize("name", ["kubelet.log.1.gz", "messages.tar", "journal.zst", "pods.zip"])
def test_a_text_is_read_whatever_its_name_promises(tmp_path, name):
    """Names are often wrong: a rotated log that was never compressed is still a log."""
    (tmp_path / name).write_bytes(LOG)
    assert listed(tmp_path) == [(name, LOG)]


def test_a_message_in_the_place_of_an_archive_is_read(tmp_path):
    """A script that redirected an error into the file leaves one line."""
    (tmp_path / "bundle.tar").write_bytes(b"oc: command not found\n")
    assert listed(tmp_path) == [("bundle.tar", b"oc: command not found\n")]


def test_every_byte_that_was_delivered_is_counted(tmp_path):
    """The counts of all streams are the bytes of the tree, however little of each was read."""
    (tmp_path / "b.tar.zst").write_bytes(PACK["zst"](tar({**TREE, "in.tar": tar(TREE)})))
    streams = []
    for item in members(tmp_path / "b.tar.zst", Limits()):
        assert not isinstance(item, Problem)
        item.stream.read(len(streams))
        streams.append(item.stream)
    assert sum(stream.tell() for stream in streams) == 2 * sum(len(content) for content in TREE.values())


def test_what_is_damaged_in_a_folder_loses_only_itself(tmp_path):
    """The other files are read; the Problem has the label of the damaged one."""
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(LOG)[:-4])
    (tmp_path / "b.tar.gz").write_bytes(b"\0" * 100)
    (tmp_path / "c.txt").write_bytes(b"text")
    found = listed(tmp_path)
    assert found[0] == ("a.log.gz", LOG)
    assert found[1:] == [("a.log.gz", "TRUNCATED"), ("b.tar.gz", "BAD_ARCHIVE"), ("c.txt", b"text")]


def test_a_log_that_begins_with_zero_bytes_is_no_empty_archive(tmp_path):
    """A crash leaves such logs; only a name that promises a tar makes one of them."""
    data = bytes(4096) + LOG
    (tmp_path / "messages.gz").write_bytes(gzip.compress(data))
    assert listed(tmp_path) == [("messages.gz", data)]


def test_a_stream_tells_how_much_it_delivered(tmp_path):
    """`tell` counts what was read, and at the next member also what was not looked at."""
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(tar({"a": b"x" * 1000, "b": b""})))
    items = members(tmp_path / "b.tar.gz", Limits())
    first = next(items)
    assert first.size == 1000
    assert first.stream.read(10) == b"x" * 10
    assert first.stream.tell() == 10
    next(items)
    assert first.stream.tell() == 1000


def test_a_stream_can_be_wrapped():
    """It is a raw stream of the standard library: lines can be read through a buffer."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(gzip.compress(LOG))
        file.flush()
        (member,) = (io.BufferedReader(item.stream).readlines() for item in members(Path(file.name), Limits()))
    assert b"".join(member) == LOG


NAMES = st.text("abc.-_ äß\n", min_size=1, max_size=12).filter(lambda name: name.strip(".") and name[0] != ".")
TREES = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=4).map("/".join),
    st.one_of(st.binary(max_size=700), st.text(max_size=300).map(str.encode), st.just(LOG)),
    max_size=8,
)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


CONTAINERS = {
    "tar": tar,
    "gnu": lambda files: tar(files, tarfile.GNU_FORMAT),
    "zip": zipped,
    **{codec: lambda files, codec=codec: PACK[codec](tar(files)) for codec in PACK},
}


def is_plain(content: bytes) -> bool:
    return refused(content) is None and codec_of(content) is None and archive_of(content[:512], "") is None


@pytest.mark.parametrize("container", CONTAINERS)
@settings(max_examples=60, deadline=None)
@given(files=TREES)
def test_any_tree_comes_out_of_any_container(container, files):
    """Names and contents are those that went in, and there is no Problem."""
    files = {"first": b"", **{name: content for name, content in files.items() if is_plain(content)}}
    assert UPLOAD.read(CONTAINERS[container](files), "b") == (files, [])


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=2000), prefix=st.sampled_from([b"", *(pack(tar(TREE))[:300] for pack in PACK.values())]))
def test_any_bytes_are_survived(data, prefix):
    """Whatever comes, it is read, told or refused; nothing else happens."""
    found, problems = UPLOAD.read(prefix + data, "upload")
    assert found or problems

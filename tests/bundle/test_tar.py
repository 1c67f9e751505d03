"""Walking tar and tar.gz streams: what is whole comes out, what is damaged is told."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from analyzer.bundle.tar import tar_members
from analyzer.model.errors import InputError
from analyzer.model.problem import Problem


def archive(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar.gz of the members as Python's tarfile writes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for info, content in members:
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def walk(data: bytes) -> list[tuple[str, bytes | str]]:
    """(label, content) for files, (label, reason) for problems."""
    found: list[tuple[str, bytes | str]] = []
    for label, _, content in tar_members("bundle.tar.gz", io.BytesIO(data)):
        found.append((label, content.reason if isinstance(content, Problem) else content.read()))
    return found


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_files_come_out_whole_in_every_tar_format(form):
    """Names and contents survive, also those that do not fit a ustar header."""
    long_name = "a" * 60 + "/" + "b" * 90
    data = archive((entry("./top.txt"), b"one"), (entry(long_name), b"two" * 400), form=form)
    assert walk(data) == [("top.txt", b"one"), (long_name, b"two" * 400)]


def test_a_member_that_nobody_reads_is_skipped():
    """The walk goes on at the next header even if the content was left alone."""
    data = archive((entry("skipped"), b"x" * 5000), (entry("read"), b"y"))
    labels = [label for label, _, _ in tar_members("b", io.BytesIO(data))]
    assert labels == ["skipped", "read"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(tarfile.SYMTYPE, "LINK"), (tarfile.LNKTYPE, "LINK"), (tarfile.CHRTYPE, "DEVICE"), (tarfile.FIFOTYPE, "DEVICE")],
)
def test_only_regular_files_are_read(kind, reason):
    """A link or device becomes a Problem and the next file is still read."""
    data = archive((entry("odd", kind, "/etc/passwd"), b""), (entry("file"), b"z"))
    assert walk(data) == [("odd", reason), ("file", b"z")]


def test_every_cut_is_noticed():
    """Wherever an archive is cut off, either nothing is lost or a Problem tells."""
    data = archive((entry("a"), b"first" * 300), (entry("b"), b"second" * 300))
    whole = walk(data)
    for cut in range(20, len(data) - 1, 7):
        try:
            found = walk(data[:cut])
        except (InputError, EOFError):
            continue
        assert found == whole or any(what in ("TRUNCATED", "BAD_CHECKSUM", "BAD_ARCHIVE") for _, what in found)


def test_a_wrong_checksum_is_noticed():
    """A flipped bit in the trailer's checksum is told although the content looks whole."""
    data = bytearray(archive((entry("a"), b"first")))
    data[-8] ^= 1
    assert ("bundle.tar.gz", "BAD_CHECKSUM") in walk(bytes(data))


def test_a_huge_name_ends_the_walk():
    """An extension header above the limit is refused before it is held in memory."""
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1 << 20
    data = archive((entry("a"), b"first"))
    raw = gzip.decompress(data)
    bomb = gzip.compress(raw[:1024] + header.tobuf(tarfile.GNU_FORMAT) + b"n" * (1 << 20) + raw[1024:])
    assert walk(bomb) == [("a", b"first"), ("bundle.tar.gz", "LIMIT_MEMBER")]


def test_what_is_no_archive_is_refused():
    """A gzip that holds no tar is an error with a remedy."""
    with pytest.raises(InputError, match="tar"):
        walk(gzip.compress(b"just some text\n" * 100))

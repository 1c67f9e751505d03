"""Archives in archives, and compressed files in folders."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

import pytest

from analyzer.bundle.limits import Limits
from tests.bundle.packing import LOG, PACK, TREE, UPLOAD, outcome, read_all, tar


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (tar({"in.tar": tar({"a": b"1"})}), {"in.tar!a": b"1"}),
        (gzip.compress(tar({"x/in.tar.gz": gzip.compress(tar({"y/a": b"1"}))})), {"x/in.tar.gz!y/a": b"1"}),
        (zipped({"node1.zip": zipped({"logs/kubelet.log": LOG})}), {"node1.zip!logs/kubelet.log": LOG}),
        (gzip.compress(tar({"node1.zip": zipped({"a": LOG}), "b": b"2"})), {"node1.zip!a": LOG, "b": b"2"}),
        (zipped({"in.tar.xz": PACK["xz"](tar({"a": b"1"}))}), {"in.tar.xz!a": b"1"}),
        (zipped({"kubelet.log.1.gz": gzip.compress(LOG)}), {"kubelet.log.1.gz": LOG}),
        (gzip.compress(zipped({"a": b"1"})), {"a": b"1"}),
        (gzip.compress(gzip.compress(LOG)), {"up": LOG}),
        (tar({"sos.tar.xz": PACK["xz"](tar({"var/messages-1.gz": gzip.compress(LOG)}))}), {"sos.tar.xz!var/messages-1.gz": LOG}),
    ],
)  # fmt: skip
def test_what_is_inside_comes_out_under_both_names(data, found):
    """A member of an archive in an archive is `outer!inner`; a compressed file keeps its own name."""
    assert UPLOAD.read(data, "up") == (found, [])


def test_a_folder_may_hold_archives(tmp_path):
    """They are opened where they lie; a plain file beside them is itself."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "support.zip").write_bytes(zipped({"a/b": b"1"}))
    (tmp_path / "logs" / "kubelet.log.1.gz").write_bytes(gzip.compress(LOG))
    (tmp_path / "logs" / "sos.tar.zst").write_bytes(PACK["zst"](tar(TREE)))
    (tmp_path / "plain.txt").write_bytes(b"text")
    found, problems = read_all(tmp_path)
    assert problems == []
    assert found == {
        "logs/kubelet.log.1.gz": LOG,
        **{f"logs/sos.tar.zst!{name}": content for name, content in TREE.items()},
        "plain.txt": b"text",
        "support.zip!a/b": b"1",
    }


def test_a_bundle_may_hold_an_archive_that_holds_compressed_logs_and_no_deeper():
    """Three levels are read by default; the fourth is told with the option."""
    log = gzip.compress(LOG)
    for level in range(1, 5):
        found, problems = UPLOAD.read(log, "a.log")
        if level <= 3:
            assert (list(found.values()), problems) == ([LOG], [])
        log = tar({f"level{level}": log})
    (problem,) = problems
    assert (problem.reason, problem.option, problem.bytes_read) == ("LIMIT_DEPTH", "--max-depth", 0)
    assert UPLOAD.read(tar({"a": LOG}), "b.tar", Limits(max_depth=1)) == ({"a": LOG}, [])


def test_an_archive_that_holds_itself_ends():
    """However deep a chain goes, it is opened three times."""
    data = b"x" * 10
    for _ in range(40):
        data = gzip.compress(data)
    assert UPLOAD.read(data, "a")[1][-1].reason in ("LIMIT_DEPTH", "REFUSED")


def test_there_may_be_two_thousand_archives_in_one():
    """The next one is told and not opened; compressed logs are not counted."""
    inner = tar({"a": b"1"})
    data = tar({f"{n}.tar": inner for n in range(2002)} | {f"{n}.gz": gzip.compress(b"l") for n in range(3)})
    found, problems = UPLOAD.read(data, "b.tar")
    assert len(found) == 2003
    assert [item.reason for item in problems] == ["LIMIT_DEPTH"] * 2


def test_damage_inside_stays_inside():
    """A damaged archive in a sound one loses only itself."""
    inner = gzip.compress(tar({"a": b"1", "b": LOG * 20}))
    data = gzip.compress(tar({"in.tar.gz": inner[:-60], "after": b"2"}))
    found, problems = UPLOAD.read(data, "b.tar.gz")
    assert found["in.tar.gz!a"] == b"1"
    assert found["after"] == b"2"
    assert LOG.startswith(found["in.tar.gz!b"][:40])
    assert [(item.path, item.reason) for item in problems] == [
        ("in.tar.gz!b", "TRUNCATED"),
        ("in.tar.gz", "TRUNCATED"),
    ]


def test_the_same_name_in_two_archives_is_no_duplicate():
    """Labels name their archive; two archives of one name are told apart as well."""
    found, problems = UPLOAD.read(tar({"1.tar": tar({"a": b"1"}), "2.tar": tar({"a": b"2"})}), "b.tar")
    assert (found, problems) == ({"1.tar!a": b"1", "2.tar!a": b"2"}, [])
    found, problems = UPLOAD.read(tar({"1.tar": tar({"a": b"1"}), "./1.tar": tar({"a": b"2"})}), "b.tar")
    assert found == {"1.tar!a": b"1", "1.tar#2!a": b"2"}
    assert [item.reason for item in problems] == ["DUPLICATE_NAME"]


def test_a_zip_in_a_stream_leaves_no_file_behind(tmp_path, monkeypatch):
    """It is copied to an unlinked temporary file: no name of it ever exists."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content = os.urandom(6 * 1024 * 1024)
    data = gzip.compress(tar({"node.zip": zipped({"a": content})}), 1)
    seen = []
    for label, found in outcome(data, "b.tar.gz"):
        seen.append((label, found))
        assert list(tmp_path.iterdir()) == []
    assert seen == [("node.zip!a", content)]


def test_a_zip_in_a_stream_may_not_fill_the_disk():
    """Above the limit of a member it is not read, and the option is named."""
    data = tar({"node.zip": zipped({"a": os.urandom(30_000)}), "b": b"2"})
    found, (problem,) = UPLOAD.read(data, "b.tar", Limits(max_member=20_000))
    assert found == {"b": b"2"}
    assert (problem.path, problem.reason, problem.option) == ("node.zip", "LIMIT_MEMBER", "--max-member")


@pytest.mark.parametrize(("head", "reason"), [(b"7z\xbc\xaf\x27\x1c", "UNSUPPORTED"), (b"Salted__", "ENCRYPTED")])
def test_a_format_that_is_not_read_loses_only_itself(head, reason):
    """In a bundle it is one Problem with nothing read."""
    assert outcome(tar({"a.7z": head + b"data", "b": b"2"}), "b.tar") == [("a.7z", reason), ("b", b"2")]

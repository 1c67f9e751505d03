"""Reading the bytes of a member into clean text."""

from __future__ import annotations

import io

import pytest

from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember
from analyzer.member_text import read_text


def read(data: bytes, **limits: int):
    """The text of a member that holds these bytes."""
    return read_text(RawMember("m", len(data), io.BytesIO(data)), Limits(**limits))


def test_a_member_above_the_limit_keeps_its_beginning_and_its_end(monkeypatch):
    """The lines of the end keep their numbers; what was left out is counted and its option is named."""
    monkeypatch.setattr("analyzer.member_text._BLOCK", 40)
    data = b"".join(b"line %04d\n" % number for number in range(1, 101))
    found = read(data, max_member=200)
    lines = found.text.split("\n")
    assert lines[0] == "line 0001"
    assert lines[99] == "line 0100"
    assert "" in lines[20:80]
    (problem,) = found.problems
    assert (problem.reason, problem.option) == ("LIMIT_MEMBER", "--max-member")
    assert found.read + problem.bytes_unread == found.delivered == len(data)
    assert found.read <= 200


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "EMPTY"), (b" \n\n", "EMPTY"), (b"\x7fELF\x02\x01\0\0\0\0\0\0" * 20, "BINARY")],
)
def test_what_holds_no_text_is_a_problem(data, reason):
    """Nothing is read of it, and every byte of it stands in the Problem."""
    found = read(data)
    (problem,) = found.problems
    assert (problem.reason, problem.bytes_unread, found.read, found.text) == (reason, len(data), 0, None)


def test_a_line_above_the_limit_is_cut():
    """Its beginning stays, the lines after it keep their numbers; a line of JSON is never cut."""
    found = read(b"a" * 50 + b"\n" + b'{"k": "' + b"b" * 50 + b'"}\nend\n', max_line=20)
    assert found.text.split("\n")[0] == "a" * 20
    assert found.text.split("\n")[2] == "end"
    assert len(found.text.split("\n")[1]) > 50
    assert [p.reason for p in found.problems] == ["LIMIT_LINE"]


def test_utf_16_in_small_blocks_is_the_text_that_was_written(monkeypatch):
    """A character that two blocks share is neither lost nor doubled."""
    monkeypatch.setattr("analyzer.member_text._BLOCK", 7)
    text = "Name: web-0\r\nStatus: läuft\r\n" * 5
    found = read(text.encode("utf-16"))
    assert found.text == text.replace("\r\n", "\n")
    assert found.read == found.delivered


def test_a_line_without_end_is_dropped_beyond_a_document(monkeypatch):
    """Ten gigabytes without a line end cost no more memory than a document may; the line after it is read."""
    monkeypatch.setattr("analyzer.member_text._BLOCK", 16)
    found = read(b"a" * 500 + b"\nend\n", max_document=64, max_line=32)
    assert found.text.split("\n") == ["a" * 32, "end", ""]
    assert [p.reason for p in found.problems] == ["LIMIT_LINE"]
    assert found.read + found.problems[0].bytes_unread == found.delivered == 505


def test_a_secret_on_the_border_of_two_blocks_does_not_come_out(monkeypatch):
    """Blocks end with lines, whatever sizes the bytes come in."""
    monkeypatch.setattr("analyzer.member_text._BLOCK", 10)
    found = read(b"x\npassword=hunter2-hunter2\ny\n")
    assert "hunter2" not in found.text
    assert found.text.count("\n") == 3

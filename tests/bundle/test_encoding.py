"""Bytes of any encoding become clean text with the same lines."""

from __future__ import annotations

import hashlib
from time import perf_counter

import pytest

from analyzer.bundle.encoding import Converter, encoding_of

TEXT = "NAME    READY\nweb-0   1/1\nmüller  0/1\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),  # Windows PowerShell's `>`
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("utf-32-be", b"\0\0\xfe\xff"),
        ("utf-32-le", b""),
        ("cp1252", b""),
        ("latin-1", b""),
    ],
)
def test_every_encoding_becomes_the_same_text(encoding, mark):
    """With or without a byte order mark, and with the line ends of Windows."""
    assert Converter().feed(mark + TEXT.encode(encoding)) == TEXT.encode()
    assert Converter().feed(mark + TEXT.replace("\n", "\r\n").encode(encoding)) == TEXT.encode()


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (b"\x1b[31mred\x1b[0m plain\n", b"red plain\n"),
        (b'"\x1b[37mGET / HTTP/1.1\x1b[0m" 200\n', b'"GET / HTTP/1.1" 200\n'),  # werkzeug
        (b"\x1b]0;root@node: ~\x07root@node:~# dmesg\n", b"root@node:~# dmesg\n"),
        (b"\x1b[?25l\x1b[2K\x1b(Btext\x1b[K\n", b"text\n"),
        (b"^[[1;31mError^[[0m\n", b"Error\n"),  # kubectl 1.26 and later print ESC so
        (b"N\bNA\bAM\bME\bE\n", b"NAME\n"),  # bold of manual pages
        (b"page\f\nnext\n", b"page \nnext\n"),
        (b"10%\r20%\r30%\ndone\n", b"10% 20% 30%\ndone\n"),
        (b"one\rtwo\rthree\r", b"one\ntwo\nthree\n"),
    ],
)
def test_what_terminals_add_goes(raw, clean):
    """Colours, titles, overstruck letters and form feeds go; no line is added or lost."""
    assert Converter().feed(raw) == clean


def test_nuls_of_a_crash_go():
    """A node that lost power leaves blocks of NULs in its logs; the lines around them stay what they were."""
    before = "Feb 11 18:59:01 node-1 kernel: cni0: port 1 entered disabled state\n"
    after = "Feb 11 19:04:55 node-1 kernel: Linux version 5.15.0\n"
    converter = Converter()
    assert converter.feed((before + "\0" * 3000 + after).encode()) == (before + after).encode()
    assert converter.conversion.nuls == 3000
    assert "NUL" in (converter.conversion.detail or "")


def test_arguments_that_nuls_separate_stay_apart():
    """/proc/PID/cmdline."""
    assert Converter().feed(b"/usr/bin/kubelet\0--config=/var/lib/kubelet/config.yaml\0") == (
        b"/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\0" + b"\0" * 200,
        b"\x1f\x8b\x08\0\0\0\0\0",
        b"PK\x03\x04\x14\0",
        b"SQLite format 3\0\x10\0",
        b"LPKSHHRH\0\0\0\0",  # journald's own files
        hashlib.shake_128(b"noise").digest(4000),
        b"\0" * 500,
    ],
)
def test_binaries_are_no_text(data):
    """Programs, archives, databases and noise."""
    assert Converter().feed(data) is None


def test_half_a_character_is_damage_not_another_encoding():
    """kubectl cuts annotations by bytes; where other characters are sound, the rest is a mark."""
    converter = Converter()
    text = converter.feed("é: ".encode() + "ü".encode()[:1] + b"...\n")
    assert text == "é: \ufffd...\n".encode()
    assert converter.conversion.encoding == "utf-8"
    assert converter.conversion.damaged == 1


def test_another_encoding_is_said():
    """A guess is told; plain text needs no remark."""
    converter = Converter()
    converter.feed(b"Stra\xdfe\n")
    assert converter.conversion.encoding == "cp1252"
    assert converter.conversion.detail is not None
    plain = Converter()
    plain.feed(b"street\n")
    assert plain.conversion.detail is None


def test_blocks_give_what_the_whole_gives():
    """A block of UTF-16 may end in the middle of a character."""
    data = b"\xff\xfe" + TEXT.encode("utf-16-le")
    converter = Converter()
    assert b"".join(converter.feed(data[at : at + 7]) or b"" for at in range(0, len(data), 7)) == TEXT.encode()


def test_short_and_empty_data():
    """Nothing and one byte are text."""
    assert Converter().feed(b"") == b""
    assert Converter().feed(b"7") == b"7"
    assert encoding_of(b"268435456\n") == "utf-8"


def test_long_runs_of_nuls_take_no_time():
    """A sparse log of some megabytes."""
    begin = perf_counter()
    assert Converter().feed(b"text, text, text, text\n" * 4000 + b"a" + b"\0" * 4_000_000 + b"b\n") is not None
    assert perf_counter() - begin < 2

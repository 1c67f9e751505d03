"""Labels: readable, bounded, one for each member."""

from __future__ import annotations

import pytest

from analyzer.bundle.archives.labels import Names, label_of, shortened


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (b"a/b.txt", "a/b.txt"),
        (b"./a", "a"),
        (b".//a", "a"),
        (b"././a", "a"),
        (b"./", "./"),
        (b"../a", "../a"),
        ("é".encode(), "é"),
        (b"\xff\xfe", "\\xff\\xfe"),
        (b"", "(no name)"),
    ],
)
def test_a_label_is_the_readable_name(name, label):
    """Leading `./` goes, bytes that are no UTF-8 are escaped, the rest stays."""
    assert label_of(name) == label


@pytest.mark.parametrize(
    "text", ["x" * 3000, "ä" * 3000, "d/" * 2000, "/".join(["n" * 300] * 9), "€" * 90 + "/" + "y" * 200]
)
def test_a_long_label_is_bounded_and_stays_apart_from_others(text):
    """Whatever is cut out is replaced by a checksum of the whole."""
    short = shortened(text)
    assert len(short.encode()) <= 1024
    assert all(len(part.encode()) <= 255 for part in short.split("/"))
    assert short.count("/") <= 65
    half = len(text) // 2
    assert shortened(text[:half] + "!" + text[half + 1 :]) != short


def test_a_short_label_stays_as_it_is():
    """Up to the limits nothing changes."""
    for text in ("a" * 255, "/".join("a" * 65), "/".join(["p" * 127] * 8)):
        assert shortened(text) == text


def test_each_label_is_given_once():
    """Also one that is named like the second of another."""
    names = Names()
    given = [names.unique("", name)[0] for name in ("a", "a#2", "a", "./a", "a#2")]
    assert given == ["a", "a#2", "a#3", "./a#4", "a#2#2"]
    assert names.unique("in.tar!", "a") == ("in.tar!a", False)

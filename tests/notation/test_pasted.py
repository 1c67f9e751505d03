"""Text that went through tickets, chats and web pages."""

from __future__ import annotations

import pytest

from analyzer.notation.pasted import plain_lines, undecorated, without_arrow, without_bold


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain  text", ["plain  text"]),
        ("  indented  ", ["  indented"]),
        ("> quoted", ["quoted"]),
        ("> > quoted twice", ["quoted twice"]),
        (">   indented", ["  indented"]),
        ("```[ 1.0] a", ["[ 1.0] a"]),
        ("```text", [""]),
        ("b```", ["b"]),
        ("a &lt;b&gt; &amp; &quot;c&quot;", ['a <b> & "c"']),
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("<details><summary>dmesg</summary><pre>a</pre>", ["dmesga"]),
        (" <TASK>", [" <TASK>"]),
        ("\x1b[31mred\x1b[0m", ["red"]),
        ("a & b", ["a & b"]),
        ("", [""]),
    ],
)
def test_decoration_goes(text: str, plain: list[str]) -> None:
    """Markup, quoting and colours go; the text and its indentation stay."""
    assert plain_lines(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("```\na\n```\n", "\na\n\n"),
        ("```NAME  READY\nweb   1/1```\n", "NAME  READY\nweb   1/1\n"),
        ("~~~text\na\n~~~\n", "\na\n\n"),
        ("> a\n>\n>   b\n", "a\n\n  b\n"),
        ("<details><summary>dmesg</summary>\n<pre>\na\n</pre>\n", "dmesg\n\na\n\n"),
        ("a\n<snip>\nb\n[...]\nc\n...\nd\n--\n", "a\n\nb\n\nc\n\nd\n\n"),
        ("a &lt;none&gt; b\n", "a <none> b\n"),
        ('{"a": "&quot;"}\n', '{"a": "&quot;"}\n'),
        ("a\xa0 b\n", "a  b\n"),
        ("a<br/>b\n", "a<br/>b\n"),
        ("plain\n  text\n", "plain\n  text\n"),
    ],
)
def test_a_text_without_markup_keeps_its_lines(text: str, plain: str) -> None:
    """Fences, quotes, tags and marks of omission go; entities only where the character never stands unwritten."""
    assert undecorated(text) == plain
    assert plain.count("\n") == text.count("\n")


def test_remarks_of_people() -> None:
    """Arrows behind what was printed, and bold or code inside of it."""
    assert without_arrow("Exit Code:    137    <--- here") == "Exit Code:    137"
    assert without_arrow("a <none> b") == "a <none> b"
    assert without_bold("message **0/1 nodes are available** `") == "message 0/1 nodes are available "
    assert without_bold("ls /** and /**") == "ls /** and /**"

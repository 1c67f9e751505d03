"""Text that went through tickets, chats and web pages."""

from __future__ import annotations

import pytest

from analyzer.notation.pasted import plain_lines


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

"""Characters that act are written out, characters that are read stay."""

from __future__ import annotations

import pytest

from analyzer.render.visible import ACTING, one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),  # colour
        ("\x1b]52;c;cm0=\x07", "\\x1b]52;c;cm0=\\x07"),  # the clipboard
        ("\x9b2J", "\\x9b2J"),  # clear the screen with one C1 byte
        ("50%\r100%", "50%\\x0d100%"),
        ("\u202egnp.exe", "\\u202egnp.exe"),  # bidi override
        ("a\u200bb\u2028c\ufeff", "a\\u200bb\\u2028c\\ufeff"),
        ("\udcff", "\\xff"),  # a byte that was not UTF-8
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),  # an invisible tag letter
        ("a\tb\nc", "a\tb\nc"),
        ("Grüße, 日本語, ▲ ✓ …", "Grüße, 日本語, ▲ ✓ …"),
    ],
)
def test_acting_characters_are_written_out(text: str, shown: str) -> None:
    """Controls, bidi, zero-width and separators become escapes; tab, newline and letters stay."""
    assert visible(text) == shown


def test_every_control_is_covered() -> None:
    """No C0 (but tab and newline), DEL or C1 character passes."""
    controls = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)))
    assert not ACTING.search(visible(controls))
    assert visible(controls).count("\\x") == 63


def test_visible_twice_is_visible_once() -> None:
    """Text that was made visible stays as it is."""
    assert visible(visible("\x1b\u202e")) == visible("\x1b\u202e")


def test_one_line_has_no_breaks() -> None:
    """Line breaks and runs of blanks become one blank."""
    assert one_line(" a\r\n  b\tc ") == "a b c"

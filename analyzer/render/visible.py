"""Making characters visible that would act on a terminal, a page or a reader's eye instead of being read."""

from __future__ import annotations

import re

# C0 without \t and \n, DEL, C1; soft hyphen, Arabic letter mark, Mongolian separator; zero-width and bidi
# marks, line and paragraph separators, embeddings and overrides, invisible operators, isolates; fillers,
# BOM, interlinear marks; lone surrogates (bytes that were not UTF-8); tag characters.
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    r"""Write control, bidi and zero-width characters as `\x1b` or `\u202e`; \n and \t stay."""
    return ACTING.sub(_written, text)


def one_line(text: str) -> str:
    """The text in one line: visible, with every run of white space as one blank."""
    return " ".join(visible(text.replace("\r", " ")).split())


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python kept because it was not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

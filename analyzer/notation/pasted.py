"""What surrounds a line of text after people pasted it into tickets, chats and web pages."""

from __future__ import annotations

import html
import re


def plain_lines(text: str) -> list[str]:
    """The line(s) that `text` stood for: no terminal colours, markup, quote marks or code fences.

    More than one where line ends were turned into `<br>`. Indentation stays: it has meaning in many
    notations. Lines without any decoration, nearly all, are returned as they are.
    """
    if not _DECORATED(text):
        return [text.rstrip()]
    text = _COLOUR.sub("", text)
    parts = _BREAK.split(text) if "<br" in text.lower() else [text]
    return [_plain(part) for part in parts]


# Cheap enough for every line: one character class, tried from the left.
_DECORATED = re.compile(r"^\s*(?:>|```|`)|[\x1b&]|</?(?:[pb]r|pre|code|p|div|summary|details)\b|```").search

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:pre|code|p|div|span|summary|details)\b[^<>]*>", re.IGNORECASE)
_QUOTE = re.compile(r"(?:> ?){1,5}")
_FENCE = re.compile(r"^\s*```(?:[a-z]+$)?|```\s*$")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|nbsp|#39|#x27|#34);")


def _plain(text: str) -> str:
    text = _QUOTE.sub("", text, count=1) if text.startswith(">") else text
    text = _TAG.sub("", text)
    text = _FENCE.sub("", _FENCE.sub("", text, count=1), count=1)
    text = _ENTITY.sub(lambda entity: html.unescape(entity.group()).replace("\xa0", " "), text)
    return text.rstrip()

"""What surrounds text after people pasted it into tickets, chats and web pages."""

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


def undecorated(text: str) -> str:
    """A whole text without markup around and between its lines; the number of lines stays.

    Fences, quote marks, tags of web pages, and lines that only say that something was left out. Characters
    written as entities come back where a text has none of them unwritten. Line ends written as `<br>` stay:
    one line of the file then holds several (`plain_lines`).
    """
    if "\xa0" in text or "\u200b" in text:
        text = text.replace("\xa0", " ").replace("\u200b", "")
    if len(text) > _LARGE:
        return text
    for entity, character in _ENTITIES:
        if entity in text and character not in text.replace("<br", ""):
            text = text.replace(entity, character).replace("&amp;", "&")
    if not any(mark in text for mark in _MARKS) and not text.startswith((">", "--\n")):
        return text
    return "\n".join([_undecorated(line) for line in text.split("\n")])


def without_arrow(text: str) -> str:
    """A line up to an arrow that somebody drew to a remark, two blanks or more behind what was printed."""
    if "<" in text or "←" in text:
        for arrow in _ARROW.finditer(text):
            if text[: arrow.start()].endswith("  "):
                return text[: arrow.start()].rstrip()
    return text


def without_bold(text: str) -> str:
    """A line without the stars and backticks that Markdown puts around words."""
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    return text.strip("`") if text.startswith("`") or text.endswith("`") else text


# Cheap enough for every line: one character class, tried from the left.
_DECORATED = re.compile(r"^\s*(?:>|```|`)|[\x1b&]|</?(?:[pb]r|pre|code|p|div|summary|details)\b|```").search

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:pre|code|p|div|span|summary|details)\b[^<>]*>", re.IGNORECASE)
_QUOTE = re.compile(r"(?:> ?){1,5}")
_FENCE = re.compile(r"^\s*(?:```|~~~)(?:[a-z]+\s*$)?|```\s*$")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|nbsp|#39|#x27|#34);")
_ARROW = re.compile(r"<{3,}|<-{2,}|<={2,}|←|# ?<-")
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]{0,2000}\S)?)\*\*")

_LARGE = 4_000_000  # people do not paste more
_ENTITIES = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&#34;", '"'),
    ("&nbsp;", " "),
)
_MARKS = (
    *("```", "~~~", "\n> ", "\n>\n", "<pre", "</pre", "<details", "</details", "<summary", "<code", "</code"),
    *("[...]", "<snip", "[snip", "(...)", "\n...", "…", "\n--\n", "\n    ...", "--8<--", "[truncated", "[cut"),
)
_LEFT_OUT = re.compile(
    r"\s*(?:<snip[^<>\n]{0,40}>|\[snip\w*\]|\[?\(?(?:\.{2,8}|…)\)?\]?|--|-*8<-+|\[truncated[^\]]{0,40}\]|\[cut\])\s*"
)


def _plain(text: str) -> str:
    text = _QUOTE.sub("", text, count=1) if text.startswith(">") else text
    text = _TAG.sub("", text)
    text = _FENCE.sub("", _FENCE.sub("", text, count=1), count=1)
    text = _ENTITY.sub(lambda entity: html.unescape(entity.group()).replace("\xa0", " "), text)
    return text.rstrip()


def _undecorated(line: str) -> str:
    if line.startswith(">"):
        line = _QUOTE.sub("", line, count=1)
    if "```" in line or "~~~" in line:
        line = _FENCE.sub("", _FENCE.sub("", line, count=1), count=1)
    if "<" in line and _BREAK.search(line) is None:
        line = _TAG.sub("", line)
    return "" if len(line) < 60 and _LEFT_OUT.fullmatch(line) else line

"""Text in columns for a terminal: sections with a label on the left that fit a number of lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzer.render.visible import one_line

INDENT = 10
_LONGEST_PLACE = 500  # a word longer than this is no path that anybody opens by hand


@dataclass(frozen=True, slots=True)
class Section:
    """A label and its entries, each of some lines; `keep` is how many lines it never falls below."""

    label: str
    entries: list[list[str]]
    keep: int

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return sum(len(entry) for entry in self.entries)


def fitted(sections: list[Section], room: int, width: int) -> list[Section]:
    """The sections cut to `room` lines, from the one that has most to spare; a cut is marked."""
    while sum(section.height for section in sections) > room:
        spare = [section for section in sections if section.height > 1]
        if not spare:
            break
        longest = max(spare, key=lambda section: section.height - section.keep)
        at = sections.index(longest)
        sections = [*sections[:at], _cut(longest, width), *sections[at + 1 :]]
    return sections


def lines(sections: list[Section], colour: str | None = None) -> Iterator[str]:
    """Every line with its label; `colour` is the SGR code for the first section, labels become bold."""
    for number, section in enumerate(sections):
        rows = [line for entry in section.entries for line in entry]
        for row, line in enumerate(rows):
            label = f"{section.label if row == 0 else '':{INDENT}}"
            if colour is None:
                yield f"{label}{line}".rstrip()
            else:
                tint = colour if number == 0 and row < len(section.entries[0]) else "0"
                yield f"\x1b[1m{label}\x1b[0;{tint}m{line}\x1b[0m"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of `width`; a word that is a path stays whole, whatever its length."""
    made: list[str] = []
    for word in one_line(text).split(" "):
        for piece in _pieces(word, width):
            if made and len(made[-1]) + 1 + len(piece) <= width:
                made[-1] += f" {piece}"
            elif piece:
                made.append(piece)
    return made


def shortened(text: str, width: int) -> str:
    """The text cut to `width` with … at its end."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)].rstrip()}…"


def cut(rows: list[str], count: int, width: int) -> list[str]:
    """The first `count` lines, the last of them with … where any was left out."""
    if len(rows) <= count:
        return rows
    last = rows[count - 1]
    return [*rows[: count - 1], f"{last} …" if len(last) + 2 <= width else shortened(f"{last}…", width)]


def command(text: str, width: int) -> list[str]:
    r"""A shell command in lines that paste as one: broken with `\` at blanks outside of quotes."""
    made = [""]
    for word in _shell_words(one_line(text)):
        if made[-1] and len(made[-1]) + len(word) + 3 > width:
            made[-1] += " \\"
            made.append(f"  {word}")
        else:
            made[-1] = f"{made[-1]} {word}" if made[-1] else word
    return made


def _cut(section: Section, width: int) -> Section:
    """One entry less; where only one is left, one line less."""
    *kept, last = section.entries
    entries = kept if kept else [cut(last, len(last) - 1, width)]
    return replace(section, entries=entries)


def _pieces(word: str, width: int) -> list[str]:
    if len(word) <= width or ("/" in word and len(word) <= _LONGEST_PLACE):
        return [word]
    return [word[at : at + width] for at in range(0, len(word), width)]


def _shell_words(text: str) -> Iterator[str]:
    word, quote = "", ""
    for char in text:
        if char == " " and not quote:
            if word:
                yield word
            word = ""
            continue
        if char in "'\"":
            quote = "" if quote == char else quote or char
        word += char
    if word:
        yield word

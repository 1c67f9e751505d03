"""Where a value stands, and how a table refers to it."""

from __future__ import annotations

from dataclasses import dataclass

_LINE_BITS = 32
# A line number with this bit belongs to one of several objects that begin on the same line: JSON of
# one line. Its low bits are the line, those above count the objects of the member. A list of a hundred
# thousand pods is one line at the top of a file: there the count has more room.
_SHARED, _CROWDED = 1 << 31, 1 << 30
_LINE_BITS_SHARED, _LINE_BITS_CROWDED = 15, 6
_COUNT_BITS = 30


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a member or of a rule file; `line` counts from 1, 0 means the file as a whole."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Cite:
    """What a rule names as proof: a row's place, narrowed to an object path where there is one.

    `path` is an API path such as `status.containerStatuses[0].lastState.terminated.reason`, `=` and words of
    the line, where a long line has to be cut around them or the text goes on below, or both.
    """

    member: int
    line: int
    path: str | None = None

    def __lt__(self, other: Cite) -> bool:
        return (self.member, self.line, self.path or "") < (other.member, other.line, other.path or "")

    @classmethod
    def decode(cls, text: str) -> Cite:
        """Read the form that the SQL macros write: `<src>` or `<src>@<object path>`."""
        src, _, path = text.partition("@")
        return cls(int(src) >> _LINE_BITS, line_of(int(src)), path or None)


def src(member: int, line: int) -> int:
    """One integer for member number and line: the `src` column of every table."""
    return member << _LINE_BITS | line


def shared_line(line: int, number: int) -> int | None:
    """What stands for the line of the `number`th object that does not have a line of its own.

    Rows of different objects must differ in `src`, by which they are joined. None where there are too
    many of them: 2^24 in the first 63 lines of a member, 2^15 further down.
    """
    for bits, mark in ((_LINE_BITS_SHARED, _SHARED), (_LINE_BITS_CROWDED, _SHARED | _CROWDED)):
        if line < 1 << bits and number < 1 << (_COUNT_BITS - bits):
            return mark | number << bits | line
    return None


def line_of(src: int) -> int:
    """The line of a `src`, counted from 1."""
    line = src & ((1 << _LINE_BITS) - 1)
    if not line & _SHARED:
        return line
    return line & ((1 << (_LINE_BITS_CROWDED if line & _CROWDED else _LINE_BITS_SHARED)) - 1)

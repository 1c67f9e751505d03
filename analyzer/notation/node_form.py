"""Declaring how the output of a node's command, or a file of a node, is recognised."""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """One form of text; patterns are regular expressions for a line without the blanks around it.

    role      what the text is
    opening   begins a line that no other text has; one of the first lines decides. Empty: only what
              announces the text can tell
    marks     words of which one stands in the first lines, tried before any pattern
    programs  commands that print it; a file that is named for its command counts, too (`df_-al.txt`)
    files     ends of paths that hold it
    row       begins any line of it: with an announced text, one such line is enough
    most      a text of more lines is another one; 0 is any number
    """

    role: str
    opening: str = ""
    marks: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    files: str = ""
    row: str = ""
    most: int = 0

"""`tool_errors`: what kubectl and other tools said instead of what they were asked for."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Table, Text


class ToolError(NamedTuple):
    """One line of an error of a tool, in the place of its output."""

    line: int
    text: Annotated[Text, "the line, up to 2000 characters"] = None
    command: Annotated[Text, "the command that said it, where it is told"] = None


TABLE = Table("tool_errors", ToolError)

"""`problems`: what was not read, or not fully."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Table, Text


class ProblemRow(NamedTuple):
    """One problem of one member."""

    line: int
    path: Annotated[Text, "member"] = None
    reason: Annotated[Text, "code, see analyzer/model/problem.py"] = None
    detail: Annotated[Text, "a sentence for a person"] = None
    read_bytes: Annotated[Bytes, "how far reading came"] = None
    unread_bytes: Annotated[Bytes, "bytes that were delivered and that nobody analysed"] = None
    option: Annotated[Text, "the option that changes it"] = None


TABLE = Table("problems", ProblemRow)

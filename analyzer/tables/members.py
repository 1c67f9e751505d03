"""`members`: every file of the bundle and what was read of it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Number, Table, Text


class MemberRow(NamedTuple):
    """One member; `src` is its number with line 0."""

    line: int
    path: Annotated[Text, "its label: the path inside the bundle"] = None
    roles: Annotated[Text, "what was found in it, joined by commas"] = None
    node: Annotated[Text, "node it belongs to"] = None
    node_proof: Annotated[Text, "how that is known: content, layout, path or only"] = None
    layout: Annotated[Text, "collector whose arrangement it lies in"] = None
    root: Annotated[Text, "label of the folder in which that arrangement begins"] = None
    size_bytes: Annotated[Bytes, "its size"] = None
    read_bytes: Annotated[Bytes, "bytes that were read"] = None
    lines: Annotated[Number, "lines that were read"] = None
    unparsed_lines: Annotated[Number, "lines of them that no parser understood"] = None
    sha256: Annotated[Text, "digest of its bytes"] = None


TABLE = Table("members", MemberRow)

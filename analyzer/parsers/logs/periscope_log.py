"""Container logs that AKS Periscope keeps as a text inside JSON, 100 lines of each container."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.bundle.member import Lines, Piece, TextLine
from analyzer.parsers.logs import container_log
from analyzer.tables import log_files, log_hits
from analyzer.tables.log_files import LogFile
from analyzer.tables.log_hits import LogHit

MEMBERS = ("periscope-log",)
YIELDS = (log_files.TABLE, log_hits.TABLE)


def parse(piece: Piece) -> Iterator[LogFile | LogHit]:
    """Yield the log and its hits as of any container log; all of them stand on the line of the JSON.

    Source: Azure/aks-periscope pkg/collector/pods_containerlogs_collector.go. The namespace is not told.
    """
    text = "\n".join(line.text for line in piece.lines)
    try:
        found = msgspec.json.decode(text, type=_Kept)
    except (msgspec.DecodeError, RecursionError):
        return
    context = {"pod": found.name, "container": found.container, "previous": "false"}
    lines = _OnOneLine(found.log, piece.lines.first)
    yield from container_log.parse(Piece(piece.path, "container-log", lines, context=context, asked=piece.asked))


class _Kept(msgspec.Struct):
    name: str
    log: str = msgspec.field(name="containerLog")
    container: str = msgspec.field(name="containerName")


class _OnOneLine(Lines):
    """Lines of a text that stands on one line of its member."""

    def __iter__(self) -> Iterator[TextLine]:
        for text in self.text.splitlines():
            yield TextLine(self.first, text)

"""Rows of `kubectl get pods`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.kubectl.lists import ListLine, list_lines
from analyzer.notation.kubectl.rows import PodRow, pod_row, restarts_cell
from analyzer.tables import pods

MEMBERS = ("pod-table",)
YIELDS = (pods.TABLE,)


def parse(piece: Piece) -> Iterator[pods.Pod | Understood]:
    """Yield one record per row, with or without a header; the STATUS column is a phase only at times.

    The same pod several times (`-w`) gives several rows, in the order in which they were printed.
    """
    for line in list_lines(piece.lines, custom="custom-columns" in piece.context.get("command", "")):
        row = _of_columns(line) or pod_row(line.text)
        if line.is_header or row is not None:
            yield Understood(line.number, line.last)
        if row is not None:
            yield pods.Pod(
                line=line.number,
                at="",
                namespace=row.namespace or piece.context.get("namespace"),
                pod=row.name,
                node=row.node,
                phase=row.phase,
                pod_ip=row.ip,
                form="table",
                status_text=row.status,
                ready_text=row.ready,
                restarts=row.restarts,
            )


def _of_columns(line: ListLine) -> PodRow | None:
    """The row by its header, which tells more than the values of one line do; custom columns have any names."""
    cells = line.cells
    if cells is None:
        return None
    name = (cells.get("NAME") or cells.get("POD") or cells.get("POD NAME") or "").rpartition("/")[2]
    ready, status = cells.get("READY"), cells.get("STATUS") or cells.get("PHASE")
    if not _NAME.fullmatch(name) or (ready and not _READY.fullmatch(ready)):
        return None
    if line.header is not None and line.header.kind == "Pod" and not status:
        return None
    restarts, _ = restarts_cell(cells.get("RESTARTS", ""))
    return PodRow(
        namespace=_given(cells.get("NAMESPACE")),
        name=name,
        ready=ready or None,
        status=_given(status),
        restarts=restarts,
        age=_given(cells.get("AGE")),
        ip=_given(cells.get("IP") or cells.get("POD IP")),
        node=_given(cells.get("NODE") or cells.get("NODENAME")),
    )


_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_READY = re.compile(r"\d{1,4}/\d{1,4}")


def _given(text: str | None) -> str | None:
    return None if text in (None, "", "<none>", "<unset>") else text

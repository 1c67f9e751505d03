"""What the kubelet's log says about health checks."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.probe_messages import probe_message
from analyzer.parsers.node import service_log
from analyzer.tables import probe_results
from analyzer.tables.probe_results import ProbeResult
from analyzer.tables.service_log import ServiceLine

MEMBERS = ("service-log",)
YIELDS = (probe_results.TABLE,)


def parse(piece: Piece) -> Iterator[ProbeResult]:
    """Yield one record per line about a probe: a result, or a kill that a probe led to."""
    for row in service_log.parse(piece):
        if row.kind in _KINDS and (found := _record(row)) is not None:
            yield found


_KINDS = frozenset(("probe-failed", "probe-errored", "probe-kill", "killing"))


def _record(row: ServiceLine) -> ProbeResult | None:
    # A kill names container and probe in the whole line, a result has its text in `detail`.
    said = probe_message(row.detail or "") or probe_message(row.message or "")
    if said is None:
        return None
    return ProbeResult(
        line=row.line,
        namespace=row.namespace,
        pod=row.pod,
        pod_uid=row.pod_uid,
        container=row.container or said.container,
        node=row.node,
        probe=said.probe,
        outcome=said.outcome,
        answer=said.answer,
        http_status=said.http_status,
        output=said.output,
        port=said.port,
        count=1,
        first=row.time,
        last=row.time,
        time_quality=row.time_quality,
        source="kubelet",
    )

"""What events say about health checks."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.probe_messages import probe_message
from analyzer.parsers.kubectl import event_table, events
from analyzer.tables import probe_results
from analyzer.tables.events import Event
from analyzer.tables.probe_results import ProbeResult

MEMBERS = ("Event", "event-table")
YIELDS = (probe_results.TABLE,)


def parse(piece: Piece) -> Iterator[ProbeResult]:
    """Yield one record per event about a probe: a result, a warning, or a kill that a probe led to."""
    rows = events.parse(piece) if piece.role == "Event" else event_table.parse(piece)
    for row in rows:
        if row.reason in _REASONS and (found := _record(row)) is not None:
            yield found


# ProbeError, which OpenShift posts beside Unhealthy, is an echo of it.
_REASONS = frozenset(("Unhealthy", "ProbeWarning", "Killing"))


def _record(event: Event) -> ProbeResult | None:
    said = probe_message(event.message or "")
    if said is None or event.kind not in ("Pod", None):
        return None
    return ProbeResult(
        line=event.line,
        at=event.at,
        namespace=event.namespace,
        pod=event.name,
        pod_uid=event.uid,
        container=event.container or said.container,
        node=event.host,
        probe=said.probe,
        outcome=said.outcome,
        answer=said.answer,
        http_status=said.http_status,
        output=said.output,
        port=said.port,
        count=event.count,
        first=event.first,
        last=event.last,
        time_quality="exact" if event.last else "none",
        first_age_s=event.first_age_s,
        last_age_s=event.last_age_s,
        age_resolution_s=event.age_resolution_s,
        source="events",
    )

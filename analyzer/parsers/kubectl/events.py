"""Event objects, of core/v1 and events.k8s.io."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import integer, mapping, path, text
from analyzer.notation.kube.times import moment
from analyzer.notation.kubectl.events import container_of
from analyzer.tables import events

MEMBERS = ("Event",)
YIELDS = (events.TABLE,)


def parse(piece: Piece) -> Iterator[events.Event]:
    """Yield one record per event.

    events.k8s.io calls the object `regarding`, the message `note`, and the old fields `deprecated…`; a
    series counts on its own. Events of the scheduler have an eventTime and no first and last time.
    """
    found = piece.object
    if found is None:
        return
    body = found.body
    about = mapping(body, "involvedObject") or mapping(body, "regarding")
    source = mapping(body, "source") or mapping(body, "deprecatedSource")
    component = text(source, "component") or _any(body, "reportingComponent", "reportingController")
    message = _any(body, "message", "note")
    container, message = container_of(text(about, "fieldPath"), message or "")
    first, last = _times(body)
    yield events.Event(
        line=found.line,
        at=path(found),
        namespace=text(about, "namespace"),
        kind=text(about, "kind"),
        name=text(about, "name"),
        uid=text(about, "uid"),
        container=container,
        type=text(body, "type"),
        reason=text(body, "reason"),
        message=message or None,
        count=_count(body),
        first=first,
        last=last,
        component=component,
        host=text(source, "host") or (text(body, "reportingInstance") if component == "kubelet" else None),
        form=found.form,
    )


def _any(body: dict[str, Any], *keys: str) -> str | None:
    return next((found for key in keys if (found := text(body, key))), None)


def _times(body: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """(first, last); an event with neither was first seen when it was created."""
    event_time = moment(text(body, "eventTime"))
    created = moment(text(body, "metadata", "creationTimestamp"))
    first = moment(_any(body, "firstTimestamp", "deprecatedFirstTimestamp")) or event_time or created
    last = moment(_any(body, "lastTimestamp", "deprecatedLastTimestamp"))
    series = moment(text(body, "series", "lastObservedTime"))
    known = [time for time in (last, series) if time is not None]
    return first, max(known) if known else first


def _count(body: dict[str, Any]) -> int | None:
    """How often it was seen; an event with a time of its own and without series is a single one (events.k8s.io/v1)."""
    counts = (integer(body, "series", "count"), integer(body, "count"), integer(body, "deprecatedCount"))
    single = 1 if moment(text(body, "eventTime")) is not None else None
    return max((count for count in counts if count), default=single)

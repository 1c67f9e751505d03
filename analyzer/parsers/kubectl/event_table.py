"""Rows of tables of events: `kubectl get events`, `kubectl events` and the end of `kubectl describe`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from analyzer.bundle.member import Lines, Piece
from analyzer.bundle.regions import continues_event
from analyzer.notation.kube.times import age, moment
from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl.event_lists import EventLines, event_lines
from analyzer.notation.kubectl.events import EventRow, container_of, object_of, source_parts
from analyzer.tables import events

MEMBERS = ("event-table",)
YIELDS = (events.TABLE,)

_Row = tuple[int, EventRow]


def parse(piece: Piece) -> Iterator[events.Event]:
    """Yield one record per row; lines below a row that are nothing else go on with its message.

    The object that a row does not name is that of the describe section (piece.context), of the
    command above the text, or the one that the message names.
    """
    about = {**_of_command(piece.context.get("command")), **_given(piece.context)}
    for table in _tables(piece):
        rows = [(event.number, event.row) for event in table if event.row is not None]
        whose = _only_object(rows) if "name" not in about else {}
        for line, row in rows:
            yield _event(line, row, {**about, **whose} if row.name is None else about)


def found_lines(piece: Piece) -> tuple[EventLines, ...]:
    """The events and headers of a piece; several parsers ask for those of the same one."""
    return _found_lines(
        piece.lines.text, piece.lines.first, custom="custom-columns" in piece.context.get("command", "")
    )


@lru_cache(maxsize=1)
def _found_lines(text: str, first: int, *, custom: bool) -> tuple[EventLines, ...]:
    lines = ((line.number, line.text) for line in Lines(text, first))
    return tuple(event_lines(lines, continues_event, custom=custom))


def _of_command(command: str | None) -> dict[str, str]:
    """What a command is about; `get events` is about no object of its own."""
    about = kubectl_commands.subject(command)
    return {key: value for key, value in about.items() if key == "namespace"} if about.get("kind") == "Event" else about


def _given(context: dict[str, str]) -> dict[str, str]:
    return {key: context[key] for key in ("kind", "namespace", "name", "node") if context.get(key)}


def _only_object(rows: list[_Row]) -> dict[str, str]:
    """A describe section is about one object: if its messages name one object only, it is that."""
    named = [object_of(row.reason, row.message) for _, row in rows if row.name is None]
    found = {(about["kind"], about["name"], about.get("namespace")) for about in named if "name" in about}
    kinds = {about["kind"] for about in named if "kind" in about}
    if len(found) != 1 or len(kinds) != 1:
        return {}
    kind, name, namespace = found.pop()
    return {"kind": kind, "name": name, **({"namespace": namespace} if namespace else {})}


def _tables(piece: Piece) -> Iterator[list[EventLines]]:
    """The events of each table, with its header first; a header begins a new one."""
    found: list[EventLines] = []
    for event in found_lines(piece):
        if event.row is None and any(known.row for known in found):
            yield found
            found = []
        found.append(event)
    if found:
        yield found


def _event(line: int, row: EventRow, about: dict[str, str]) -> events.Event:
    component, host = source_parts(row.source)
    container, message = container_of(row.path, row.message)
    named = _object(row, message, about)
    described = row.name is None
    first, last, resolution = _ages(row, described=described)
    time = moment(row.time)
    return events.Event(
        line=line,
        namespace=named.get("namespace"),
        kind=named.get("kind"),
        name=named.get("name"),
        uid=named.get("uid"),
        container=container,
        type=row.type,
        reason=row.reason,
        message=message or None,
        count=row.times if row.times is not None else 1 if described and row.last else None,
        first=time,
        last=time,
        first_age_s=first,
        last_age_s=last,
        age_resolution_s=resolution,
        component=component,
        host=host or (about.get("node") if component == "kubelet" else None),
        form="describe" if described else "table",
    )


def _object(row: EventRow, message: str, about: dict[str, str]) -> dict[str, str]:
    """The object of a row: as printed, else that of its surroundings, else what its own text says."""
    inside = object_of(row.reason, message)
    if row.name is not None:
        printed = {"name": row.name, "kind": row.kind, "namespace": row.namespace or about.get("namespace")}
        found = {key: value for key, value in printed.items() if value}
        same = inside.get("name") == row.name
        return {**(inside if same or row.kind is None else {}), **found} if same else found
    if about.get("name") in (None, inside.get("name")) and about.get("kind") in (None, inside.get("kind")):
        return {**about, **inside}
    return about


def _ages(row: EventRow, *, described: bool) -> tuple[float | None, float | None, float | None]:
    """(first, last, resolution) in seconds; describe prints one age for an event that was seen once."""
    # With FirstSeen and LastSeen in columns of their own, kubectl was older than 1.8: ages have one unit.
    old = row.first is not None and row.times is not None and row.path is not None and row.name is None
    first = age(row.first, short=old) if row.first else None
    last = age(row.last, short=old) if row.last else None
    if first is None and described and row.first is None:
        first = last
    resolution = max((found[1] for found in (first, last) if found), default=None)
    return first[0] if first else None, last[0] if last else None, resolution

"""Alerts: `/api/v1/rules` and `/api/v1/alerts` of Prometheus, `/api/v2/alerts` of Alertmanager."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation import json
from analyzer.notation.kube.fields import mapping, text
from analyzer.notation.kube.times import moment
from analyzer.notation.unreadable import UnreadableError
from analyzer.tables import alerts

MEMBERS = ("alerts",)
YIELDS = (alerts.TABLE,)

# objects and lists on the way to the alerts
_WAY = frozenset(("data", "groups", "rules", "alerts"))
# how one alert begins: in Prometheus below `alerts`, in Alertmanager as an element of the document's list
_OWN = frozenset(("labels", "annotations", "activeAt", "startsAt"))
_ABOUT = ("name", "job_name", "deployment", "statefulset", "daemonset", "persistentvolumeclaim", "service", "job")
_TEXTS = ("summary", "message", "description")
_WIDTH = 500


def parse(piece: Piece) -> Iterator[alerts.Alert | Understood]:
    """Yield one record per alert; the rules around them are not read."""
    source, first = piece.lines.text, piece.lines.first
    line, at = first, 0
    for begin, end in _alerts(source):
        line, at = line + source.count("\n", at, begin), begin
        value = _value(source, begin, end)
        if isinstance(value, dict) and (found := _alert(line, value)) is not None:
            yield found
    yield Understood(first, first + source.rstrip("\n").count("\n"))


def _alerts(source: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each alert, in order; a text that is cut ends with its last whole one."""
    waiting = [begin for begin, _ in json.values(source)][::-1]
    while waiting:
        start = waiting.pop()
        if source[start] == "[":
            inner = list(json.elements(source, start))
            if any(_is_alert(source, begin) for begin, _ in inner[:1]):
                yield from inner
            else:
                waiting += [begin for begin, _ in reversed(inner)]
        elif source[start] == "{":
            waiting += [at for key, at in json.pairs(source, start) if key in _WAY and source[at] in "[{"][::-1]


def _is_alert(source: str, start: int) -> bool:
    if source[start] != "{":
        return False
    keys = {key for key, _ in json.pairs(source, start)}
    return len(keys & _OWN) >= 2 and not keys & {"alerts", "rules", "query"}


def _value(source: str, begin: int, end: int) -> Any:
    try:
        return json.load(source[begin:end]) if end >= 0 else None
    except UnreadableError:
        return None


def _alert(line: int, value: Mapping[str, Any]) -> alerts.Alert | None:
    labels, notes, status = mapping(value, "labels"), mapping(value, "annotations"), mapping(value, "status")
    name = text(labels, "alertname")
    if name is None:
        return None
    said = next((found for key in _TEXTS if (found := text(notes, key))), None)
    return alerts.Alert(
        line=line,
        alert=name,
        state=text(value, "state") or text(status, "state"),
        severity=text(labels, "severity"),
        namespace=text(labels, "namespace"),
        pod=text(labels, "pod"),
        node=text(labels, "node") or text(labels, "instance"),
        name=next((found for key in _ABOUT if (found := text(labels, key))), None),
        since=moment(text(value, "activeAt") or text(value, "startsAt")),
        said=said[:_WIDTH] if said else None,
    )

"""`events`: events of the API server from objects, tables and describe sections."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Seconds, Table, Text, Time


class Event(NamedTuple):
    """One event as one source prints it; `count` is a lower bound of how often it happened.

    Tables print ages, not times: then `last` and `first` are missing and the ages are set. The moment
    lies in (collected − age − resolution, collected − age].
    """

    line: int
    at: Annotated[Text, "empty for an object, missing for a row of a table"] = None
    namespace: Annotated[Text, "namespace of the object it is about", Path("involvedObject.namespace")] = None
    kind: Annotated[Text, "kind of that object", Path("involvedObject.kind")] = None
    name: Annotated[Text, "its name", Path("involvedObject.name")] = None
    uid: Annotated[Text, "its UID", Path("involvedObject.uid")] = None
    container: Annotated[Text, "container, from the field path", Path("involvedObject.fieldPath")] = None
    type: Annotated[Text, "Normal or Warning", Path("type")] = None
    reason: Annotated[Text, "reason", Path("reason")] = None
    message: Annotated[Text, "message, without a field path before it", Path("message")] = None
    count: Annotated[Number, "count, or that of the series", Path("count")] = None  # type: ignore[assignment]  # hides tuple.count
    first: Annotated[Time, "first time", Path("firstTimestamp")] = None
    last: Annotated[Time, "last time", Path("lastTimestamp")] = None
    first_age_s: Annotated[Seconds, "age of the first time, where only an age is printed"] = None
    last_age_s: Annotated[Seconds, "age of the last time, where only an age is printed"] = None
    age_resolution_s: Annotated[Seconds, "resolution of the printed ages"] = None
    component: Annotated[Text, "reporting component", Path("source.component")] = None
    host: Annotated[Text, "node of the reporting component", Path("source.host")] = None
    form: Annotated[Text, "yaml, json, table or describe"] = None


TABLE = Table("events", Event)

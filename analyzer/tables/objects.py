"""`objects`: every API object that was seen, whatever its kind."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Table, Text, Time


class Object(NamedTuple):
    """One observation of one API object."""

    line: int
    at: Annotated[str, "empty: paths start at the object itself"]
    kind: Annotated[Text, "kind", Path("kind")]
    namespace: Annotated[Text, "namespace; missing for cluster-wide kinds", Path("metadata.namespace")] = None
    name: Annotated[Text, "name", Path("metadata.name")] = None
    uid: Annotated[Text, "uid", Path("metadata.uid")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None
    created: Annotated[Time, "creation", Path("metadata.creationTimestamp")] = None
    deleted: Annotated[Time, "deletion time asked for", Path("metadata.deletionTimestamp")] = None
    owner_kind: Annotated[Text, "kind of the controlling owner", Path("metadata.ownerReferences")] = None
    owner_name: Annotated[Text, "name of the controlling owner", Path("metadata.ownerReferences")] = None
    labels: Annotated[
        Text, "labels in order, as kubectl writes selectors: app=web,tier=front", Path("metadata.labels")
    ] = None
    finalizers: Annotated[
        Text,
        "what has to be done before it can go, joined by commas; of a Namespace in its spec",
        Path("metadata.finalizers"),
    ] = None


TABLE = Table("objects", Object)

"""`endpoints`: addresses behind Services, from Endpoints and EndpointSlices."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Path, Table, Text


class Endpoint(NamedTuple):
    """One address of one observed Endpoints or EndpointSlice object."""

    line: int
    at: Annotated[str, "path of the address in its object"]
    kind: Annotated[Text, "Endpoints or EndpointSlice"] = None
    namespace: Annotated[Text, "namespace"] = None
    name: Annotated[Text, "name of the object"] = None
    service: Annotated[Text, "the Service that it belongs to"] = None
    address: Annotated[Text, "address", Path("ip")] = None
    ready: Annotated[Flag, "takes traffic; missing where the object leaves it open"] = None
    target_kind: Annotated[Text, "kind of what has the address", Path("targetRef.kind")] = None
    target_name: Annotated[Text, "its name", Path("targetRef.name")] = None
    target_node: Annotated[Text, "node that it runs on", Path("nodeName")] = None


TABLE = Table("endpoints", Endpoint)

"""`node_requests`: what all pods of a node ask for together, as describe of the node sums it up."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Real, Table, Text


class NodeRequest(NamedTuple):
    """One resource of one described node."""

    line: int
    at: Annotated[str, "path of the entry in the node"]
    node: Annotated[Text, "node"] = None
    resource: Annotated[Text, "resource", Path("resource")] = None
    requests: Annotated[Real, "sum of requests in the unit of the resource: cores, bytes, pieces", Path("requests")] = (
        None
    )
    limits: Annotated[Real, "sum of limits", Path("limits")] = None


TABLE = Table("node_requests", NodeRequest)

"""`node_pods`: pods that count for a node, as describe of the node lists them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Path, Real, Seconds, Table, Text


class NodePod(NamedTuple):
    """One pod in the list of a described node; Succeeded and Failed pods are not in it."""

    line: int
    at: Annotated[str, "path of the entry in the node"]
    node: Annotated[Text, "node"] = None
    namespace: Annotated[Text, "namespace", Path("namespace")] = None
    pod: Annotated[Text, "name", Path("name")] = None
    cpu_request: Annotated[Real, "sum of CPU requests, cores", Path("requests.cpu")] = None
    cpu_limit: Annotated[Real, "sum of CPU limits, cores", Path("limits.cpu")] = None
    memory_request_bytes: Annotated[Bytes, "sum of memory requests", Path("requests.memory")] = None
    memory_limit_bytes: Annotated[Bytes, "sum of memory limits", Path("limits.memory")] = None
    age_s: Annotated[Seconds, "age of the pod", Path("age")] = None


TABLE = Table("node_pods", NodePod)

"""`taints`: taints of nodes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Table, Text, Time


class Taint(NamedTuple):
    """One taint of one observed node."""

    line: int
    at: Annotated[str, "path of the taint in the node's spec"]
    node: Annotated[Text, "node"] = None
    key: Annotated[Text, "key", Path("key")] = None
    value: Annotated[Text, "value", Path("value")] = None
    effect: Annotated[Text, "NoSchedule, PreferNoSchedule or NoExecute", Path("effect")] = None
    added: Annotated[Time, "when it was added", Path("timeAdded")] = None


TABLE = Table("taints", Taint)

"""`conditions`: status conditions of pods, nodes and everything else that has them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Table, Text, Time


class Condition(NamedTuple):
    """One condition of one observed object."""

    line: int
    at: Annotated[str, "path of the condition in its object"]
    kind: Annotated[Text, "kind of the object"] = None
    namespace: Annotated[Text, "namespace of the object"] = None
    name: Annotated[Text, "name of the object"] = None
    type: Annotated[Text, "Ready, MemoryPressure, …", Path("type")] = None
    status: Annotated[Text, "True, False or Unknown", Path("status")] = None
    reason: Annotated[Text, "reason", Path("reason")] = None
    message: Annotated[Text, "message", Path("message")] = None
    changed: Annotated[Time, "last transition", Path("lastTransitionTime")] = None
    heartbeat: Annotated[Time, "last heartbeat", Path("lastHeartbeatTime")] = None


TABLE = Table("conditions", Condition)

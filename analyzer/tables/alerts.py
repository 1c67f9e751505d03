"""`alerts`: alerts of Prometheus and Alertmanager, as their APIs list them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Table, Text, Time


class Alert(NamedTuple):
    """One alert of one listing."""

    line: int
    alert: Annotated[Text, "its name"] = None
    state: Annotated[Text, "firing, pending, active or suppressed"] = None
    severity: Annotated[Text, "its label severity: critical, warning, info, none, …"] = None
    namespace: Annotated[Text, "its label namespace"] = None
    pod: Annotated[Text, "its label pod"] = None
    node: Annotated[Text, "its label node or instance"] = None
    name: Annotated[Text, "what else it is about: its label name, job_name, deployment, persistentvolumeclaim, …"] = (
        None
    )
    since: Annotated[Time, "when it became active"] = None
    said: Annotated[Text, "its summary, message or description"] = None


TABLE = Table("alerts", Alert)

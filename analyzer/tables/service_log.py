"""`service_log`: lines of kubelet and runtime logs that a parser or a rule knows."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Table, Text, Time


class ServiceLine(NamedTuple):
    """One known line of a node service's log."""

    line: int
    unit: Annotated[Text, "kubelet, containerd, crio, dockerd, systemd, …"] = None
    node: Annotated[Text, "host name column, where there is one"] = None
    time: Annotated[Time, "when, as the service's own prefix says, else the log's"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    level: Annotated[Text, "I, W, E or F"] = None
    kind: Annotated[
        Text, "probe-failed, probe-errored, killing, oom-event, enomem, …; `rule` when only a rule asked"
    ] = None
    message: Annotated[Text, "text after the prefixes"] = None
    namespace: Annotated[Text, "namespace named in it"] = None
    pod: Annotated[Text, "pod named in it"] = None
    pod_uid: Annotated[Text, "pod UID named in it"] = None
    container: Annotated[Text, "container named in it"] = None
    container_id: Annotated[Text, "container ID named in it"] = None
    detail: Annotated[Text, "the error, reason or output that it reports"] = None
    exit_code: Annotated[int | None, "exit code named in it"] = None
    count: Annotated[Number, "how often, where the line says"] = None  # type: ignore[assignment]  # hides tuple.count


TABLE = Table("service_log", ServiceLine, of="node")

"""`probe_results`: what the kubelet said about health checks, from events and from its log."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Seconds, Table, Text, Time


class ProbeResult(NamedTuple):
    """One statement of the kubelet about one probe; times and ages as in `events` or `service_log`."""

    line: int
    at: Annotated[Text, "empty for an Event object, missing for a line of text"] = None
    namespace: Annotated[Text, "namespace of the pod"] = None
    pod: Annotated[Text, "name of the pod"] = None
    pod_uid: Annotated[Text, "UID of the pod"] = None
    container: Annotated[Text, "name of the container"] = None
    node: Annotated[Text, "host of the reporting kubelet"] = None
    probe: Annotated[Text, "liveness, readiness or startup", Path("message")] = None
    outcome: Annotated[
        Text, "failed (it counts), errored (the prober could not run; thrown away), warning or killed", Path("message")
    ] = None
    answer: Annotated[
        Text,
        "http-status, timeout, refused, reset, unreachable, tls, grpc, not-executed, no-port, exec or other",
        Path("message"),
    ] = None
    http_status: Annotated[int | None, "status code of an HTTP answer", Path("message")] = None
    output: Annotated[Text, "what the probe printed", Path("message")] = None
    port: Annotated[Text, "port that was asked"] = None
    count: Annotated[Number, "how often, a lower bound"] = None  # type: ignore[assignment]  # hides tuple.count
    first: Annotated[Time, "first time"] = None
    last: Annotated[Time, "last time"] = None
    time_quality: Annotated[Text, "exact, zone_unknown, no_year or none"] = None
    first_age_s: Annotated[Seconds, "age of the first time, where only an age is printed"] = None
    last_age_s: Annotated[Seconds, "age of the last time, where only an age is printed"] = None
    age_resolution_s: Annotated[Seconds, "resolution of the printed ages"] = None
    source: Annotated[Text, "events or kubelet"] = None


TABLE = Table("probe_results", ProbeResult)

"""`probes`: the health checks that containers declare."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Seconds, Table, Text


class Probe(NamedTuple):
    """One probe of one container; defaults of the API are filled in only where the form prints them."""

    line: int
    at: Annotated[str, "path of the probe in the pod's spec"]
    namespace: Annotated[Text, "namespace of the pod"] = None
    pod: Annotated[Text, "name of the pod"] = None
    container: Annotated[Text, "name of the container"] = None
    kind: Annotated[Text, "liveness, readiness or startup", Path("")] = None
    handler: Annotated[Text, "http, tcp, exec or grpc", Path("")] = None
    target: Annotated[Text, "URL, port, service or command of the handler", Path("")] = None
    port: Annotated[Text, "port, a number or a name", Path("httpGet.port")] = None
    initial_delay_s: Annotated[Seconds, "initialDelaySeconds", Path("initialDelaySeconds")] = None
    timeout_s: Annotated[Seconds, "timeoutSeconds", Path("timeoutSeconds")] = None
    period_s: Annotated[Seconds, "periodSeconds", Path("periodSeconds")] = None
    success_threshold: Annotated[Number, "successThreshold", Path("successThreshold")] = None
    failure_threshold: Annotated[Number, "failureThreshold", Path("failureThreshold")] = None
    grace_s: Annotated[Seconds, "grace period of kills by this probe", Path("terminationGracePeriodSeconds")] = None


TABLE = Table("probes", Probe)

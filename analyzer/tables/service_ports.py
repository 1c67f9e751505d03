"""`service_ports`: ports of Services."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Table, Text


class ServicePort(NamedTuple):
    """One port of one observed Service."""

    line: int
    at: Annotated[str, "path of the port in the Service's spec"]
    namespace: Annotated[Text, "namespace of the Service"] = None
    service: Annotated[Text, "name of the Service"] = None
    name: Annotated[Text, "name of the port", Path("name")] = None
    port: Annotated[Number, "port of the Service", Path("port")] = None
    protocol: Annotated[Text, "TCP, UDP or SCTP", Path("protocol")] = None
    target_port: Annotated[Text, "port of the pods, a number or a name", Path("targetPort")] = None
    node_port: Annotated[Number, "port on every node", Path("nodePort")] = None
    app_protocol: Annotated[Text, "what is spoken on it, if the Service says so", Path("appProtocol")] = None
    endpoints: Annotated[
        Text, "ready addresses that describe prints behind it; <none> is its word for none", Path("endpoints")
    ] = None


TABLE = Table("service_ports", ServicePort)

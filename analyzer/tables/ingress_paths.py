"""`ingress_paths`: which Service an Ingress sends a path to."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Table, Text


class IngressPath(NamedTuple):
    """One path of one observed Ingress; its default backend has neither host nor path."""

    line: int
    at: Annotated[str, "path of the backend in the Ingress"]
    namespace: Annotated[Text, "namespace"] = None
    ingress: Annotated[Text, "name of the Ingress"] = None
    ingress_class: Annotated[Text, "class"] = None
    host: Annotated[Text, "host name; missing for any"] = None
    path: Annotated[Text, "path"] = None
    service: Annotated[Text, "Service behind it", Path("service.name")] = None
    port: Annotated[Text, "its port, a number or a name", Path("service.port")] = None


TABLE = Table("ingress_paths", IngressPath)

"""`limit_ranges`: defaults and bounds that LimitRanges set."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Real, Table, Text


class LimitRange(NamedTuple):
    """One resource of one observed LimitRange; values in the unit of the resource: cores, bytes, pieces."""

    line: int
    at: Annotated[str, "path of the entry in the LimitRange"]
    namespace: Annotated[Text, "namespace"] = None
    limit_range: Annotated[Text, "name; describe of a Namespace prints none"] = None
    type: Annotated[Text, "Container, Pod or PersistentVolumeClaim", Path("type")] = None
    resource: Annotated[Text, "resource"] = None
    minimum: Annotated[Real, "least amount", Path("min[{resource}]")] = None
    maximum: Annotated[Real, "greatest amount", Path("max[{resource}]")] = None
    default_request: Annotated[Real, "request of containers that have none", Path("defaultRequest[{resource}]")] = None
    default_limit: Annotated[Real, "limit of containers that have none", Path("default[{resource}]")] = None
    max_ratio: Annotated[
        Real, "how many times the request a limit may be", Path("maxLimitRequestRatio[{resource}]")
    ] = None


TABLE = Table("limit_ranges", LimitRange)

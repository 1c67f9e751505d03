"""`quotas`: what ResourceQuotas allow and what is used of it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Real, Table, Text


class Quota(NamedTuple):
    """One resource of one observed ResourceQuota."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace"] = None
    quota: Annotated[Text, "name of the ResourceQuota"] = None
    resource: Annotated[Text, "resource, such as requests.memory or pods"] = None
    used: Annotated[
        Real, "in use, in the unit of the resource: cores, bytes, pieces", Path("status.used[{resource}]")
    ] = None
    hard: Annotated[Real, "allowed, in the same unit", Path("status.hard[{resource}]")] = None


TABLE = Table("quotas", Quota)

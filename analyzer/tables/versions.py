"""`versions`: versions that a collector wrote down beside the objects."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Table, Text


class Version(NamedTuple):
    """One statement of a version."""

    line: int
    of: Annotated[Text, "kubernetes (the API server), collector, or product (what the bundle is about)"] = None
    name: Annotated[Text, "name of the collector or product, where it is told"] = None
    version: Annotated[Text, "as it stands there"] = None


TABLE = Table("versions", Version)

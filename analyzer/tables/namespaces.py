"""`namespaces`: Namespaces."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Table, Text


class Namespace(NamedTuple):
    """One observation of one Namespace."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "name", Path("metadata.name")] = None
    phase: Annotated[Text, "Active or Terminating", Path("status.phase")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("namespaces", Namespace)

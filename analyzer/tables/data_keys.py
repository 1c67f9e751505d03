"""`data_keys`: keys of ConfigMaps and Secrets; values are never kept."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Path, Table, Text


class DataKey(NamedTuple):
    """One key of one observed ConfigMap or Secret."""

    line: int
    at: Annotated[str, "path of the key in the object"]
    kind: Annotated[Text, "ConfigMap or Secret"] = None
    namespace: Annotated[Text, "namespace"] = None
    name: Annotated[Text, "name of the object"] = None
    key: Annotated[Text, "key", Path("")] = None
    size_bytes: Annotated[Bytes, "size of the value, where it is told exactly"] = None
    secret_type: Annotated[Text, "type of a Secret"] = None


TABLE = Table("data_keys", DataKey)

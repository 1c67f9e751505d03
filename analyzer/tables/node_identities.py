"""`node_identities`: what tells which machine a member was collected on."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Table, Text


class NodeIdentity(NamedTuple):
    """One statement of a machine about itself, outside the API."""

    line: int
    kind: Annotated[Text, "hostname, machine-id, boot-id, system-uuid, instance-id or provider-id"] = None
    value: Annotated[Text, "as it stands there; UUIDs in lower case"] = None


TABLE = Table("node_identities", NodeIdentity, of="node")

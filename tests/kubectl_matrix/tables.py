"""Printed text through the product's own reading, as rows by table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from analyzer import discover
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember
from analyzer.member_reader import MemberReader

Row = dict[str, Any]
Key = tuple[Any, ...]

# What makes a row of a table the same in two forms. Names are unique over all namespaces here, because kubectl
# up to 1.32 prints none for a DaemonSet.
KEYS: dict[str, tuple[str, ...]] = {
    "objects": ("kind", "name"),
    "pods": ("pod",),
    "containers": ("pod", "container"),
    "container_states": ("pod", "container", "which"),
    "probes": ("pod", "container", "kind"),
    "volumes": ("pod", "volume"),
    "mounts": ("pod", "container", "mount_path"),
    "conditions": ("kind", "name", "type"),
    "nodes": ("node",),
    "taints": ("node", "key"),
    "workloads": ("name",),
    "events": ("name", "reason", "message"),
    "services": ("service",),
    "service_ports": ("service", "port", "protocol"),
    "endpoints": ("kind", "name", "address"),
    "ingress_paths": ("ingress", "host", "path"),
    "network_policies": ("policy",),
    "claims": ("claim",),
    "persistent_volumes": ("volume",),
    "storage_classes": ("storage_class",),
    "data_keys": ("kind", "name", "key"),
    "quotas": ("quota", "resource"),
    "limit_ranges": ("limit_range", "type", "resource"),
    "autoscalers": ("autoscaler",),
    "disruption_budgets": ("budget",),
    "namespaces": ("namespace",),
    "leases": ("lease",),
}


class Reading:
    """One reader for many texts; its parsers are found once."""

    def __init__(self) -> None:
        self._reader = MemberReader(Limits(), ())
        self._columns = {
            parser_table.name: ["line", *(column.name for column in parser_table.columns)]
            for parser in discover.parsers()
            for parser_table in parser.yields
        }

    def tables(self, path: str, text: str) -> dict[str, list[Row]]:
        """Rows by table of one member; times are microseconds since 1970."""
        data = text.encode()
        frame = self._reader.read(RawMember(path, len(data), io.BytesIO(data)))
        return {
            name: [dict(zip(self._columns[name], row, strict=True)) for row in zip(*columns, strict=True)]
            for name, columns in frame["rows"].items()
        }


def keyed(name: str, rows: list[Row]) -> dict[Key, Row]:
    """Rows by what identifies them; a second row of one key gets a number behind it."""
    found: dict[Key, Row] = {}
    for key, row in _keys(name, rows):
        number, whole = 2, key
        while whole in found:
            number, whole = number + 1, (*key, number)
        found[whole] = row
    return found


def _keys(name: str, rows: list[Row]) -> Iterator[tuple[Key, Row]]:
    for row in rows:
        yield tuple(_plain(row[column]) for column in KEYS[name]), row


def _plain(value: Any) -> Any:
    if value == "ReplicationController":  # describe prints a ReplicaSet that nothing controls in the same way
        return "ReplicaSet"
    return " ".join(value.split()) if isinstance(value, str) else value

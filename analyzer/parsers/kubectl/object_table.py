"""Rows of `kubectl get` of any kind without a table of its own, and of `kubectl top`."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl.lists import ListLine, list_lines
from analyzer.notation.kubectl.tables import SPECIAL, row_kind
from analyzer.tables import objects

MEMBERS = ("object-table",)
YIELDS = (objects.TABLE,)

_MEASURED = {"top-pods": "Pod", "top-containers": "Pod", "top-nodes": "Node"}


def parse(piece: Piece) -> Iterator[objects.Object | Understood]:
    """Yield one record per row whose kind is known, by its name's prefix, the header or the command."""
    command = piece.context.get("command", "")
    wanted = kubectl_commands.subject(command).get("kind") or piece.context.get("kind")
    for line in list_lines(piece.lines, custom="custom-columns" in command):
        if line.header is None or (line.cells is None and not line.is_header):
            continue
        yield Understood(line.number, line.last)
        found = _object(line, wanted, piece.context.get("namespace"))
        if found is not None:
            yield found


def _object(line: ListLine, wanted: str | None, namespace: str | None) -> objects.Object | None:
    cells, head = line.cells, line.header
    if cells is None or head is None:
        return None
    name = cells.get("POD") or cells.get("NAME")
    if not name:
        return None
    # the default class among StorageClasses
    kind, name = row_kind(name.removesuffix(" (default)"), head, wanted)
    kind = _MEASURED.get(kind or "", kind)
    if kind is None or kind in SPECIAL:
        return None
    return objects.Object(
        line=line.number,
        at="",
        kind=kind,
        namespace=cells.get("NAMESPACE") or (None if kind in _CLUSTER_WIDE else namespace),
        name=name,
        form="table",
    )


# fmt: off
_CLUSTER_WIDE = frozenset((
    "Node", "Namespace", "PersistentVolume", "StorageClass", "ClusterOperator", "ClusterVersion", "MachineConfigPool",
    "CertificateSigningRequest", "VolumeAttachment", "CSINode", "CSIDriver", "PriorityClass", "RuntimeClass",
    "IngressClass", "APIService", "ComponentStatus", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding",
    "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
))
# fmt: on

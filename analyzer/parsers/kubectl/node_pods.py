"""What describe of a node says about its pods and what they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, mappings, names, path, text
from analyzer.notation.kube.times import age
from analyzer.notation.quantities import cores, memory_bytes
from analyzer.tables import node_pods, node_requests

MEMBERS = ("Node",)
YIELDS = (node_pods.TABLE, node_requests.TABLE)


def parse(piece: Piece) -> Iterator[node_pods.NodePod | node_requests.NodeRequest]:
    """Yield one record per listed pod, and one per resource with the sums of all of them."""
    found = piece.object
    if found is None:
        return
    node = names(found, piece.context)[1]
    for index, pod in mappings(found.body, "describedPods"):
        yield node_pods.NodePod(
            line=found.line,
            at=path(found, "describedPods", index),
            node=node,
            namespace=text(pod, "namespace"),
            pod=text(pod, "name"),
            cpu_request=cores(field(pod, "requests", "cpu")),
            cpu_limit=cores(field(pod, "limits", "cpu")),
            memory_request_bytes=memory_bytes(field(pod, "requests", "memory")),
            memory_limit_bytes=memory_bytes(field(pod, "limits", "memory")),
            age_s=_age(pod),
        )
    for index, row in mappings(found.body, "describedRequests"):
        yield node_requests.NodeRequest(
            line=found.line,
            at=path(found, "describedRequests", index),
            node=node,
            resource=text(row, "resource"),
            requests=cores(row.get("requests")),
            limits=cores(row.get("limits")),
        )


def _age(pod: dict[str, Any]) -> float | None:
    found = age(text(pod, "age") or "")
    return found[0] if found else None

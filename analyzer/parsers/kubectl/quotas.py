"""What namespaces may use: quotas, and the limits of single objects."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.kube_object import KubeObject
from analyzer.notation.kube.fields import mapping, mappings, names, path, text
from analyzer.notation.quantities import cores
from analyzer.tables import limit_ranges, quotas

MEMBERS = ("ResourceQuota", "LimitRange")
YIELDS = (quotas.TABLE, limit_ranges.TABLE)

_BOUNDS = ("min", "max", "defaultRequest", "default", "maxLimitRequestRatio")


def parse(piece: Piece) -> Iterator[quotas.Quota | limit_ranges.LimitRange]:
    """Yield one record per resource; amounts are in the unit of the resource: cores, bytes, pieces."""
    found = piece.object
    if found is None:
        return
    namespace, name = names(found, piece.context)
    if found.kind == "ResourceQuota":
        yield from _quotas(found, namespace, name)
    else:
        yield from _limits(found, namespace, name)


def _quotas(found: KubeObject, namespace: str | None, name: str | None) -> Iterator[quotas.Quota]:
    hard, used = mapping(found.body, "status", "hard"), mapping(found.body, "status", "used")
    for resource in sorted({*hard, *used}):
        yield quotas.Quota(
            line=found.line,
            at=path(found),
            namespace=namespace,
            quota=name,
            resource=str(resource),
            used=cores(used.get(resource)),
            hard=cores(hard.get(resource)),
        )


def _limits(found: KubeObject, namespace: str | None, name: str | None) -> Iterator[limit_ranges.LimitRange]:
    for index, entry in mappings(found.body, "spec", "limits"):
        for resource in sorted({key for bound in _BOUNDS for key in mapping(entry, bound)}):
            low, high, request, limit, ratio = (cores(mapping(entry, bound).get(resource)) for bound in _BOUNDS)
            yield limit_ranges.LimitRange(
                line=found.line,
                at=path(found, "spec", "limits", index),
                namespace=namespace,
                limit_range=name,
                type=text(entry, "type"),
                resource=str(resource),
                minimum=low,
                maximum=high,
                default_request=request,
                default_limit=limit,
                max_ratio=ratio,
            )

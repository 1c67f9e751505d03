"""Every API object, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, mapping, names, owner, path, selector, text
from analyzer.notation.kube.times import moment
from analyzer.tables import objects

MEMBERS = ("*",)
YIELDS = (objects.TABLE,)


def parse(piece: Piece) -> Iterator[objects.Object]:
    """Yield one record per object."""
    found = piece.object
    if found is None:
        return
    namespace, name = names(found, piece.context)
    owner_kind, owner_name = owner(found.body)
    yield objects.Object(
        line=found.line,
        at=path(found),
        kind=found.kind,
        namespace=namespace,
        name=name,
        uid=text(found.body, "metadata", "uid"),
        form=found.form,
        created=moment(text(found.body, "metadata", "creationTimestamp")),
        deleted=moment(text(found.body, "metadata", "deletionTimestamp")),
        owner_kind=owner_kind,
        owner_name=owner_name,
        labels=selector(mapping(found.body, "metadata", "labels")),
        finalizers=_joined(field(found.body, "metadata", "finalizers")),
    )


def _joined(value: Any) -> str | None:
    return ",".join(str(one) for one in value) or None if isinstance(value, list) else None

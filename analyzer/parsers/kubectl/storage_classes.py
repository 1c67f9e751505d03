"""Classes that volumes are made of."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import flag, mapping, names, path, text
from analyzer.tables import storage_classes

MEMBERS = ("StorageClass",)
YIELDS = (storage_classes.TABLE,)

_DEFAULT = ("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class")


def parse(piece: Piece) -> Iterator[storage_classes.StorageClass]:
    """Yield one record per class."""
    found = piece.object
    if found is None:
        return
    annotations = mapping(found.body, "metadata", "annotations")
    yield storage_classes.StorageClass(
        line=found.line,
        at=path(found),
        storage_class=names(found, piece.context)[1],
        is_default=any(annotations.get(key) == "true" for key in _DEFAULT),
        provisioner=text(found.body, "provisioner"),
        reclaim_policy=text(found.body, "reclaimPolicy"),
        binding_mode=text(found.body, "volumeBindingMode"),
        allows_expansion=flag(found.body, "allowVolumeExpansion"),
        form=found.form,
    )

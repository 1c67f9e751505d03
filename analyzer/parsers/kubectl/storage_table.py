"""Rows of `kubectl get pvc`, `pv`, `sc` and `ns`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl.lists import list_lines
from analyzer.notation.kubectl.tables import row_kind
from analyzer.notation.quantities import memory_bytes
from analyzer.tables import claims, namespaces, persistent_volumes, storage_classes

MEMBERS = ("object-table",)
YIELDS = (claims.TABLE, persistent_volumes.TABLE, storage_classes.TABLE, namespaces.TABLE)


def parse(piece: Piece) -> Iterator[tuple[Any, ...]]:
    """Yield one record per row; a cell that is empty or `<unset>` stays missing."""
    for line in list_lines(piece.lines):
        if line.cells is None or not line.cells.get("NAME"):
            continue
        cells = {name: value for name, value in line.cells.items() if value and value not in _NOTHING}
        kind, name = row_kind(line.cells["NAME"], line.header, None)
        convert = _CONVERT.get(kind or "")
        if convert is not None:
            namespace = cells.get("NAMESPACE") or piece.context.get("namespace")
            yield convert(line.number, namespace, name, cells)


_NOTHING = frozenset(("<none>", "<unset>", "<unknown>"))


def _claim(line: int, namespace: str | None, name: str, cells: dict[str, str]) -> claims.Claim:
    return claims.Claim(
        line=line,
        at="",
        namespace=namespace,
        claim=name,
        phase=cells.get("STATUS"),
        volume=cells.get("VOLUME"),
        storage_class=cells.get("STORAGECLASS"),
        capacity_bytes=memory_bytes(cells.get("CAPACITY")),
        access_modes=cells.get("ACCESS MODES") or cells.get("ACCESSMODES"),
        volume_mode=cells.get("VOLUMEMODE"),
        form="table",
    )


def _volume(line: int, _: str | None, name: str, cells: dict[str, str]) -> persistent_volumes.PersistentVolume:
    namespace, slash, claim = cells.get("CLAIM", "").partition("/")
    return persistent_volumes.PersistentVolume(
        line=line,
        at="",
        volume=name,
        phase=cells.get("STATUS"),
        claim_namespace=namespace if slash else None,
        claim=claim or None,
        storage_class=cells.get("STORAGECLASS"),
        capacity_bytes=memory_bytes(cells.get("CAPACITY")),
        access_modes=cells.get("ACCESS MODES") or cells.get("ACCESSMODES"),
        reclaim_policy=cells.get("RECLAIM POLICY") or cells.get("RECLAIMPOLICY"),
        volume_mode=cells.get("VOLUMEMODE"),
        form="table",
    )


def _class(line: int, _: str | None, name: str, cells: dict[str, str]) -> storage_classes.StorageClass:
    """A default class is printed as `standard (default)`."""
    short, mark, _rest = name.partition(" (default)")
    expansion = cells.get("ALLOWVOLUMEEXPANSION")
    return storage_classes.StorageClass(
        line=line,
        at="",
        storage_class=short,
        is_default=bool(mark),
        provisioner=cells.get("PROVISIONER"),
        reclaim_policy=cells.get("RECLAIMPOLICY"),
        binding_mode=cells.get("VOLUMEBINDINGMODE"),
        allows_expansion=None if expansion is None else expansion == "true",
        form="table",
    )


def _namespace(line: int, _: str | None, name: str, cells: dict[str, str]) -> namespaces.Namespace:
    return namespaces.Namespace(line=line, at="", namespace=name, phase=cells.get("STATUS"), form="table")


_CONVERT: dict[str, Callable[[int, str | None, str, dict[str, str]], tuple[Any, ...]]] = {
    "PersistentVolumeClaim": _claim,
    "PersistentVolume": _volume,
    "StorageClass": _class,
    "Namespace": _namespace,
}

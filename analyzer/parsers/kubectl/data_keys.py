"""Keys of ConfigMaps and Secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import mapping, names, path, text
from analyzer.tables import data_keys

MEMBERS = ("ConfigMap", "Secret")
YIELDS = (data_keys.TABLE,)

_PRINTED_SIZE = re.compile(r"(\d{1,12}) bytes")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*(={0,2})")


def parse(piece: Piece) -> Iterator[data_keys.DataKey]:
    """Yield one record per key.

    Sizes are told by describe for Secrets and binary data, and by YAML and JSON for ConfigMaps. The values of
    a Secret were taken out before, and describe prints the values of a ConfigMap with other blanks than they have.
    """
    found = piece.object
    if found is None:
        return
    namespace, name = names(found, piece.context)
    for section in ("data", "binaryData", "describedData"):
        for key, value in mapping(found.body, section).items():
            is_plain = section == "data" and found.kind == "ConfigMap"
            yield data_keys.DataKey(
                line=found.line,
                at=path(found, section, str(key)),
                kind=found.kind,
                namespace=namespace,
                name=name,
                key=str(key),
                size_bytes=_plain_size(value, found.form) if is_plain else _size(value),
                secret_type=text(found.body, "type") if found.kind == "Secret" else None,
            )


def _plain_size(value: Any, form: str) -> int | None:
    return len(value.encode("utf-8", "replace")) if isinstance(value, str) and form != "describe" else None


def _size(value: Any) -> int | None:
    """Bytes behind a printed size or behind base64; None for what was taken out."""
    if value is None or value == "":
        return 0
    if not isinstance(value, str):
        return None
    printed = _PRINTED_SIZE.fullmatch(value)
    if printed is not None:
        return int(printed[1])
    encoded = _BASE64.fullmatch(value) if len(value) % 4 == 0 else None
    return len(value) // 4 * 3 - len(encoded[1]) if encoded else None

"""Undoing a collector that wrote null and empty strings as the word `null`.

Source: rancher/support-bundle-kit pkg/manager/collectors/common.go (`toObjCommon`): every `""` and most of
JSON's `null` become the string `"null"` before the objects are written as YAML.
"""

from __future__ import annotations

from typing import Any

# Maps of strings in which a key says something although its value is empty (`node-role.kubernetes.io/worker: ""`).
_MAPS = frozenset(
    "labels annotations matchLabels nodeSelector selector data stringData binaryData parameters attributes".split()
)


def without_null_words(body: dict[str, Any]) -> dict[str, Any]:
    """The object without values that are the word `null`; items of lists keep their places.

    In maps of strings and in lists the word becomes an empty string, elsewhere its key is absent. `body` is
    unchanged.
    """
    return {key: _clean(value, key) for key, value in body.items() if value != "null"}


def _clean(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        if key in _MAPS:
            return {name: "" if item == "null" else _clean(item, "") for name, item in value.items()}
        return without_null_words(value)
    if isinstance(value, list):
        return ["" if item == "null" else _clean(item, "") for item in value]
    return value

"""Values of API objects, read without trust: what has the wrong type or is empty is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.model.kube_object import KubeObject
from analyzer.notation import object_path
from analyzer.notation.kubectl import commands as kubectl_commands

CONTAINER_LISTS = (
    ("initContainers", "init"),
    ("containers", "regular"),
    ("ephemeralContainers", "ephemeral"),
)
_ACCESS_MODES = {
    "ReadWriteOnce": "RWO",
    "ReadOnlyMany": "ROX",
    "ReadWriteMany": "RWX",
    "ReadWriteOncePod": "RWOP",
}
_OPERATORS = {
    "In": "{key} in ({values})",
    "NotIn": "{key} notin ({values})",
    "Exists": "{key}",
    "DoesNotExist": "!{key}",
}
_CONFIG_HASH = "kubernetes.io/config.hash"


def field(value: Any, *keys: str) -> Any:
    """The value below these keys; None where one is missing or stands in something else than an object."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def mapping(value: Any, *keys: str) -> dict[str, Any]:
    """The object below these keys, {} for anything else."""
    found = field(value, *keys)
    return found if isinstance(found, dict) else {}


def mappings(value: Any, *keys: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(index, element) of the objects in the array below these keys."""
    found = field(value, *keys)
    for index, element in enumerate(found if isinstance(found, list) else ()):
        if isinstance(element, dict):
            yield index, element


def text(value: Any, *keys: str) -> str | None:
    """The text below these keys; a number becomes text, an empty one is missing."""
    found = field(value, *keys)
    if isinstance(found, bool) or not isinstance(found, (str, int, float)):
        return None
    return str(found) or None


def integer(value: Any, *keys: str) -> int | None:
    """The whole number below these keys, if it fits 64 bits."""
    found = field(value, *keys)
    if isinstance(found, str) and len(found) < 20 and found.removeprefix("-").isdecimal():
        found = int(found)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int):
        return None
    return found if -(2**63) <= found < 2**63 else None


def flag(value: Any, *keys: str) -> bool | None:
    """The truth value below these keys."""
    found = field(value, *keys)
    return found if isinstance(found, bool) else None


def words(value: Any, *keys: str) -> str | None:
    """The elements of the array below these keys, joined by blanks."""
    found = field(value, *keys)
    if isinstance(found, str):
        return found or None
    return " ".join(str(word) for word in found) or None if isinstance(found, list) else None


def selector(value: Any) -> str | None:
    """A selector of labels as kubectl writes it: `app=web,tier in (a,b),!old`, by key; None for one without terms.

    It may be a plain map, a LabelSelector, or what describe printed.
    """
    if isinstance(value, str):
        return value or None
    plain = value if isinstance(value, dict) and not {"matchLabels", "matchExpressions"} & value.keys() else {}
    terms = [(str(key), f"{key}={term}") for key, term in {**plain, **mapping(value, "matchLabels")}.items()]
    for _, expression in mappings(value, "matchExpressions"):
        key = text(expression, "key") or ""
        values = field(expression, "values")
        listed = ",".join(sorted(str(one) for one in values)) if isinstance(values, list) else ""
        form = _OPERATORS.get(text(expression, "operator") or "", "{key}")
        terms.append((key, form.format(key=key, values=listed)))
    return ",".join(term for _, term in sorted(terms)) or None


def access_modes(value: Any) -> str | None:
    """Access modes as kubectl writes them: `RWO,ROX`, each once, in its order."""
    found = value if isinstance(value, list) else []
    return ",".join(short for long, short in _ACCESS_MODES.items() if long in found) or None


def owner(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """(kind, name) of the controlling owner."""
    for _, reference in mappings(body, "metadata", "ownerReferences"):
        if reference.get("controller") is True:
            return text(reference, "kind"), text(reference, "name")
    return None, None


def cgroup_uid(body: dict[str, Any]) -> str | None:
    """The pod UID in cgroup paths: a static pod has the hash of its file there, not the API's UID."""
    return text(mapping(body, "metadata", "annotations"), _CONFIG_HASH) or text(body, "metadata", "uid")


def names(found: KubeObject, context: dict[str, str]) -> tuple[str | None, str | None]:
    """(namespace, name) of an object; those of an excerpt may stand in the command above it."""
    namespace, name = text(found.body, "metadata", "namespace"), text(found.body, "metadata", "name")
    asked = kubectl_commands.subject(context.get("command"))
    if name is None and asked.get("kind") == found.kind:
        name = asked.get("name")
        namespace = namespace or asked.get("namespace")
    return namespace, name


def path(found: KubeObject, *pieces: str | int) -> str:
    """The path of a value in the document that the object stands in."""
    return object_path.join(*object_path.parts(found.at), *pieces)

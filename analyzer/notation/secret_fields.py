"""Secrets of API objects, taken out by structure after parsing."""

from __future__ import annotations

from typing import Any

import msgspec

from analyzer.notation.secret_names import key_of_secret, names_secret, no_secret, placeholder

_MAPPINGS = ("data", "stringData")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_KUBECONFIG = frozenset(
    {"token", "client-key-data", "client-certificate-data", "password", "id-token", "refresh-token"}
)
# Of a container, only these keys can hold a secret in clear that has a place of its own.
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_TEMPLATES = ("template", "jobTemplate", "podTemplate")


def redact_object(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """The object without the values of secrets; `body` is unchanged and shared where nothing changes.

    Replaced are `data` and `stringData` of a Secret, values of environment variables whose name
    announces a secret, users of a kubeconfig, and all of that in the last applied configuration.
    """
    clean = body
    if kind in ("Secret", "SecretList"):
        clean = _without_data(clean)
    if kind == "Config" and isinstance(body.get("users"), list):
        clean = clean | {"users": [_without_named(user) for user in body["users"]]}
    if isinstance(body.get("items"), list):
        clean = clean | {"items": [_item(kind, item) for item in body["items"]]}
    clean = _replaced(clean, "metadata", _metadata)
    return _replaced(clean, "spec", _pod_bearer)


def _item(kind: str, item: Any) -> Any:
    return redact_object(item.get("kind") or kind.removesuffix("List"), item) if isinstance(item, dict) else item


def _replaced(body: dict[str, Any], key: str, redact: Any) -> dict[str, Any]:
    """`body` with `redact(body[key])` in the place of a mapping, itself if that changes nothing."""
    value = body.get(key)
    if not isinstance(value, dict):
        return body
    clean = redact(value)
    return body if clean is value else body | {key: clean}


def _without_data(body: dict[str, Any]) -> dict[str, Any]:
    found = {key: body[key] for key in _MAPPINGS if isinstance(body.get(key), dict)}
    return body | {
        key: {name: _hidden("secret-data", value) for name, value in data.items()} for key, data in found.items()
    }


def _without_named(value: Any) -> Any:
    """Any structure without the strings whose key announces a secret."""
    if isinstance(value, list):
        return [_without_named(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _hidden("kubeconfig", item)
        if isinstance(item, str) and (key in _KUBECONFIG or key_of_secret(str(key)))
        else _without_named(item)
        for key, item in value.items()
    }


def _hidden(secret_class: str, value: Any) -> Any:
    if value is None or value == "":
        return value
    text = str(value)
    return value if no_secret(text) else placeholder(secret_class, len(text.encode("utf-8", "replace")))


def _metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    annotations = metadata.get("annotations")
    if not isinstance(annotations, dict) or not isinstance(applied := annotations.get(_LAST_APPLIED), str):
        return metadata
    try:
        found = msgspec.json.decode(applied)
    except (msgspec.DecodeError, RecursionError):
        return metadata
    if not isinstance(found, dict):
        return metadata
    clean = redact_object(str(found.get("kind")), found)
    if clean is found:
        return metadata
    text = msgspec.json.encode(clean).decode()
    return metadata | {"annotations": annotations | {_LAST_APPLIED: text}}


def _pod_bearer(spec: dict[str, Any]) -> dict[str, Any]:
    """The spec of a pod, or of a workload that holds the template of one."""
    clean = spec
    for key in _TEMPLATES:
        clean = _replaced(clean, key, lambda template: _replaced(template, "spec", _pod_bearer))
    for key in _CONTAINERS:
        containers = spec.get(key)
        if isinstance(containers, list) and any(_has_secret(one) for one in containers):
            clean = clean | {key: [_container(one) for one in containers]}
    return clean


def _has_secret(container: Any) -> bool:
    env = container.get("env") if isinstance(container, dict) else None
    return isinstance(env, list) and any(_is_secret(variable) for variable in env)


def _is_secret(variable: Any) -> bool:
    if not isinstance(variable, dict) or variable.get("value") in (None, ""):
        return False
    return names_secret(str(variable.get("name"))) and not no_secret(str(variable["value"]))


def _container(container: Any) -> Any:
    if not _has_secret(container):
        return container
    return container | {"env": [_variable(one) if _is_secret(one) else one for one in container["env"]]}


def _variable(variable: dict[str, Any]) -> dict[str, Any]:
    return variable | {"value": _hidden("env-value", variable["value"])}

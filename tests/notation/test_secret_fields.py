"""Secrets of API objects, taken out by structure."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from analyzer.notation.secret_fields import redact_object

ENV = [{"name": "DB_PASSWORD", "value": "swordfish"}, {"name": "A", "value": "b"}, {"name": "X_TOKEN", "valueFrom": {}}]
POD_SPEC = {"containers": [{"name": "c", "env": ENV}], "nodeName": "node-1"}
SECRET = {"kind": "Secret", "metadata": {"name": "x"}, "data": {"pw": "c2g="}, "stringData": {"a": "plain"}}


def _applied(body: dict[str, Any]) -> dict[str, Any]:
    return {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(body)}}


@pytest.mark.parametrize(
    ("kind", "body", "secret"),
    [
        ("Secret", SECRET, "c2g="),
        ("Secret", SECRET, "plain"),
        ("SecretList", {"items": [{"data": {"pw": "c2g="}}]}, "c2g="),
        ("List", {"items": [SECRET]}, "c2g="),
        ("Secret", {"metadata": _applied(SECRET)}, "c2g="),
        ("Pod", {"spec": POD_SPEC}, "swordfish"),
        ("Deployment", {"spec": {"template": {"spec": POD_SPEC}}}, "swordfish"),
        ("CronJob", {"spec": {"jobTemplate": {"spec": {"template": {"spec": POD_SPEC}}}}}, "swordfish"),
        ("Pod", {"spec": {"initContainers": POD_SPEC["containers"]}}, "swordfish"),
        ("Deployment", {"metadata": _applied({"spec": {"template": {"spec": POD_SPEC}}})}, "swordfish"),
        ("Config", {"users": [{"name": "a", "user": {"token": "abc", "client-key-data": "c2g="}}]}, "c2g="),
        ("Secret", {"data": {".dockerconfigjson": "eyJhdXRocyI6e319"}}, "eyJhdXRocyI6"),
    ],
)
def test_secrets_of_an_object_are_replaced(kind: str, body: dict[str, Any], secret: str) -> None:
    """The secret is gone, the input is unchanged, and a second pass changes nothing."""
    before = copy.deepcopy(body)
    clean = redact_object(kind, body)
    assert secret in json.dumps(body)
    assert secret not in json.dumps(clean)
    assert body == before
    assert redact_object(kind, clean) == clean


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ConfigMap", {"data": {"a": "c2g="}}),
        ("Pod", {"spec": {"containers": [{"env": [{"name": "PASSWORD_FILE", "value": "/run/x"}]}]}}),
        ("Pod", {"spec": {"containers": [{"env": [{"name": "DB_PASSWORD", "value": "***HIDDEN***"}]}]}}),
        ("Pod", {"metadata": {"name": "x", "annotations": None}, "spec": None}),
        ("Pod", {"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{cut"}}}),
    ],
)
def test_an_object_without_secrets_is_returned_as_it_is(kind: str, body: dict[str, Any]) -> None:
    """Nothing is copied where nothing changes."""
    assert redact_object(kind, body) is body


def test_what_stands_beside_a_secret_is_kept() -> None:
    """Names, references and other variables are evidence."""
    clean = redact_object("Pod", {"spec": POD_SPEC})
    assert clean["spec"]["nodeName"] == "node-1"
    assert clean["spec"]["containers"][0]["env"][1:] == ENV[1:]
    assert clean["spec"]["containers"][0]["env"][0] == {"name": "DB_PASSWORD", "value": "REDACTED-env-value-9B"}

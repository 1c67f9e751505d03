"""Lengths in the place of secrets."""

from __future__ import annotations

import pytest

from analyzer.notation.kube.elided_secrets import is_elided


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("6958 bytes long", True),
        ("NzI5NCBieXRlcyBsb25n", True),  # OpenShift 4.8, a .dockercfg
        ("MTEgYnl0ZXMgbG9uZw==", True),
        ("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", False),
        ("bytes long", False),
        ("c2VjcmV0", False),
        ("", False),
        ("é" * 10, False),
    ],
)
def test_only_a_length_is_no_secret(value, expected):
    """In base64 it looks like data."""
    assert is_elided(value) is expected

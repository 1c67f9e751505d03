"""Versions that collectors wrote down."""

from __future__ import annotations

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.parsers.collection import versions
from analyzer.tables.versions import Version


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        ("cluster-version", '{\n "info": {\n  "major": "1",\n  "gitVersion": "v1.19.3"\n },\n "string": "v1.19.3"\n}', [Version(4, "kubernetes", None, "v1.19.3")]),
        ("cluster-version", '{"major":"1","gitVersion":"v1.20.2","x":"y"}', [Version(1, "kubernetes", None, "v1.20.2")]),
        ("cluster-version", "Client Version: v1.27.9\nServer Version: v1.27.3+k3s1\n", [Version(2, "kubernetes", None, "v1.27.3+k3s1")]),
        ("cluster-version", 'Server Version: version.Info{Major:"1", Minor:"18", GitVersion:"v1.18.6", GitCommit:"d"}', [Version(1, "kubernetes", None, "v1.18.6")]),
        ("product-version", "openshift/must-gather\n4.12.0-202301042257.p0.g1\n", [Version(2, "collector", "openshift/must-gather", "4.12.0-202301042257.p0.g1")]),
        ("product-version", "nothing of the sort\nat all\n", []),
        ("collector-version", "apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: v0.57.0\n", [Version(4, "collector", None, "v0.57.0")]),
        (
            "bundle-metadata",
            "projectName: Harvester\nprojectVersion: v1.1.0\nkubernetesVersion: v1.24.7+rke2r1\n",
            [Version(2, "product", "Harvester", "v1.1.0"), Version(3, "kubernetes", None, "v1.24.7+rke2r1")],
        ),
    ],
)  # fmt: skip
def test_each_file_tells_its_versions(role, text, expected):
    """The API server's version is never taken from the client's line."""
    found = versions.parse(Piece("x", role, Lines(text)))
    assert [one for one in found if isinstance(one, Version)] == expected

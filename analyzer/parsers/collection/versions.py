"""Versions of the API server, of the collector and of the product that a bundle is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.tables import versions
from analyzer.tables.versions import Version

MEMBERS = ("cluster-version", "collector-version", "product-version", "bundle-metadata")
YIELDS = (versions.TABLE,)


def parse(piece: Piece) -> Iterator[Version | Understood]:
    """Yield the versions of one such file.

    cluster-version    JSON of `/version` (troubleshoot, sonobuoy), or what `kubectl version` prints
    collector-version  troubleshoot's version.yaml
    product-version    must-gather's `version`: the image's name, then its version
    bundle-metadata    support-bundle-kit's metadata.yaml
    """
    found = {"cluster-version": _server, "product-version": _image}.get(piece.role, _keyed)(piece)
    for version in found:
        yield version
        yield Understood(version.line, version.line)


_VERSION = r"v?\d{1,3}\.\d{1,3}[\w.+~-]{0,80}"
_SERVER = re.compile(rf"Server Version:(?: version\.Info\{{.{{0,80}}GitVersion:)?\s*\"?({_VERSION})")
_GIT_VERSION = re.compile(rf"\"gitVersion\":\s*\"({_VERSION})\"")
_KEYS = (
    (re.compile(rf"\s*versionNumber:\s*[\"']?({_VERSION})"), "collector"),
    (re.compile(rf"\s*[\"']?kubernetes_?version[\"']?:\s*[\"']?({_VERSION})", re.IGNORECASE), "kubernetes"),
    (re.compile(rf"\s*[\"']?project_?version[\"']?:\s*[\"']?({_VERSION})", re.IGNORECASE), "product"),
)
_PROJECT = re.compile(r"\s*[\"']?project_?name[\"']?:\s*[\"']?([\w.-]{1,80})", re.IGNORECASE)


def _server(piece: Piece) -> Iterator[Version]:
    for line in piece.lines:
        if found := _SERVER.search(line.text) or _GIT_VERSION.search(line.text):
            yield Version(line.number, "kubernetes", None, found[1])
            return


def _image(piece: Piece) -> Iterator[Version]:
    filled = [line for line in piece.lines if line.text.strip()][:3]
    if len(filled) >= 2 and re.fullmatch(_VERSION, filled[1].text.strip()):
        yield Version(filled[1].number, "collector", filled[0].text.strip()[:200], filled[1].text.strip())


def _keyed(piece: Piece) -> Iterator[Version]:
    project = None
    for line in piece.lines:
        text = line.text[:400]
        if named := _PROJECT.match(text):
            project = named[1]
        for pattern, of in _KEYS:
            if found := pattern.match(text):
                yield Version(line.number, of, project if of == "product" else None, found[1])

"""`packages`: installed packages that make a node."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Table, Text


class Package(NamedTuple):
    """One package of kernel, kubelet, runtime or network tools, as rpm or dpkg list it."""

    line: int
    name: Annotated[Text, "package"] = None
    version: Annotated[Text, "version and release"] = None
    architecture: Annotated[Text, "x86_64, amd64, …"] = None
    state: Annotated[Text, "state letters of dpkg (ii is installed)"] = None


TABLE = Table("packages", Package, of="node")

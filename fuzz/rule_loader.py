"""Rule files, as a site would write them or somebody else for it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import cast

from analyzer.engine.load import load_rule
from analyzer.model.errors import RuleError


class _File:
    """A file that is only bytes."""

    stem, name = "fuzz", "fuzz.yaml"
    parent = Path("rules/memory")

    def __init__(self, data: bytes) -> None:
        self._data = data

    def lstat(self) -> os.stat_result:
        return os.stat_result((stat.S_IFREG | 0o600, 0, 0, 1, 0, 0, len(self._data), 0, 0, 0))

    def read_bytes(self) -> bytes:
        return self._data


def fuzz_one(data: bytes) -> None:
    """A rule, or a RuleError that names the place."""
    try:
        load_rule(cast("Path", _File(data)), label="rules/memory/fuzz.yaml", tests=True)
    except RuleError as error:
        if "rules/memory/fuzz.yaml" not in str(error):
            raise

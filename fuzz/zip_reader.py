"""The reader of zips: directory, local headers, methods."""

from __future__ import annotations

import io

from analyzer.bundle.archives.zip import zip_members
from analyzer.bundle.limits import Limits
from analyzer.model.problem import Problem

_LIMITS = Limits(max_total=2**22, max_member=2**20, max_members=1000)


def fuzz_one(data: bytes) -> None:
    """Nothing is raised, and no entry gives more than it names."""
    total = 0
    for label, size, content in zip_members("up.zip", io.BytesIO(data), len(data), _LIMITS):
        if isinstance(content, Problem):
            if content.path != label or not content.detail:
                raise AssertionError(content)
            continue
        read = 0
        while total < _LIMITS.max_total and (piece := content.read(2**16)):
            read, total = read + len(piece), total + len(piece)
        if size is not None and read > size:
            raise AssertionError((label, size, read))

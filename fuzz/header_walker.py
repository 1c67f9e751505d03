"""Whatever an upload of one file is: formats, codecs, tar headers, archives in archives."""

from __future__ import annotations

import io

from analyzer.bundle.archives.budget import Budget
from analyzer.bundle.archives.containers import Containers, RawMember
from analyzer.bundle.archives.stage import FileStage
from analyzer.bundle.limits import Limits

_LIMITS = Limits(max_total=2**22, max_member=2**20, max_members=1000)


def fuzz_one(data: bytes) -> None:
    """Nothing is raised, no more is delivered than allowed, and each Problem has a sentence."""
    budget, delivered = Budget(_LIMITS), 0
    stage = FileStage(io.BytesIO(data), budget)
    for item in Containers(_LIMITS, budget).upload("up.tar.gz", stage, len(data)):
        if isinstance(item, RawMember):
            while piece := item.stream.read(2**16):
                delivered += len(piece)
        elif not item.detail or not item.path:
            raise AssertionError(item)
    if delivered > _LIMITS.max_total:
        raise AssertionError(delivered)

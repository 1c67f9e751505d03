"""How far a long reading came, on standard error where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from analyzer.reader import Progress

_SILENT_SECONDS = 1.0
_BETWEEN_SECONDS = 0.2
_MIB = 1024 * 1024


def progress_line() -> Callable[[Progress], None] | None:
    """What tells the progress on one line that is drawn again and again; None where nobody watches."""
    return _Line() if sys.stderr.isatty() else None


class _Line:
    def __init__(self) -> None:
        self._begun = self._drawn = time.monotonic()

    def __call__(self, at: Progress) -> None:
        now = time.monotonic()
        over = at.members == at.all_members
        if now - self._begun < _SILENT_SECONDS or (now - self._drawn < _BETWEEN_SECONDS and not over):
            return
        self._drawn = now
        share = at.bytes / at.all_bytes if at.all_bytes else 1.0
        left = (now - self._begun) * (1 - share) / share if share > 0 else 0
        text = (
            f"reading {share:4.0%}  {at.bytes // _MIB} of {at.all_bytes // _MIB} MiB, "
            f"{at.members} of {at.all_members} members, about {left:.0f} s left"
        )
        sys.stderr.write("\r\x1b[K" + ("" if over else text[:100]))
        sys.stderr.flush()

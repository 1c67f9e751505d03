"""What a run needs to know; made by the command line, passed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from analyzer.bundle.limits import Limits


@dataclass(frozen=True, slots=True)
class Options:
    """The bundle's paths (one case), folders of additional rules, limits, and the collection time if it is stated."""

    paths: tuple[Path, ...]
    rules: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    collected_at: datetime | None = None

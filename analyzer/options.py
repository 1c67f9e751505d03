"""What a run needs to know; made by the command line, passed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from analyzer.bundle.limits import Limits


@dataclass(frozen=True, slots=True)
class Options:
    """What was given on the command line.

    paths         the bundle, or the pieces of one case
    rules         folders of additional rules
    collected_at  the collection time, where the user states it
    names         what a path is called in labels, where that is not its own name (standard input)
    descriptors   open files among the paths, as /dev/fd/N
    unparsed      whether the lines that no parser understood are wanted
    workers       reading processes at most; None decides by the size of the bundle
    """

    paths: tuple[Path, ...]
    rules: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    collected_at: datetime | None = None
    names: tuple[str | None, ...] = ()
    descriptors: tuple[int, ...] = ()
    unparsed: bool = False
    workers: int | None = None

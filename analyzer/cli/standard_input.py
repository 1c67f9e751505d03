"""Standard input as a bundle."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from analyzer.model.errors import InputError, UsageError

_NAME = "stdin"
_BLOCK = 1024 * 1024


def spooled(paths: tuple[Path, ...], most: int) -> tuple[tuple[Path, ...], tuple[str | None, ...], tuple[int, ...]]:
    """Paths, names and open descriptors, with `-` replaced by a file that has no name on disk.

    A bundle is read more than once, which a pipe does not allow. Raises InputError above `most` bytes.
    """
    if Path("-") not in paths:
        return paths, (), ()
    if paths.count(Path("-")) > 1:
        raise UsageError("- is given twice", remedy="standard input can be read once")
    if sys.stdin.isatty():
        raise UsageError("standard input is a terminal", remedy="write `kubectl describe pod X | bundlescope -`")
    descriptor = _spool(most)
    place = Path(f"/dev/fd/{descriptor}")
    return (
        tuple(place if path == Path("-") else path for path in paths),
        tuple(_NAME if path == Path("-") else None for path in paths),
        (descriptor,),
    )


def _spool(most: int) -> int:
    with tempfile.TemporaryFile(prefix="bundlescope-") as file:
        while data := sys.stdin.buffer.read(_BLOCK):
            most -= len(data)
            if most < 0:
                raise InputError("standard input is above the limit", remedy="raise --max-input")
            file.write(data)
        file.flush()
        return os.dup(file.fileno())

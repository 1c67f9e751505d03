"""Opening what a customer sent: a folder, a file, an archive of any kind, as a stream of members.

Nothing is written to disk except archives in archives, which need to be sought in: into unlinked
temporary files. No name of a member is ever used as a path.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from analyzer.bundle.archives.budget import Budget
from analyzer.bundle.archives.containers import Containers, RawMember
from analyzer.bundle.archives.labels import label_of
from analyzer.bundle.archives.stage import FileStage
from analyzer.bundle.folder import folder_files
from analyzer.bundle.limits import Limits
from analyzer.model.errors import InputError, UsageError
from analyzer.model.problem import Problem
from analyzer.model.source import SourceLine

__all__ = ["RawMember", "members"]

# Reasons for which nothing comes out of an upload of one file.
_FATAL = frozenset(("BAD_ARCHIVE", "BAD_CHECKSUM", "EMPTY", "ENCRYPTED", "TRUNCATED", "UNREADABLE", "UNSUPPORTED"))


def members(path: Path, limits: Limits, name: str | None = None) -> Iterator[RawMember | Problem]:
    """Yield the members below `path` in a fixed order, and a Problem for what cannot be one.

    `name` replaces the file's name in labels, for an upload that came through a descriptor. Members of an
    archive in a folder or an archive are `outer!inner`. Raises UsageError if there is no such path,
    InputError if nothing of it can be opened.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UsageError(
            f"cannot open the bundle: {error.strerror}", at=SourceLine(str(path)), remedy="check the path"
        ) from error
    budget = Budget(limits)
    containers = Containers(limits, budget)
    if stat.S_ISDIR(mode):
        found = _folder(path, containers, budget)
    elif stat.S_ISREG(mode):
        found = _file(path, label_of((name or path.name).encode("utf-8", "surrogateescape")), containers, budget)
    else:
        raise UsageError("is neither a folder nor a file", at=SourceLine(name or str(path)), remedy="give a file")
    yield from _ended(found, budget)


def _ended(found: Iterator[RawMember | Problem], budget: Budget) -> Iterator[RawMember | Problem]:
    """The same, and at last why the whole run ended, if nobody told."""
    told, at = False, "."
    for item in found:
        at = item.path
        if budget.end is not None and isinstance(item, Problem):
            told = told or item.detail == budget.end.detail
        yield item
    if budget.end is not None and not told:
        yield budget.end.problem(at)


def _folder(root: Path, containers: Containers, budget: Budget) -> Iterator[RawMember | Problem]:
    for label, size, file in folder_files(root):
        if budget.end is not None:
            return
        if stop := budget.entry():
            yield stop.problem(label, 0)
        elif isinstance(file, Problem):
            yield file
        else:
            yield from containers.items("", label, FileStage(file, budget), size)


def _file(path: Path, label: str, containers: Containers, budget: Budget) -> Iterator[RawMember | Problem]:
    try:
        file = path.open("rb", buffering=0)
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", at=SourceLine(label), remedy="check the permissions"
        ) from error
    delivered, fatal = False, None
    with file:
        file.seek(0)
        for item in containers.upload(label, FileStage(file, budget), path.stat().st_size):
            if isinstance(item, RawMember):
                delivered = True
            elif item.path == label and item.reason in _FATAL:
                fatal = item
            yield item
    if fatal is not None and not delivered:
        raise InputError(f"cannot be read: {fatal.detail}", at=SourceLine(label))

"""Opening a bundle: a folder, a file, a tar or a tar.gz, as a stream of members.

Nothing is written to disk and no name of a member is ever used as a path.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from analyzer.bundle.limits import Limits
from analyzer.bundle.tar import tar_members
from analyzer.model.errors import InputError, UsageError
from analyzer.model.problem import Problem
from analyzer.model.source import SourceLine

_GZIP, _TAR_MAGIC_AT = b"\x1f\x8b", 257


@dataclass(frozen=True, slots=True)
class RawMember:
    """One file of a bundle; `stream` can be read until the next member is asked for."""

    path: str
    size: int
    stream: BinaryIO


def members(path: Path, limits: Limits) -> Iterator[RawMember | Problem]:
    """Yield the members below `path` in a fixed order, and a Problem for what cannot be one.

    Raises UsageError if there is no such path, InputError if nothing of it can be opened.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UsageError(
            f"cannot open the bundle: {error.strerror}", at=SourceLine(str(path)), remedy="check the path"
        ) from error
    if stat.S_ISDIR(mode):
        yield from _limited(_folder(path), limits)
    else:
        yield from _limited(_file(path), limits)


def _limited(found: Iterator[RawMember | Problem], limits: Limits) -> Iterator[RawMember | Problem]:
    total = count = 0
    for item in found:
        if isinstance(item, RawMember):
            count, total = count + 1, total + item.size
            if count > limits.max_members:
                yield Problem(
                    item.path,
                    "LIMIT_MEMBERS",
                    f"more than {limits.max_members} members; the rest was not read",
                    bytes_read=0,
                    option="--max-members",
                )
                return
            if total > limits.max_total:
                yield Problem(
                    item.path,
                    "LIMIT_TOTAL",
                    f"more than {limits.max_total} bytes; this member and the rest were not read",
                    bytes_read=0,
                    option="--max-total",
                )
                return
        yield item


def _folder(root: Path) -> Iterator[RawMember | Problem]:
    entries: list[tuple[str, os.DirEntry[str]]] = []
    unreadable: list[Problem] = []
    _walk(root, "", entries, unreadable)
    yield from sorted(unreadable, key=lambda problem: problem.path)
    for label, entry in sorted(entries, key=lambda item: item[0].encode("utf-8", "surrogateescape")):
        yield from _entry(_printable(label), entry)


def _walk(folder: Path, prefix: str, entries: list[tuple[str, os.DirEntry[str]]], failed: list[Problem]) -> None:
    try:
        found = list(os.scandir(folder))
    except OSError as error:
        failed.append(
            Problem(_printable(prefix) or ".", "UNREADABLE", f"the folder cannot be listed: {error.strerror}")
        )
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            _walk(Path(entry.path), f"{prefix}{entry.name}/", entries, failed)
        else:
            entries.append((prefix + entry.name, entry))


def _entry(label: str, entry: os.DirEntry[str]) -> Iterator[RawMember | Problem]:
    if entry.is_symlink():
        yield Problem(label, "LINK", "a link; links are not followed", bytes_read=0)
        return
    if not entry.is_file(follow_symlinks=False):
        yield Problem(label, "DEVICE", "not a regular file", bytes_read=0)
        return
    try:
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        yield Problem(label, "UNREADABLE", f"cannot be opened: {error.strerror}", bytes_read=0)
        return
    with os.fdopen(descriptor, "rb") as stream:
        yield RawMember(label, os.fstat(stream.fileno()).st_size, stream)


def _file(path: Path) -> Iterator[RawMember | Problem]:
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", at=SourceLine(str(path)), remedy="check the permissions"
        ) from error
    with stream:
        head = stream.read(512)
        stream.seek(0)
        if head.startswith(_GZIP) or head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
            for label, size, content in tar_members(path.name, stream):
                yield content if isinstance(content, Problem) else RawMember(_printable(label), size, content)
        else:
            yield RawMember(_printable(path.name), path.stat().st_size, stream)


def _printable(label: str) -> str:
    return label.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

"""The files of a folder on disk, in a fixed order; links are not followed and nothing blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from analyzer.bundle.archives.labels import label_of
from analyzer.model.problem import Problem


def folder_files(root: Path) -> Iterator[tuple[str, int, BinaryIO | Problem]]:
    """Yield (label, size, open file) below a folder in the order of labels, a Problem for what is no file.

    A file is open until the next one is asked for.
    """
    entries: list[tuple[bytes, os.DirEntry[bytes]]] = []
    failed: list[Problem] = []
    _walk(os.fsencode(root), b"", entries, failed)
    for problem in sorted(failed, key=lambda problem: problem.path):
        yield problem.path, 0, problem
    for name, entry in sorted(entries, key=lambda found: found[0]):
        yield from _entry(label_of(name), entry)


def _walk(folder: bytes, prefix: bytes, found: list[tuple[bytes, os.DirEntry[bytes]]], failed: list[Problem]) -> None:
    waiting = [(folder, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            label = label_of(prefix.rstrip(b"/") or b".")
            failed.append(Problem(label, "UNREADABLE", f"the folder cannot be listed: {error.strerror}"))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, prefix + entry.name + b"/"))
            else:
                found.append((prefix + entry.name, entry))


def _entry(label: str, entry: os.DirEntry[bytes]) -> Iterator[tuple[str, int, BinaryIO | Problem]]:
    if entry.is_symlink():
        yield label, 0, Problem(label, "LINK", "a link; links are not followed", bytes_read=0)
        return
    if not entry.is_file(follow_symlinks=False):
        yield label, 0, Problem(label, "DEVICE", "not a regular file", bytes_read=0)
        return
    try:
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        yield label, 0, Problem(label, "UNREADABLE", f"cannot be opened: {error.strerror}", bytes_read=0)
        return
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        yield label, os.fstat(descriptor).st_size, file

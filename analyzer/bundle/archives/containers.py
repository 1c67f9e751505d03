"""Members of files, archives and compressed streams, one inside the other."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from analyzer.bundle.archives.budget import Budget, Stop
from analyzer.bundle.archives.codecs import Codec, Unpacking
from analyzer.bundle.archives.formats import (
    TAR,
    apple_side_file,
    archive_of,
    broken_promise,
    codec_of,
    promises_tar,
    refused,
)
from analyzer.bundle.archives.labels import Names, shortened
from analyzer.bundle.archives.stage import FileStage, Slice, Stage, Unpacked
from analyzer.bundle.archives.tar import tar_entries
from analyzer.bundle.archives.zip import zip_members
from analyzer.bundle.limits import MAX_NESTED_ARCHIVES, Limits
from analyzer.model.problem import Problem

_HEAD = 512
_IN_MEMORY = 4 * 1024 * 1024
_COPIED = 256 * 1024


@dataclass(frozen=True, slots=True)
class RawMember:
    """One file of a bundle; `stream` can be read until the next member is asked for.

    size    as its archive tells it; None where only reading shows it
    stream  goes forward only and never raises: where it is damaged or at a limit it ends early, and a
            Problem with this path follows. `stream.tell()` is the number of bytes that were delivered.
            What was not read when the next member is asked for is read then, so that `tell()` is the
            size as far as the member could be read; a plain file of a folder is left alone instead
    """

    path: str
    size: int | None
    stream: BinaryIO


Item = RawMember | Problem


class Containers:
    """Opens streams as what their first bytes say, as deep as the limits allow."""

    def __init__(self, limits: Limits, budget: Budget) -> None:
        self._limits, self._budget = limits, budget
        self._names = Names()
        self._last = ("", "")

    def items(self, prefix: str, label: str, stage: Stage, size: int | None, depth: int = 0) -> Iterator[Item]:
        """The member with this name, or those in it, and a Problem for each that is none.

        depth  number of archives around it
        """
        path, again = self._names.unique(prefix, label)
        if again:
            yield Problem(path, "DUPLICATE_NAME", "a second member of this name; both were read, others keep only one")
        self._last = prefix + label, path
        yield from self._opened(path, stage, size, depth, f"{path}!")

    def upload(self, label: str, stage: Stage, size: int) -> Iterator[Item]:
        """The same for an upload of one file: what is in it needs no prefix."""
        yield from self._opened(label, stage, size, 0, "")

    def _opened(self, path: str, stage: Stage, size: int | None, depth: int, inner: str) -> Iterator[Item]:
        head = stage.head if isinstance(stage, Slice) else _head(stage)
        codec, archive = codec_of(head), archive_of(head, path, unpacked=isinstance(stage, Unpacking))
        if codec is None and archive is None:
            yield from self._file(path, stage, size, head)
        elif depth >= self._limits.max_depth:
            what = f"more than {self._limits.max_depth} archives in one another; this one was not read"
            yield Problem(path, "LIMIT_DEPTH", what, bytes_read=0, option="--max-depth")
        elif codec is not None:
            yield from self._compressed(path, stage, codec, depth, inner)
        elif inner and not self._budget.archive(MAX_NESTED_ARCHIVES):
            what = f"more than {MAX_NESTED_ARCHIVES} archives in archives; this one was not read"
            yield Problem(path, "LIMIT_DEPTH", what, bytes_read=0)
        elif archive == TAR:
            yield from self._tar(path, stage, depth + 1, inner)
        else:
            yield from self._zip(path, stage, size, depth + 1, inner)

    def _file(self, path: str, stage: Stage, size: int | None, head: bytes) -> Iterator[Item]:
        broken = refused(head)
        if broken is None and not isinstance(stage, Unpacking):
            broken = broken_promise(head, path)
        if broken is not None:
            yield Problem(path, *broken, bytes_read=0)
        elif apple_side_file(head, path):
            yield Problem(path, "SIDE_FILE", "written by a Mac beside the real file; it was not read", bytes_read=0)
        else:
            yield RawMember(path, size, cast("BinaryIO", stage.metered(self._budget)))
            if not isinstance(stage, FileStage):
                stage.drain()
            if stage.stop is not None:
                yield stage.stop.problem(path, stage.tell())

    def _compressed(self, path: str, stage: Stage, codec: Codec, depth: int, inner: str) -> Iterator[Item]:
        unpacked = Unpacking(stage, codec, self._budget)
        head = _head(unpacked)
        if unpacked.stop is not None and (not head or (len(head) < _HEAD and promises_tar(path))):
            # Not even the first header came out: what did is no file.
            yield unpacked.stop.problem(path, 0)
            return
        told = set()
        # A compressed tar is one level, as everybody counts.
        depth += archive_of(head, path, unpacked=True) != TAR
        for item in self._opened(path, unpacked, None, depth, inner):
            if isinstance(item, Problem) and item.path == path:
                told.add(item.detail)
            yield item
        if self._budget.end is None:
            unpacked.drain()
        if unpacked.stop is not None and unpacked.stop.detail not in told:
            yield unpacked.stop.problem(path)
        if unpacked.remark is not None:
            yield unpacked.remark.problem(path)

    def _tar(self, path: str, stage: Stage, depth: int, inner: str) -> Iterator[Item]:
        for label, size, content in tar_entries(stage, self._budget):
            if isinstance(content, Problem):
                yield replace(content, path=self._path(inner + label) if label else path)
            else:
                yield from self.items(inner, label, content, size, depth)

    def _path(self, name: str) -> str:
        """The path under which a member was given out, if it was the last; a problem of it has the same."""
        return self._last[1] if self._last[0] == name else name

    def _zip(self, path: str, stage: Stage, size: int | None, depth: int, inner: str) -> Iterator[Item]:
        if isinstance(stage, FileStage) and size is not None:
            if stage.claim(size):
                yield from self._zipped(path, stage.file, size, depth, inner)
            elif stage.stop is not None:
                yield stage.stop.problem(path, 0)
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            stop = _copy(stage, cast("BinaryIO", spool), self._limits.max_member)
            if stop is not None:
                yield stop.problem(path, stage.tell())
            if stop is None or not stop.option:
                yield from self._zipped(path, cast("BinaryIO", spool), spool.tell(), depth, inner)

    def _zipped(self, path: str, source: BinaryIO, size: int, depth: int, inner: str) -> Iterator[Item]:
        at = ("", "")  # the entry that came last, and the label that it got
        for label, length, content in zip_members(path, source, size, self._limits):
            if isinstance(content, Problem):
                told = at[1] if label == at[0] else self._path(inner + shortened(label))
                yield content if label == path else replace(content, path=told)
            elif stop := self._budget.entry():
                yield stop.problem(path)
            else:
                for item in self.items(inner, shortened(label), Unpacked(content, self._budget), length, depth):
                    at = (label, item.path) if isinstance(item, RawMember) else at
                    yield item
            if self._budget.end is not None:
                return


def _head(stage: Stage) -> bytes:
    head = stage.read(_HEAD)
    stage.push_back(head)
    return head


def _copy(stage: Stage, spool: BinaryIO, most: int) -> Stop | None:
    """Copy a stream; why that ended early, if it did."""
    while data := stage.read(_COPIED):
        if stage.tell() > most:
            return Stop("LIMIT_MEMBER", f"an archive in an archive above {most} bytes; it was not read", "--max-member")
        try:
            spool.write(data)
        except OSError as error:
            return Stop("UNREADABLE", f"there is no room to unpack it: {error.strerror}")
    return stage.stop

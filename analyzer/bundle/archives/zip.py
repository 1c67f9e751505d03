"""Walking a zip by its directory, and by its local headers where that is missing."""

from __future__ import annotations

import io
import stat
from collections.abc import Generator, Iterator
from typing import BinaryIO

from analyzer.bundle.archives.zip_data import STORED, EntryData, impossible, unsupported
from analyzer.bundle.archives.zip_directory import Directory, NoDirectoryError, read_directory
from analyzer.bundle.archives.zip_header import (
    AES,
    ENCRYPTED_FLAGS,
    LATER_FLAG,
    LOCAL_SIZE,
    Entry,
    descriptor_size,
    disagreement,
    local_entry,
)
from analyzer.bundle.limits import Limits
from analyzer.model.problem import Problem

Item = tuple[str, int | None, "BinaryIO | Problem"]

_BUFFER = 256 * 1024
_MOST_OF_DESCRIPTOR = 24
_SPANNED = (b"PK\x07\x08", b"PK00")
_OF_DIRECTORY = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")


def zip_members(archive: str, source: BinaryIO, size: int, limits: Limits) -> Iterator[Item]:
    """Yield (label, size, content) for each regular file, and a Problem for everything else.

    `source` can be read at any place. A stream is valid until the next item is asked for; it never
    raises: it ends early, and a Problem for its label follows. Its checksum is verified when its last
    byte was read. Problems of the whole archive have its name and come at the end. Nothing is raised.
    """
    try:
        directory = read_directory(source, size, limits.max_members + 1)
    except NoDirectoryError as damage:
        if damage.reason == "UNSUPPORTED":
            yield _note(archive, damage.reason, f"{damage}; put the parts together and give the whole")
        else:
            yield from _Forward(archive, source, size, limits).items(damage)
    except OSError as error:
        yield _note(archive, "UNREADABLE", f"reading it failed: {error}")
    else:
        yield from _Walk(archive, source, directory, limits).items()


def _note(label: str, reason: str, detail: str, option: str | None = None) -> Item:
    return label, None, Problem(label, reason, detail, bytes_read=0 if option else None, option=option)


def _unread(label: str, reason: str, detail: str, option: str | None = None) -> Item:
    return label, None, Problem(label, reason, detail, bytes_read=0, option=option)


class _Walk:
    """One pass over the entries of a directory."""

    def __init__(self, archive: str, source: BinaryIO, directory: Directory, limits: Limits) -> None:
        self._archive, self._source, self._limits = archive, source, limits
        self._directory = directory
        self._next, self._overlapping = _extents(directory)
        self._idle = 0

    def items(self) -> Iterator[Item]:
        declared = 0
        entries = self._directory.entries
        first = min((entry.offset for entry in entries), default=self._directory.start)
        self._idle = first - self._directory.shift
        for number, entry in enumerate(entries):
            if number == self._limits.max_members:
                break
            if number not in self._overlapping:
                declared += min(entry.size, self._limits.max_member)
            if declared > self._limits.max_total:
                what = f"the entries name more than {self._limits.max_total} bytes; this one and the "
                what += f"{len(entries) - number - 1} after it were not read"
                yield _unread(entry.label, "LIMIT_TOTAL", what, "--max-total")
                break
            yield from self._entry(number, entry)
        yield from self._notes()

    def _entry(self, number: int, entry: Entry) -> Iterator[Item]:
        if number in self._overlapping:
            what = "it shares bytes with another entry or the directory; it was not read"
            yield _unread(entry.label, "AMBIGUOUS", what)
            return
        try:
            found = self._locate(entry)
        except OSError as error:
            yield _unread(entry.label, "UNREADABLE", f"reading it failed: {error}")
            return
        if found is None:
            yield _unread(entry.label, "BAD_ARCHIVE", "the directory leads to no header of an entry; it was not read")
            return
        data, ambiguous = found
        yield from _content(entry, data, self._source, entry.packed)
        if ambiguous:
            yield _note(entry.label, "AMBIGUOUS", f"{ambiguous}; it was read as the directory has it")

    def _locate(self, entry: Entry) -> tuple[int, str | None] | None:
        """(where the data of an entry begins, what its headers contradict each other in)."""
        local = local_entry(self._source, entry.offset)
        if local is None:
            return None
        limit, end = self._next[entry.offset], local.offset + entry.packed
        if end > limit:
            return None
        ambiguous = disagreement(entry, local)
        if local.flags & LATER_FLAG:
            told = descriptor_size(self._source, end, entry.crc, entry.packed, entry.size)
            if not told or end + told > limit:
                ambiguous = ambiguous or "what follows its data does not agree with the directory"
            end += told
        self._idle += max(limit - end, 0)
        return local.offset, ambiguous

    def _notes(self) -> Iterator[Item]:
        for what in self._directory.ambiguous:
            yield _note(self._archive, "AMBIGUOUS", f"{what}; other programs may see another content")
        if self._idle:
            what = f"{self._idle} bytes belong to no entry; other programs may see another content"
            yield _note(self._archive, "AMBIGUOUS", what)
        if self._directory.cut:
            yield _note(self._archive, "TRUNCATED", f"{self._directory.cut}; all entries are there")
        if self._directory.left_out or len(self._directory.entries) > self._limits.max_members:
            what = f"more than {self._limits.max_members} entries; the rest was not read"
            yield _note(self._archive, "LIMIT_MEMBERS", what, "--max-members")
        elif not self._directory.entries:
            yield _note(self._archive, "EMPTY", "the archive has no entries")


def _extents(directory: Directory) -> tuple[dict[int, int], set[int]]:
    """(up to where the entry at an offset may reach, numbers of entries that share bytes)."""
    entries = directory.entries
    order = sorted(range(len(entries)), key=lambda number: entries[number].offset)
    reach: dict[int, int] = {}
    overlapping: set[int] = set()
    holder, held = -1, 0
    for number in order:
        entry = entries[number]
        if entry.offset < held:
            overlapping.update((holder, number))
        end = entry.offset + LOCAL_SIZE + entry.packed
        if end > directory.start:
            overlapping.add(number)
        elif end > held:
            holder, held = number, end
    limit = directory.start
    for number in reversed(order):
        reach[entries[number].offset] = limit
        limit = entries[number].offset
    return reach, overlapping


def _content(entry: Entry, data: int, source: BinaryIO, packed: int) -> Iterator[Item]:
    """The content of an entry, of which `packed` bytes are there, or why there is none."""
    refused = _refusal(entry)
    if refused is not None:
        yield _unread(entry.label, *refused)
    elif entry.label.endswith("/"):
        if entry.size:
            yield _unread(entry.label, "AMBIGUOUS", f"a folder that holds {entry.size} bytes; they were not read")
    else:
        stream = EntryData(source, data, packed, entry.method, entry.size, entry.crc)
        yield entry.label, entry.size, io.BufferedReader(stream, min(max(entry.size, 512), _BUFFER))
        yield from _fault(entry.label, stream)


def _fault(label: str, stream: EntryData) -> Iterator[Item]:
    if stream.fault:
        reason, what = stream.fault
        yield label, None, Problem(label, reason, what, bytes_read=stream.delivered)


def _refusal(entry: Entry) -> tuple[str, str] | None:
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        return "LINK", "a symbolic link; only regular files are read"
    if kind in (stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK):
        return "DEVICE", "a device, pipe or socket; only regular files are read"
    if entry.flags & ENCRYPTED_FLAGS or entry.method == AES:
        return "ENCRYPTED", "encrypted; pack it again without a password"
    if what := unsupported(entry.method):
        return "UNSUPPORTED", what
    if what := impossible(entry.method, entry.packed, entry.size):
        return "AMBIGUOUS", f"{what}; it was not read"
    return None


class _Forward:
    """From one local header to the next, for an archive whose directory is missing or damaged."""

    def __init__(self, archive: str, source: BinaryIO, size: int, limits: Limits) -> None:
        self._archive, self._source, self._size, self._limits = archive, source, size, limits
        self._count = 0

    def items(self, damage: NoDirectoryError) -> Iterator[Item]:
        at: int | None = 4 if self._mark(0) in _SPANNED else 0
        while at is not None and self._count < self._limits.max_members:
            entry = self._header(at)
            if entry is None:
                break
            self._count += 1
            at = yield from self._entry(entry)
        ends = at is not None and (at >= self._size or self._mark(at) in _OF_DIRECTORY)
        cut = damage.reason == "TRUNCATED"
        rest = "" if ends or at is None else f" up to byte {at}, where no entry begins"
        what = f"{damage}; it was read from its beginning{rest}, {self._count} entries; collect or upload it again"
        yield _note(self._archive, "TRUNCATED" if cut else "BAD_ARCHIVE", what)
        if self._count >= self._limits.max_members:
            what = f"more than {self._limits.max_members} entries; the rest was not read"
            yield _note(self._archive, "LIMIT_MEMBERS", what, "--max-members")

    def _mark(self, at: int) -> bytes:
        try:
            self._source.seek(at)
            return self._source.read(4)
        except OSError:
            return b""

    def _header(self, at: int) -> Entry | None:
        try:
            return local_entry(self._source, at)
        except OSError:
            return None

    def _entry(self, entry: Entry) -> Generator[Item, None, int | None]:
        """Its content; the value is where the next header should begin, None if that cannot be known."""
        if entry.flags & LATER_FLAG and not entry.packed and not entry.label.endswith("/"):
            return (yield from self._unsized(entry))
        there = self._size - entry.offset
        yield from _content(entry, entry.offset, self._source, min(entry.packed, there))
        end = entry.offset + entry.packed
        if entry.packed <= there and entry.flags & LATER_FLAG:
            end += descriptor_size(self._source, end, entry.crc, entry.packed, entry.size)
        return end if entry.packed <= there else None

    def _unsized(self, entry: Entry) -> Generator[Item, None, int | None]:
        """An entry whose size follows its data: only deflated data shows where it ends."""
        refused = _refusal(entry)
        if refused is not None or entry.method == STORED:
            what = "where it ends is told only in the directory, which is missing; it was not read"
            yield _unread(entry.label, *(refused or ("TRUNCATED", what)))
            return None
        stream = EntryData(self._source, entry.offset, self._size - entry.offset, entry.method, None, None)
        yield entry.label, None, io.BufferedReader(stream, _BUFFER)
        if not stream.drain(self._limits.max_total):
            what = f"more than {self._limits.max_total} bytes; the rest of the archive was not read"
            yield _note(entry.label, "LIMIT_TOTAL", what, "--max-total")
            return None
        yield from _fault(entry.label, stream)
        end = stream.place
        told = descriptor_size(self._source, end, stream.checksum, end - entry.offset, stream.delivered)
        if stream.fault is None and not told:
            cut = end + _MOST_OF_DESCRIPTOR > self._size
            what = "its checksum is missing" if cut else "its checksum does not agree with its content"
            reason = "TRUNCATED" if cut else "BAD_CHECKSUM"
            yield entry.label, None, Problem(entry.label, reason, what, bytes_read=stream.delivered)
        return end + told if told else None

"""The directory of a zip: end records, zip64, central entries, and where they do not agree.

`zipfile` is not used: what it accepts differs from one version to the next, and it neither sees entries
that overlap nor bytes that belong to no entry. Format: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from analyzer.bundle.archives.zip_header import CENTRAL, CENTRAL_SIZE, LOCAL, Entry, central_entry

END, END64, LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"

_END_SIZE, _END64_SIZE, _LOCATOR_SIZE, _MAX_COMMENT = 22, 56, 20, 0xFFFF
_SENTINELS = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


@dataclass(slots=True)
class Directory:
    """What the central directory says.

    entries    in the order of the directory; offsets are places in the file
    start      where the directory begins
    shift      bytes before the archive
    ambiguous  sentences on what other programs may read otherwise
    cut        a sentence, if the file ends inside its last comment
    left_out   whether entries above the limit were left out
    """

    start: int
    shift: int = 0
    entries: list[Entry] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    cut: str | None = None
    left_out: bool = False


class NoDirectoryError(Exception):
    """There is no directory that can be followed; `reason` is a code of model/problem.py."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


def read_directory(source: BinaryIO, size: int, max_entries: int) -> Directory:
    """The directory of the zip of `size` bytes; raises NoDirectoryError, and OSError of the source."""
    end = _end(source, size)
    start, shift = _place(source, end)
    directory = Directory(start, shift, ambiguous=end.ambiguous, cut=end.cut)
    if shift:
        directory.ambiguous.append(f"{shift} bytes stand before the archive")
    position, limit = start, start + end.directory_size
    while position < limit and len(directory.entries) < max_entries:
        entry, position = _central(source, position, limit, shift)
        directory.entries.append(entry)
    directory.left_out = position < limit
    if not directory.left_out and len(directory.entries) != end.entries:
        directory.ambiguous.append(f"its end names {end.entries} entries, its directory has {len(directory.entries)}")
    if not directory.entries and start and _begins_with(source, 0, LOCAL):
        raise NoDirectoryError("BAD_ARCHIVE", "its directory is empty, but there are entries")
    return directory


class _End(NamedTuple):
    at: int  # where the records of the end begin
    entries: int
    directory_size: int
    offset: int
    ambiguous: list[str]
    cut: str | None


def _end(source: BinaryIO, size: int) -> _End:
    begin = max(0, size - _END_SIZE - _MAX_COMMENT)
    source.seek(begin)
    tail = source.read(size - begin)
    places = [place for place in _places(tail, END) if place + _END_SIZE <= len(tail)]
    if not places:
        raise NoDirectoryError("TRUNCATED", "the directory at its end is missing")
    whole = [place for place in places if place + _END_SIZE + _comment(tail, place) == len(tail)]
    at = (whole or places)[-1]
    ambiguous, cut = [], None
    over = len(tail) - at - _END_SIZE - _comment(tail, at)
    if over > 0:
        ambiguous.append(f"{over} bytes follow its end")
    elif over < 0:
        cut = "the file ends inside the archive's comment"
    if len(whole) > 1 or places[-1] > at:
        ambiguous.append("it has a second end, which other programs may take for the right one")
    _, disk, first_disk, here, count, directory_size, offset, _ = struct.unpack_from("<4s4H2LH", tail, at)
    end = _End(begin + at, count, directory_size, offset, ambiguous, cut)
    located = at >= _LOCATOR_SIZE and tail.startswith(LOCATOR, at - _LOCATOR_SIZE)
    if located:
        return _end64(source, end, tail[at - _LOCATOR_SIZE : at], (disk, first_disk, here))
    if (disk, first_disk) != (0, 0) or here != count:
        raise NoDirectoryError("UNSUPPORTED", "it is one part of an archive in several files")
    return end


def _end64(source: BinaryIO, end: _End, locator: bytes, disks: tuple[int, int, int]) -> _End:
    """The end as the records of zip64 have it; what the older record says beside them must agree."""
    _, disk, declared, total = struct.unpack("<4sLQL", locator)
    found = None
    for at in (declared, end.at - _LOCATOR_SIZE - _END64_SIZE):
        if 0 <= at <= end.at - _LOCATOR_SIZE - _END64_SIZE:
            source.seek(at)
            record = source.read(_END64_SIZE)
            if record.startswith(END64) and len(record) == _END64_SIZE:
                found = at, record
                break
    if found is None:
        raise NoDirectoryError("BAD_ARCHIVE", "the zip64 record at its end is damaged")
    at, record = found
    _, length, _, _, this, first, here, count, size, offset = struct.unpack("<4sQ2H2L4Q", record)
    if at + 12 + length != end.at - _LOCATOR_SIZE:
        end.ambiguous.append("its zip64 record is not where it should be")
    if (disk, this, first) != (0, 0, 0) or total > 1 or here != count:
        raise NoDirectoryError("UNSUPPORTED", "it is one part of an archive in several files")
    older = (disks[2], end.entries, end.directory_size, end.offset)
    newer = (count, count, size, offset)
    if any(a not in (b, mark) for a, b, mark in zip(older, newer, _SENTINELS, strict=True)) or any(
        a not in (0, 0xFFFF) for a in disks[:2]
    ):
        end.ambiguous.append("its two ends, zip64 and the older one, do not agree")
    return _End(at, count, size, offset, end.ambiguous, end.cut)


def _place(source: BinaryIO, end: _End) -> tuple[int, int]:
    """(where the directory begins, by how much all offsets are to be shifted)."""
    start = end.at - end.directory_size
    if start < 0:
        raise NoDirectoryError("BAD_ARCHIVE", "its directory would begin before the archive")
    if end.directory_size == 0 or (_begins_with(source, start, CENTRAL) and start >= end.offset):
        return start, start - end.offset if start >= end.offset and end.directory_size else 0
    if end.offset + end.directory_size <= end.at and _begins_with(source, end.offset, CENTRAL):
        end.ambiguous.append(f"{start - end.offset} bytes stand between its directory and its end")
        return end.offset, 0
    raise NoDirectoryError("BAD_ARCHIVE", "its directory is not where its end says")


def _begins_with(source: BinaryIO, at: int, mark: bytes) -> bool:
    source.seek(at)
    return source.read(4) == mark


def _central(source: BinaryIO, position: int, limit: int, shift: int) -> tuple[Entry, int]:
    source.seek(position)
    fixed = source.read(CENTRAL_SIZE)
    if len(fixed) < CENTRAL_SIZE or not fixed.startswith(CENTRAL):
        raise NoDirectoryError("BAD_ARCHIVE", "its directory is damaged")
    name_size, extra_size, comment_size = struct.unpack_from("<3H", fixed, 28)
    after = position + CENTRAL_SIZE + name_size + extra_size + comment_size
    if after > limit:
        raise NoDirectoryError("BAD_ARCHIVE", "its directory is damaged")
    variable = source.read(name_size + extra_size)
    return central_entry(fixed, variable[:name_size], variable[name_size:], shift), after


def _places(data: bytes, mark: bytes) -> list[int]:
    places, at = [], data.find(mark)
    while at >= 0:
        places.append(at)
        at = data.find(mark, at + 1)
    return places


def _comment(tail: bytes, end: int) -> int:
    return int.from_bytes(tail[end + 20 : end + 22], "little")

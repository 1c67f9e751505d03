"""Walking a tar stream header by header.

`tarfile` is not used: in stream mode it never verifies a checksum of the compressed stream, and it holds
extension headers of any size in memory before it shows a member. Formats: see tar_header.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.archives.budget import Budget, Stop
from analyzer.bundle.archives.labels import label_of
from analyzer.bundle.archives.stage import Slice, Stage
from analyzer.bundle.archives.tar_header import (
    BLOCK,
    SPARSE,
    SPARSE_NAME,
    Header,
    TarDamageError,
    agrees,
    header_of,
    pax_records,
)
from analyzer.bundle.limits import MAX_EXTENSION_HEADER, MAX_EXTENSION_HEADERS
from analyzer.model.problem import Problem

_ZERO = bytes(BLOCK)
_CHUNK = 128 * BLOCK
_LINKS = {b"1": "a hard link", b"2": "a symbolic link"}
_DEVICES = {b"3": "a character device", b"4": "a block device", b"6": "a named pipe"}
_FOLDERS = (b"5", b"D")
_FILES = (b"0", b"\0", b"7")
_EXTENSIONS = (b"L", b"K", b"x", b"g", b"X")
_REST = "what follows in the archive is unknown; collect or upload it again"

# (label, size, content); the empty label is the archive itself.
Item = tuple[str, int, "Slice | Problem"]


def tar_entries(source: Stage, budget: Budget) -> Iterator[Item]:
    """Yield (label, size, content) for each regular file, and a Problem for every other entry but folders.

    A content can be read until the next item is asked for; it ends early where the archive does, and
    its `stop` tells. Problems of the archive itself have the empty label, and come where they are found.
    """
    yield from _Walk(source, budget).items()


class _Walk:
    def __init__(self, source: Stage, budget: Budget) -> None:
        self._source, self._budget = source, budget
        self._first = True
        self._extended = 0
        self._pending = False
        self._long_name: bytes | None = None
        self._next: dict[bytes, bytes] = {}
        self._all: dict[bytes, bytes] = {}
        self._notes: list[Item] = []

    def items(self) -> Iterator[Item]:
        try:
            while (block := self._block()) is not None:
                header = header_of(block)
                self._first = False
                if header.kind in _EXTENSIONS:
                    self._extend(header)
                else:
                    self._count()
                    yield from self._entry(header)
                if self._notes:
                    yield from self._told()
                if self._budget.end is not None:
                    return
        except TarDamageError as damage:
            yield from self._told()
            yield "", 0, damage.stop.problem("")
        else:
            yield from self._told()

    def _count(self) -> None:
        if stop := self._budget.entry():
            raise TarDamageError(stop)

    def _told(self) -> list[Item]:
        notes, self._notes = self._notes, []
        return notes

    def _note(self, reason: str, detail: str, label: str = "") -> None:
        self._notes.append((label, 0, Problem(label, reason, detail)))

    def _block(self) -> bytes | None:
        """The next header's block; None at the end of the archive."""
        block = self._source.read(BLOCK)
        if block == _ZERO:
            return self._after_end()
        if len(block) == BLOCK:
            return block
        if self._source.stop is not None:
            raise TarDamageError(self._source.stop)
        if block.strip(b"\0") or self._pending:
            raise TarDamageError(Stop("TRUNCATED", f"the archive ends inside a header; {_REST}"))
        if not block and not self._source.proven:
            what = "it has no end mark: it may have been cut off between two members"
            self._note("TRUNCATED", what)
        return None

    def _after_end(self) -> bytes | None:
        """The first block of a second archive behind the end mark; None if there is none."""
        if self._pending:
            raise TarDamageError(Stop("BAD_ARCHIVE", "an extension header belongs to no entry"))
        if self._first:
            self._note("EMPTY", "the archive begins with its end mark")
        while data := self._source.read(_CHUNK):
            rest = data.lstrip(b"\0")
            if rest:
                self._source.push_back(data[(len(data) - len(rest)) // BLOCK * BLOCK :])
                return self._behind_end()
        if self._source.stop is not None:
            raise TarDamageError(self._source.stop)
        return None

    def _behind_end(self) -> bytes | None:
        block = self._source.read(BLOCK)
        if len(block) == BLOCK and agrees(block):
            what = "entries follow its end mark; some programs stop there, here they were read"
            self._note("AMBIGUOUS", what)
            return block
        size = len(block)
        while data := self._source.read(_CHUNK):
            size += len(data)
        self._note("AMBIGUOUS", f"{size} bytes follow its end mark that are no tar; they were not read")
        return None

    def _extend(self, header: Header) -> None:
        size = header.size
        self._extended += size + BLOCK
        if size > MAX_EXTENSION_HEADER or self._extended > MAX_EXTENSION_HEADERS:
            what = f"an extension header of {size} bytes; the rest of the archive was not read"
            raise TarDamageError(Stop("LIMIT_MEMBER", what))
        body = self._exactly(size)
        self._exactly(-size % BLOCK)
        if header.kind == b"L":
            self._long_name = body.partition(b"\0")[0]
        elif header.kind != b"K":
            records, whole = pax_records(body)
            if not whole:
                self._note("AMBIGUOUS", "an extension header is no list of records; other programs may see other names")
            if header.kind == b"g":
                self._set_for_all(records)
                return
            self._next.update(records)
        self._pending = True

    def _set_for_all(self, records: dict[bytes, bytes]) -> None:
        named = [key.decode() for key in (b"path", b"size") if key in records]
        if named:
            self._note("AMBIGUOUS", f"a global header sets {' and '.join(named)} of all entries; programs differ in it")
        self._all.update(records)

    def _entry(self, header: Header) -> Iterator[Item]:
        records = {**self._all, **self._next} if self._all else self._next
        name, size = self._name(header, records), self._size(header, records)
        sparse = header.kind == b"S" or SPARSE in records
        self._long_name, self._extended, self._pending = None, 0, False
        if self._next:
            self._next = {}
        if sparse:
            yield from self._sparse(label_of(name), size, continued=header.kind == b"S" and header.continued)
        elif header.kind in _FOLDERS or (name.endswith(b"/") and not size):
            self._skip_unclear(label_of(name), size, header.kind)
        elif header.kind in _LINKS or header.kind in _DEVICES:
            what = _LINKS.get(header.kind) or _DEVICES[header.kind]
            reason = "LINK" if header.kind in _LINKS else "DEVICE"
            yield _unread(label_of(name), reason, f"{what}; only regular files are read")
            self._skip_unclear(label_of(name), size, header.kind)
        elif header.kind in (b"V", b"M"):
            yield from self._volume(label_of(name), size, header.kind)
        else:
            yield from self._file(label_of(name), size, header.kind)

    def _name(self, header: Header, records: dict[bytes, bytes]) -> bytes:
        told = [name for name in (records.get(b"path"), self._long_name) if name is not None]
        name = records.get(SPARSE_NAME) or (told[0] if told else header.name)
        if len(set(told)) > 1 or b"\0" in name:
            self._note("AMBIGUOUS", "it has several names; other programs may see another one", label_of(name))
        return name

    def _size(self, header: Header, records: dict[bytes, bytes]) -> int:
        told = records.get(b"size")
        if told is None:
            return header.size
        if not told.isdigit() or len(told) > 19:
            what = f"an extension header has no possible size; {_REST}"
            raise TarDamageError(Stop("BAD_ARCHIVE", what))
        if int(told) != header.size and header.size > 0:
            self._note("AMBIGUOUS", f"an entry has two sizes, {header.size} and {int(told)}; the second was read")
        return int(told)

    def _file(self, label: str, size: int, kind: bytes) -> Iterator[Item]:
        content = Slice(self._source, size)
        yield label, size, content
        if content.left and content.stop is None:
            self._skip(content.left)
            content.left = 0
        if self._budget.end is not None:
            return
        if content.left:
            raise TarDamageError(self._source.stop or Stop("TRUNCATED", f"the archive ends inside {label}; {_REST}"))
        if kind not in _FILES:
            what = f"an entry of the unknown kind {kind!r}; it was read as a file"
            self._note("AMBIGUOUS", what, label)
        elif label.endswith("/"):
            self._note("AMBIGUOUS", "a folder that holds bytes; it was read as a file", label)
        self._exactly(-size % BLOCK)

    def _sparse(self, label: str, size: int, *, continued: bool) -> Iterator[Item]:
        yield _unread(label, "SPARSE", "a sparse file; pack it again without holes (tar without --sparse)")
        # GNU's old form continues its map in blocks of their own; byte 504 (482 in the header) tells.
        while continued:
            continued = bool(self._exactly(BLOCK)[504])
        self._skip(size + -size % BLOCK)

    def _volume(self, label: str, size: int, kind: bytes) -> Iterator[Item]:
        if kind == b"M":
            yield _unread(label, "TRUNCATED", "it begins in another volume of the archive; give the volumes in one")
        self._skip(size + -size % BLOCK)

    def _skip_unclear(self, label: str, size: int, kind: bytes) -> None:
        """Pass an entry that should have no content but names a size; programs differ in what follows."""
        if not size or kind == b"D":
            self._skip(size + -size % BLOCK)
            return
        block = self._source.read(BLOCK)
        self._source.push_back(block)
        # A link keeps the size of its target in many archives, and nothing of it follows.
        follows = block != _ZERO and not (len(block) == BLOCK and agrees(block))
        if follows or kind not in _LINKS:
            self._note("AMBIGUOUS", f"an entry without content names {size} bytes; they were not read", label)
        if follows:
            self._skip(size + -size % BLOCK)

    def _exactly(self, size: int) -> bytes:
        data = self._source.read(size) if size else b""
        if len(data) < size:
            raise TarDamageError(self._source.stop or Stop("TRUNCATED", f"the archive ends too early; {_REST}"))
        return data

    def _skip(self, size: int) -> None:
        while size:
            size -= len(self._exactly(min(size, 8 * _CHUNK)))


def _unread(label: str, reason: str, detail: str) -> Item:
    return label, 0, Problem(label, reason, detail, bytes_read=0)

"""Streams inside streams: each ends early instead of raising, and says why."""

from __future__ import annotations

import io
import sys
from abc import abstractmethod
from typing import BinaryIO

from analyzer.bundle.archives.budget import Budget, Stop

_CHUNK = 256 * 1024
_LEAST, _MOST = 64 * 1024, 4 * 1024 * 1024


class Stage(io.RawIOBase):
    """A stream that only goes forward and never raises.

    `read(n)` gives n bytes, fewer only at the end. After its end `stop` tells why it came too early;
    None if it did not. `tell()` is the number of bytes that were delivered.
    """

    stop: Stop | None = None

    def __init__(self) -> None:
        self._chunk, self._at = b"", 0
        self._delivered = 0
        self._budget: Budget | None = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._delivered

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = sys.maxsize
        data = self._take(size) if self._budget is None else self._granted(size, self._budget)
        self._delivered += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def push_back(self, data: bytes) -> None:
        """Give back the bytes that were read last; the next read begins with them."""
        self._delivered -= len(data)
        start = self._at - len(data)
        if start >= 0 and self._chunk.startswith(data, start):
            self._at = start
        else:
            self._chunk, self._at = data + self._chunk[self._at :], 0

    def drain(self) -> None:
        """Read what is left and forget it."""
        while self.read(_CHUNK):
            pass

    def metered(self, budget: Budget) -> Stage:
        """The same stream, as content of a member: from now on it spends of the budget."""
        self._budget = budget
        return self

    @property
    def proven(self) -> bool:
        """Whether its end is known from elsewhere, so that an end without a mark is no cut."""
        return True

    @abstractmethod
    def _pull(self, wanted: int) -> bytes:
        """The next bytes, as many as are at hand; none at the end."""

    def _take(self, size: int) -> bytes:
        chunk, at = self._chunk, self._at
        end = at + size
        if end <= len(chunk):
            self._at = end
            return chunk[at:end]
        parts = [chunk[at:]] if at < len(chunk) else []
        missing = end - len(chunk)
        self._chunk, self._at = b"", 0
        while missing > 0 and (data := self._pull(missing)):
            if len(data) > missing:
                self._chunk, self._at = data, missing
                data = data[:missing]
            parts.append(data)
            missing -= len(data)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _granted(self, size: int, budget: Budget) -> bytes:
        data = self._take(min(size, budget.left))
        budget.left -= len(data)
        if not budget.left and size > len(data) and self.stop is None and self._take(1):
            self.stop = budget.spent()
        return data


class FileStage(Stage):
    """A file of the disk, as far as the input may be read; `file` is the file itself."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        super().__init__()
        self.file, self._input = file, budget

    def claim(self, size: int) -> bool:
        """Count the whole file as read, for a reader that goes to and fro in `file`; False if it is too large."""
        size -= self._delivered + len(self._chunk) - self._at
        if self._input.take(size) < size:
            self.stop = self._input.filled()
            return False
        self._input.taken += size
        return True

    @property
    def proven(self) -> bool:
        return False

    def _pull(self, wanted: int) -> bytes:
        allowed = self._input.take(min(max(wanted, _LEAST), _MOST))
        if self.stop is not None:
            return b""
        try:
            data = self.file.read(max(allowed, 1))
        except OSError as error:
            self.stop = Stop("UNREADABLE", f"reading it failed: {error.strerror}")
            return b""
        if data and allowed <= 0:
            self.stop = self._input.filled()
            return b""
        self._input.taken += len(data)
        return data


class Slice(Stage):
    """The next bytes of another stream, as many as its header says.

    head  its first bytes, for a look at what it is
    left  bytes that nobody took from the other stream yet
    """

    def __init__(self, source: Stage, size: int) -> None:
        super().__init__()
        self._source = source
        self.head = self._chunk = source.read(min(size, 512))
        self.left = size - len(self.head)

    def _pull(self, wanted: int) -> bytes:
        if not self.left or self.stop is not None:
            return b""
        data = self._source.read(min(wanted, self.left, 4 * _CHUNK))
        self.left -= len(data)
        if not data:
            self.stop = cut_off(self._source)
        return data


class Unpacked(Stage):
    """A stream that somebody else unpacks, who tells of its damage himself."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        super().__init__()
        self._stream, self._run = stream, budget

    def _pull(self, wanted: int) -> bytes:
        if self.stop is not None:
            return b""
        data = self._stream.read(min(max(wanted, 4096), _CHUNK))
        self.stop = self._run.unpack(len(data))
        return data


def cut_off(source: Stage) -> Stop:
    """Why a member ended with its source: at a limit, or because the archive is damaged there."""
    stop = source.stop
    if stop is not None and stop.reason.startswith("LIMIT_"):
        return stop
    cause = f": {stop.detail}" if stop is not None else ""
    return Stop("TRUNCATED", f"the archive is cut off or damaged inside this member{cause}")

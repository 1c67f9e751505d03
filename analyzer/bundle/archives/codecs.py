"""Unpacking compressed streams: one door for each codec, checked to the end, in bounded memory.

Formats: RFC 1952 (gzip), RFC 8878 (zstd), the .xz file format 1.1.0, and bzip2 as its library reads it.
"""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from isal import igzip_lib

from analyzer.bundle.archives.budget import Budget, Stop, excess
from analyzer.bundle.archives.gzip_frame import GzipDamageError, GzipFrame
from analyzer.bundle.archives.stage import Stage
from analyzer.bundle.archives.zstd import ZstdError, zstd_decompressor
from analyzer.bundle.limits import MAX_FRAMES, Limits

_CHUNK = 256 * 1024
_MIN_STEP, _MAX_STEP = 512, 128 * 1024
# What a frame gave before the call that found its damage is lost with that call, unless it is unpacked
# once more byte by byte: worth it for small files, where that call had everything.
_REPLAYED_BYTES, _REPLAYED_OUTPUT = 64 * 1024, 8 * 1024 * 1024
_ZSTD_WINDOW_LOG = 27


class Frame(Protocol):
    """One compressed part; several may follow one another."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Codec:
    """How a codec is recognised and unpacked.

    begins   whether a frame begins with these bytes
    frame    makes the decompressor of one frame
    padding  size of the units of zero bytes that may stand after a frame; 0 is none
    checked  what its checksums prove, for the sentence on a wrong one
    """

    name: str
    begins: Callable[[bytes], bool]
    frame: Callable[[Limits], Frame]
    padding: int
    checked: str


class Unpacking(Stage):
    """The unpacked bytes of a compressed stream.

    remark  what follows the last frame and was not read; None is nothing. Known at the end
    """

    def __init__(self, source: Stage, codec: Codec, budget: Budget) -> None:
        super().__init__()
        self._source, self._codec, self._run = source, codec, budget
        self._frame: Frame | None = None
        self._frames = self._consumed = self._unpacked = 0
        self._frame_input: list[bytes] | None = []
        self._frame_consumed = self._frame_output = 0
        self._ended = False
        self.remark: Stop | None = None

    @property
    def proven(self) -> bool:
        # Several parts may have been more.
        return self._frames == 1

    def _pull(self, wanted: int) -> bytes:
        while self.stop is None and not self._ended:
            if self._frame is None and not self._next_frame():
                break
            if data := self._step(cast("Frame", self._frame), min(max(wanted, _CHUNK), 4 * _CHUNK)):
                self._unpacked += len(data)
                limit = excess(self._unpacked, self._consumed, self._run.limits.max_ratio)
                self.stop = self.stop or limit or self._run.unpack(len(data))
                return data
        return b""

    def _next_frame(self) -> bool:
        head = self._source.read(16)
        if self._frames and self._codec.padding and head and not head.strip(b"\0"):
            head = self._after_padding(head)
        if not head and self._frames and self._source.stop is None:
            self._ended = True
        elif not head:
            self.stop = self._source.stop or Stop("TRUNCATED", "it is empty")
        elif self._frames and not self._codec.begins(head):
            self._ended = True
            self._leave(head)
        elif self._frames == MAX_FRAMES:
            self.stop = Stop("LIMIT_RATIO", f"it has more than {MAX_FRAMES} compressed parts; the rest was not read")
        else:
            self._source.push_back(head)
            self._frames += 1
            self._frame = self._codec.frame(self._run.limits)
            self._frame_input, self._frame_consumed, self._frame_output = [], 0, 0
            return True
        return False

    def _after_padding(self, head: bytes) -> bytes:
        """The first 16 bytes after zero bytes, which come in whole units."""
        unit, size = self._codec.padding, len(head)
        while (data := self._source.read(_CHUNK)) and not data.strip(b"\0"):
            size += len(data)
        zeros = len(data) - len(data.lstrip(b"\0"))
        whole = max((size + zeros) // unit * unit - size, 0)
        self._source.push_back(data[whole:])
        return self._source.read(16)

    def _step(self, frame: Frame, room: int) -> bytes:
        """At most `room` bytes from one call of the decompressor."""
        piece = b""
        if frame.needs_input:
            piece = self._source.read(min(_MAX_STEP, max(_MIN_STEP, self._frame_consumed // 2)))
            if not piece:
                what = f"the {self._codec.name} data ends before its end mark: cut off or damaged"
                what += "; what follows is unknown; collect or upload it again"
                self.stop = self._source.stop or Stop("TRUNCATED", what)
                return b""
            self._remember(piece)
        try:
            data = frame.decompress(piece, room)
        except _DAMAGE as error:
            self.stop = self._damage(error)
            return self._replayed()
        self._frame_output += len(data)
        if frame.eof:
            rest = frame.unused_data
            self._consumed -= len(rest)
            self._source.push_back(rest)
            self._frame = None
        return data

    def _remember(self, piece: bytes) -> None:
        self._consumed += len(piece)
        self._frame_consumed += len(piece)
        if self._frame_consumed > _REPLAYED_BYTES:
            self._frame_input = None
        elif self._frame_input is not None:
            self._frame_input.append(piece)

    def _replayed(self) -> bytes:
        """What the frame gives up to its damage beyond what it gave already."""
        if self._frame_input is None or self._frame_output > _REPLAYED_OUTPUT or not self._run.replay():
            return b""
        frame, out = self._codec.frame(self._run.limits), bytearray()
        most = self._frame_output + _CHUNK
        try:
            for byte in b"".join(self._frame_input):
                out += frame.decompress(bytes((byte,)), _CHUNK)
                while not frame.needs_input and not frame.eof and len(out) < most:
                    out += frame.decompress(b"", _CHUNK)
        except _DAMAGE:
            pass
        return bytes(out[self._frame_output : most])

    def _damage(self, error: Exception) -> Stop:
        what = str(error)
        if isinstance(error, MemoryError) or "emory" in what:
            what = (
                f"its {self._codec.name} data needs more memory than a reader has; pack it again with a smaller window"
            )
            return Stop("UNSUPPORTED", what, "--max-memory")
        if isinstance(error, GzipDamageError):
            reason = error.reason
        else:
            reason = "BAD_CHECKSUM" if "checksum" in what or "CRC" in what else "BAD_ARCHIVE"
        what = f"the {self._codec.name} data is damaged after {self._unpacked} unpacked bytes"
        return Stop(reason, f"{what}: {error}; {self._codec.checked}; collect or upload it again")

    def _leave(self, head: bytes) -> None:
        """Read what follows the last frame, so that its size can be told."""
        size, zeros = len(head), not head.strip(b"\0")
        while data := self._source.read(_CHUNK):
            size, zeros = size + len(data), zeros and not data.strip(b"\0")
        kind = "zero bytes" if zeros else "bytes"
        what = f"{size} {kind} follow the end of the {self._codec.name} data; they were not read"
        self.remark = Stop("AMBIGUOUS", what)


_DAMAGE: tuple[type[Exception], ...] = (
    GzipDamageError,
    cast("type[Exception]", igzip_lib.IsalError),
    ZstdError,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    MemoryError,
)


def _begins_bzip2(head: bytes) -> bool:
    return head[:3] == b"BZh" and head[3:4] in _LEVELS and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")


def _begins_zstd(head: bytes) -> bool:
    # A skippable frame may stand first; parallel compressors write one.
    return head[:4] == b"\x28\xb5\x2f\xfd" or (head[1:4] == b"\x2a\x4d\x18" and head[:1] in _SKIPPABLE)


def _xz(limits: Limits) -> Frame:
    return cast("Frame", lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=limits.max_memory // 4))


def _zstd(_: Limits) -> Frame:
    return cast("Frame", zstd_decompressor(_ZSTD_WINDOW_LOG))


_LEVELS = tuple(b"%d" % level for level in range(1, 10))
_SKIPPABLE = tuple(bytes((number,)) for number in range(0x50, 0x60))
_WHOLE = "its one checksum stands at the end, so nothing of it is proven"
_BLOCKS = "blocks before it agree with their checksums"
CODECS = (
    Codec("gzip", lambda head: head[:2] == b"\x1f\x8b", lambda _: GzipFrame(), 0, _WHOLE),
    Codec("xz", lambda head: head[:6] == b"\xfd7zXZ\0", _xz, 4, _BLOCKS),
    Codec("bzip2", _begins_bzip2, lambda _: cast("Frame", bz2.BZ2Decompressor()), 0, _BLOCKS),
    Codec("zstd", _begins_zstd, _zstd, 0, "frames before it agree with their checksums"),
)

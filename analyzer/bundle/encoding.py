"""Bytes of a member as clean UTF-8: whatever encoding it was written in, without what terminals add.

PowerShell redirects as UTF-16 with a byte order mark and CRLF; a node that crashed leaves NULs in its logs;
werkzeug, systemd and dmesg colour their output. The number of lines never changes, so that line numbers are
those of the file: a line ends with `\\n` (in a file without any, with a lone `\\r`).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple


class Conversion(NamedTuple):
    """What was done to make the bytes UTF-8.

    encoding  of the bytes: utf-8, utf-8-sig, utf-16-le, utf-16-be, utf-32-le, utf-32-be or cp1252
    damaged   bytes that are no text in that encoding; each became U+FFFD
    nuls      NUL bytes that were taken out of text
    """

    encoding: str
    damaged: int
    nuls: int

    @property
    def detail(self) -> str | None:
        """A sentence for a Problem ENCODING; None for text that needed no guess and lost nothing."""
        if self.damaged:
            return f"{self.damaged} bytes are no text in {self.encoding}; a mark stands for each"
        if self.nuls:
            return f"{self.nuls} NUL bytes were left out; the writer may have crashed there"
        if self.encoding == "cp1252":
            return "not UTF-8; read as Windows-1252, so characters that are not ASCII may be wrong"
        return None


class Converter:
    """Converts a member block by block; the first block decides what it is.

    A block of UTF-8 should end with a line; blocks of wide encodings may end anywhere.
    """

    def __init__(self) -> None:
        self._encoding: str | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        self._damaged, self._nuls = 0, 0
        self._multibyte = False
        self._held = ""
        self._only_cr = False

    def feed(self, block: bytes) -> bytes | None:
        """The block as clean UTF-8; None if the member is binary."""
        if self._encoding is None:
            found = encoding_of(block)
            if found is None:
                return None
            self._encoding = found
            block = block[len(_BOMS.get(found, b"")) :] if block.startswith(_BOMS.get(found, b"-")) else block
            if found in _WIDE:
                self._decoder = codecs.getincrementaldecoder(found)("replace")
        if self._decoder is not None:
            text = self._held + self._decoder.decode(block)
            # the other half of a line end may come with the next block
            self._held = "\r" if text.endswith("\r") else ""
            text = text.removesuffix("\r") if self._held else text
            self._damaged += text.count("\ufffd")
            block = text.encode("utf-8", "replace")
        elif not block.isascii():
            block = self._as_utf8(block)
        return self._clean(block)

    @property
    def conversion(self) -> Conversion:
        """What was done so far."""
        return Conversion(self._encoding or "utf-8", self._damaged, self._nuls)

    def _as_utf8(self, block: bytes) -> bytes:
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            self._multibyte = True
            return block
        # One valid character of several bytes is no accident: then the rest is damage, else another encoding.
        if self._multibyte or self._encoding == "utf-8-sig" or _MULTIBYTE.search(block):
            self._multibyte = True
            text = block.decode("utf-8", "replace")
            self._damaged += text.count("\ufffd")
            return text.encode()
        self._encoding = "cp1252"
        return block.decode("latin-1").translate(_CP1252).encode()

    def _clean(self, block: bytes) -> bytes:
        if b"\0" in block:
            self._nuls += block.count(b"\0")
            block = _NULS.sub(_between, block)
        if b"\x1b" in block or b"^[[" in block:
            block = _ESCAPES.sub(b"", block)
        if b"\b" in block:
            block = _OVERSTRUCK.sub(b"", block)
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
            self._only_cr = self._only_cr or (b"\n" not in block and block.count(b"\r") > 1)
            block = block.replace(b"\r", b"\n" if self._only_cr else b" ")
        return block.replace(b"\f", b" ") if b"\f" in block else block


def encoding_of(data: bytes) -> str | None:
    """The encoding that the first bytes of a member tell; None for binary. UTF-8 may still turn out as cp1252."""
    for encoding, mark in _BOMS.items():
        if data.startswith(mark):
            return encoding
    head = data[:_SAMPLE]
    if any(head.startswith(magic) for magic in _MAGICS):
        return None
    if b"\0" in head and head.strip(b"\0") and (wide := _wide(head)):
        return wide
    return None if _is_binary(head) else "utf-8"


_SAMPLE = 64 * 1024
# The longer marks first: UTF-16's begins as UTF-32's does.
_BOMS = {
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-8-sig": b"\xef\xbb\xbf",
}
_WIDE = frozenset(("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
_MAGICS = (
    *(b"\x7fELF", b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"BZh9", b"\xfd7zXZ", b"\x89PNG", b"%PDF-"),
    *(b"SQLite format 3\0", b"LPKSHHRH", b"\xca\xfe\xba\xbe", b"\xff\xd8\xff", b"GIF8", b"KDUMP   "),
)
# What text may hold beside printable characters: tab, line ends, form feed, colours, bell, backspace.
_CONTROLS = bytes(sorted(set(range(1, 32)) - {7, 8, 9, 10, 12, 13, 27}) + [127])
_NULS = re.compile(rb"\0+")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{2,3}|[\xc3-\xdf][\x80-\xbf](?![\x80-\xff])")
_ESCAPES = re.compile(
    # colours and cursor movements; titles and links; character sets; what kubectl 1.26 and later print for ESC
    rb"\x1b\[[0-?]{0,40}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)?|\x1b[()*+][0-9A-Za-z]"
    rb"|\x1b[=>78cDEHMNOZ\\]|\^\[\[[0-9;]{0,20}m|\x1b"
)
_OVERSTRUCK = re.compile(rb"[^\n]?\x08")
_CP1252 = {byte: character for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))}


def _between(run: re.Match[bytes]) -> bytes:
    """What stands for a run of NULs: a blank inside of a line, nothing at its ends."""
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() : run.end() + 1]
    return b"" if before in (b"", b"\n") or after in (b"", b"\n") else b" "


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: of ASCII text, every second or three of four bytes are NUL."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if len(head) % 4 == 0 and even + odd >= 1.4 * half:
        return "utf-32-le" if not head.startswith(b"\0\0") else "utf-32-be"
    if odd >= 0.6 * half and even <= 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even >= 0.6 * half and odd <= 0.02 * half else None


def _is_binary(head: bytes) -> bool:
    """Whether bytes other than NUL are mostly not printable; NULs alone may stand between lines of text."""
    text = head.replace(b"\0", b"")
    if not text:
        return b"\0" in head
    controls = len(text) - len(text.translate(None, _CONTROLS))
    if controls * 20 > len(text):
        return True
    if b"\0" not in head or text.isascii():
        return controls * 100 > len(text) and b"\0" in head
    # NULs beside bytes that are no UTF-8 are numbers in memory.
    try:
        text[: len(text) - 3].decode("utf-8")
    except UnicodeDecodeError:
        return text[: len(text) - 3].decode("utf-8", "ignore").encode() != text and controls > 0
    return False

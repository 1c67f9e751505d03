"""What a file is by its first bytes; a name never decides, but a wrong one is told."""

from __future__ import annotations

from analyzer.bundle.archives.codecs import CODECS, Codec
from analyzer.bundle.archives.tar_header import BLOCK, is_tar

TAR, ZIP = "tar", "zip"

# Unsupported and encrypted formats: first bytes, reason, name.
_REFUSED = (
    (b"7z\xbc\xaf\x27\x1c", "UNSUPPORTED", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "UNSUPPORTED", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "UNSUPPORTED", "compressed with LZ4"),
    (b"\x02\x21\x4c\x18", "UNSUPPORTED", "compressed with LZ4"),
    (b"\x1f\x9d", "UNSUPPORTED", "compressed with compress"),
    (b"\x1f\xa0", "UNSUPPORTED", "compressed with compress"),
    (b"\x1f\x1e", "UNSUPPORTED", "compressed with pack"),
    (b"LZIP\x01", "UNSUPPORTED", "compressed with lzip"),
    (b"\x89LZO\0\r\n\x1a\n", "UNSUPPORTED", "compressed with lzop"),
    (b"\xff\x06\0\0sNaPpY", "UNSUPPORTED", "compressed with Snappy"),
    (b"]\0\0", "UNSUPPORTED", "compressed with LZMA"),
    (b"!<arch>\n", "UNSUPPORTED", "an ar archive"),
    (b"\xed\xab\xee\xdb", "UNSUPPORTED", "an RPM package"),
    (b"Salted__", "ENCRYPTED", "encrypted with OpenSSL"),
    (b"\x8c\x0d\x04", "ENCRYPTED", "encrypted with GnuPG"),
    (b"\xc3\x0d\x04", "ENCRYPTED", "encrypted with GnuPG"),
    (b"-----BEGIN PGP MESSAGE-----", "ENCRYPTED", "encrypted with GnuPG"),
    (b"age-encryption.org/v1\n", "ENCRYPTED", "encrypted with age"),
)
# No compressed file is shorter than this: one that is was cut off inside its first bytes.
_SHORTEST = 14
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
# `.tgz` promises gzip: what a file whose name ends so should begin with.
_PROMISED = {
    (".gz", ".tgz"): ("gzip", b"\x1f\x8b\x08"),
    (".xz", ".txz"): ("xz", b"\xfd7zXZ\0"),
    (".bz2", ".tbz2", ".tbz"): ("bzip2", b"BZh"),
    (".zst", ".tzst"): ("zstd", b"\x28\xb5\x2f\xfd"),
    (".zip",): ("zip", b"PK\x03\x04"),
    (".tar",): ("tar", b""),
}
_TAR_NAMES = (".tar", ".tgz", ".txz", ".tbz2", ".tbz", ".tzst", ".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst")
_SUFFIXES = tuple(suffix for suffixes in _PROMISED for suffix in suffixes)
# Most members are neither: one look at their first byte says so.
_REFUSED_FIRST = frozenset(magic[:1] for magic, _, _ in _REFUSED)
_CODEC_FIRST = frozenset(bytes((first,)) for first in (0x1F, 0x28, 0x42, *range(0x50, 0x60), 0xFD))
_TEXT = bytes(range(0x20, 0x100)) + b"\t\n\r\f\b\a\x1b"


def promises_tar(name: str) -> bool:
    """Whether a file of this name should hold a tar, compressed or not."""
    return name.lower().endswith(_TAR_NAMES)


def codec_of(head: bytes) -> Codec | None:
    """The codec that a stream with these first bytes is compressed with."""
    if head[:1] not in _CODEC_FIRST:
        return None
    return next((codec for codec in CODECS if codec.begins(head)), None)


def archive_of(head: bytes, name: str, *, unpacked: bool = False) -> str | None:
    """TAR or ZIP if an archive begins with these bytes (512 of them, if there are so many)."""
    if head[:4] in _ZIP or head.startswith(_ZIP[3]):
        return ZIP
    if name.lower().endswith(".zip") and _ZIP[0] in head:
        return ZIP  # something was put in front of it: an archive that unpacks itself, a line of a mail gateway
    if is_tar(head):
        return TAR
    # An archive without entries is zero bytes only; so is the beginning of many a cut log.
    empty = len(head) == BLOCK and not head.strip(b"\0")
    return TAR if empty and (promises_tar(name) if unpacked else name.lower().endswith(".tar")) else None


def refused(head: bytes) -> tuple[str, str] | None:
    """(reason, sentence) of a format that is recognised and not read."""
    if head[:1] not in _REFUSED_FIRST:
        return None
    for magic, reason, what in _REFUSED:
        if head.startswith(magic):
            remedy = "decrypt it first" if reason == "ENCRYPTED" else "unpack it and give the folder"
            return reason, f"{what}, which is not read; {remedy}"
    return None


def broken_promise(head: bytes, name: str) -> tuple[str, str] | None:
    """(reason, sentence) if the name promises an archive that is not there, and no text either."""
    lower = name.lower()
    if not lower.endswith(_SUFFIXES):
        return None
    for suffixes, (promised, magic) in _PROMISED.items():
        if not lower.endswith(suffixes):
            continue
        if not head:
            return "EMPTY", f"named like {promised} data, but there is nothing in it; collect or upload it again"
        begins = len(head) < _SHORTEST and (magic.startswith(head) or head.startswith(magic))
        if begins or (promised == TAR and len(head) < BLOCK and not head.endswith(b"\n")):
            return "TRUNCATED", f"the {promised} data ends after {len(head)} bytes; collect or upload it again"
        if head.lstrip()[:1] == b"<":
            what = "a web page, perhaps of a login, in the place of the file; download it again"
            return "BAD_ARCHIVE", f"named like {promised} data, but it is {what}"
        if head.translate(None, _TEXT):
            what = f"begins with neither that ({head[:6].hex(' ')}) nor text; collect or upload it again"
            return "BAD_ARCHIVE", f"named like {promised} data, but it {what}"
    return None


def apple_side_file(head: bytes, name: str) -> bool:
    """Whether this is what a Mac packs beside the real files: attributes of a file, looks of a folder."""
    last = name.rpartition("/")[2]
    if last.startswith("._") or "__MACOSX/" in name:
        return head[:4] == b"\0\5\x16\7"
    return last == ".DS_Store" and head[:8] == b"\0\0\0\1Bud1"

"""Labels of members: what a name becomes before anybody shows it or compares it. Never a path."""

from __future__ import annotations

import hashlib
import posixpath

from analyzer.bundle.limits import MAX_FOLDERS, MAX_LABEL_BYTES, MAX_NAME_BYTES


def label_of(name: bytes) -> str:
    """Readable text of a name: bytes that are not UTF-8 are escaped, an endless name is shortened."""
    label = name.decode("utf-8", "backslashreplace") if not name.isascii() else name.decode("ascii")
    while label.startswith("./") and len(label) > 2:
        label = label[2:].lstrip("/")
    return shortened(label) or "(no name)"


def shortened(label: str) -> str:
    """The label, with its middle replaced by a checksum of the whole where a limit is exceeded."""
    if len(label) <= MAX_NAME_BYTES // 4 and label.count("/") <= MAX_FOLDERS:
        return label
    parts = [_cut(part, MAX_NAME_BYTES) for part in label.split("/")]
    text = "/".join(parts)
    if len(parts) <= MAX_FOLDERS + 1 and _size(text) <= MAX_LABEL_BYTES:
        return text
    return _without_middle(parts, f"~{_mark(label)}~")


def _without_middle(parts: list[str], mark: str) -> str:
    """As many parts as fit from both ends, with the mark in the place of the others."""
    kept: tuple[list[str], list[str]] = ([], [])
    room, side = MAX_LABEL_BYTES - len(mark), 1
    for number in range(MAX_FOLDERS):
        part = parts[-1 - number // 2] if side else parts[number // 2]
        room -= _size(part) + 1
        if room < 0:
            break
        kept[side].append(part)
        side = 1 - side
    return "/".join([*kept[0], mark, *reversed(kept[1])])


class Names:
    """Labels that were given away, so that each is given once."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def unique(self, prefix: str, label: str) -> tuple[str, bool]:
        """(prefix + label, with `#2` behind if that name was given away in another spelling; if it was)."""
        key = prefix + _spelling(label)
        if key not in self._seen:
            self._seen.add(key)
            return prefix + label, False
        number = 2
        while f"{key}#{number}" in self._seen:
            number += 1
        self._seen.add(f"{key}#{number}")
        return f"{prefix}{label}#{number}", True


def _spelling(label: str) -> str:
    """One text for all spellings of a name: `./a`, `/a`, `b/../a` and `a` are one."""
    if "//" in label or "./" in label or label[:1] == "/" or label[-1:] == ".":
        return posixpath.normpath("/" + label.lstrip("/"))[1:] or label
    return label


def _cut(text: str, most: int) -> str:
    if _size(text) <= most:
        return text
    mark = f"~{_mark(text)}~"
    # A character has up to four bytes.
    half = (most - len(mark)) // 2 // (1 if text.isascii() else 4)
    return text[:half] + mark + text[-half:]


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]

"""Rows of df, of mount lists and of lsblk.

Sources: GNU coreutils 8.4 to 9.5 (src/df.c), busybox 1.36 (coreutils/df.c), util-linux 2.23 to 2.40,
/proc/mounts (fs/proc_namespace.c).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.notation.sizes import size


class DiskUse(NamedTuple):
    """One row of df; sizes are bytes (or inodes, with `inodes`), None where df prints `-`."""

    line: int
    device: str
    type: str | None
    total: int | None
    used: int | None
    free: int | None
    percent: int | None
    mount: str
    inodes: bool
    rounded: bool


class Mount(NamedTuple):
    """One mounted file system."""

    device: str
    mount: str
    type: str
    options: str


def df_rows(lines: Iterable[tuple[int, str]]) -> Iterator[DiskUse | int]:
    """The rows of one or several outputs of df; a bare number is a line that only is of the form.

    A device that leaves no room for its figures stands on a line of its own (df without -P).
    """
    columns = _Columns()
    device: tuple[int, str] | None = None
    for number, line in lines:
        text = " ".join(line.split())
        if head := _HEAD.match(text):
            columns = _Columns.of(head)
            yield number
        elif device is not None and (found := _ROW.fullmatch(f"{device[1]} {text}")):
            yield device[0]
            yield columns.row(number, found)
            device = None
        elif found := _ROW.fullmatch(text):
            yield columns.row(number, found)
        else:
            device = (number, text) if _ALONE.fullmatch(text) else None


def mount_row(text: str) -> Mount | None:
    """A line of `mount`, /proc/mounts or /proc/<pid>/mountinfo."""
    text = text.strip()
    if found := _MOUNT.fullmatch(text):
        return Mount(found["device"], found["mount"], found["type"], found["options"])
    if found := _PROC.fullmatch(text) or _INFO.fullmatch(text):
        return Mount(*(_OCTAL.sub(_character, found[name]) for name in ("device", "mount", "type", "options")))
    return None


_HEAD = re.compile(
    r"\s*Filesystem\s+(?P<type>Type\s+)?(?:(?P<block>\d{1,9}(?:\.\d{1,9})?)(?P<letter>[KMGT]?)B?-?(?P<blocks>-?blocks)|(?P<size>Size)|(?P<inodes>Inodes)|Total)(?:\s|$)",
    re.I,
)
_FIGURE = r"(?:-|[\d.,]{1,20}[KMGTPE]?i?B?)"
_ROW = re.compile(
    rf"(?P<device>\S.{{0,400}}?) (?:(?P<type>[a-z][\w.+-]{{1,30}}) )?(?P<total>{_FIGURE}) (?P<used>-?{_FIGURE}) (?P<free>-?{_FIGURE})"
    r" (?P<percent>-|\d{1,3}%) (?P<mount>/.*)"
)
_ALONE = re.compile(r"[\w/:.-]*[/:][\w/:.\[\]@=-]{8,400}")
_MOUNT = re.compile(
    r"(?P<device>\S.{0,800}?) on (?P<mount>/.{0,1000}?) type (?P<type>[\w.+-]{1,40}) \((?P<options>[^()]{1,2000}.*)\)(?: \[.*\])?"
)
_PROC = re.compile(
    r"(?P<device>\S{1,1500}) (?P<mount>/\S{0,1500}) (?P<type>[\w.+-]{1,40}) (?P<options>r[wo]\S{0,3000}) \d \d"
)
_INFO = re.compile(
    r"\d+ \d+ \d+:\d+ \S+ (?P<mount>/\S{0,1500}) (?P<options>r[wo]\S{0,500})(?: \w+:\d+){0,4} - (?P<type>[\w.+-]{1,40}) (?P<device>\S{1,1500}) \S+"
)
_OCTAL = re.compile(r"\\([0-3][0-7]{2})")


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 8))


class _Columns(NamedTuple):
    """What the header says: the unit of bare numbers in bytes, or that the table is about inodes."""

    unit: int = 1024
    inodes: bool = False

    @classmethod
    def of(cls, head: re.Match[str]) -> _Columns:
        if head["inodes"]:
            return cls(1, inodes=True)
        if not head["block"]:
            return cls()
        power = " KMGT".index((head["letter"] or " ").upper())
        return cls(max(1, round(float(head["block"]) * 1024**power)))

    def row(self, number: int, found: re.Match[str]) -> DiskUse:
        sizes = [size(found[name], self.unit) for name in ("total", "used", "free")]
        total, used, free = (part.bytes if part else None for part in sizes)
        percent = found["percent"].removesuffix("%")
        return DiskUse(
            number,
            found["device"],
            found["type"],
            total,
            used,
            free,
            int(percent) if percent.isdecimal() else None,
            found["mount"],
            self.inodes,
            any(part is not None and part.rounded for part in sizes),
        )

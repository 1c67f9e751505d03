"""Numbers of cgroup files, version 1 and 2.

Formats: Linux 6.12, Documentation/admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.notation.cgroup_files import CgroupFile, cgroup_file
from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.parsers.node.claims import claims
from analyzer.tables import cgroup_values
from analyzer.tables.cgroup_values import CgroupValue

MEMBERS = ("cgroup-file",)
YIELDS = (cgroup_values.TABLE,)


def parse(piece: Piece) -> Iterator[CgroupValue | Understood]:
    """Yield every number of one cgroup file; files of other shapes are only understood, error texts not even that."""
    file = cgroup_file(piece.context.get("file", piece.path))
    if file is None:
        return
    yield from claims(line.number for line in piece.lines if line.text.strip() and not _ERROR.match(line.text))
    if not _WANTED.fullmatch(file.name):
        return
    numbers = [*_numbers(file.name, piece.lines), *_devices(file.name, piece.lines)]
    version = file.version or _version_by_keys({number.key for number in numbers})
    place = cgroup_path(file.cgroup) if file.cgroup else None
    for number in numbers:
        yield CgroupValue(
            line=number.line,
            cgroup=file.cgroup,
            version=version,
            level=place.level if place else None,
            pod_uid=place.pod_uid if place else None,
            container_id=place.container_id if place else None,
            file=file.name,
            key=number.key,
            value=None if number.value is None else float(number.value),
            unlimited=_unlimited(file, number),
        )


class _Number(NamedTuple):
    line: int
    key: str | None
    value: int | None  # None for no limit


_ERROR = re.compile(r"\s*(?:cat|grep|tail|head|find): |-?(?:ba)?sh: ")
_WANTED = re.compile(
    r"memory\.[a-z_.]+|cpu\.(?:stat|max|max\.burst|weight|shares|cfs_\w+)|pids\.[a-z.]+|cpuacct\.usage"
    r"|io\.(?:stat|max|weight)|blkio\.throttle\.io_(?:service_bytes|serviced)|cgroup\.(?:events|stat|freeze|type)"
    r"|hugetlb\.[\w.]+"
)
_LIMIT = re.compile(r"(?:.*\.)?(?:max|high|limit_in_bytes|cfs_quota_us)")
_KEY_FILE = re.compile(
    r"memory\.(?:swap\.)?events(?:\.local)?|memory\.stat|memory\.oom_control|cpu\.stat|pids\.events(?:\.local)?"
    r"|cgroup\.(?:events|stat)"
)
_ROW = re.compile(r"\s*([a-z][a-zA-Z0-9_]{0,80})\s+(-?\d{1,20}|max)\s*")
_SINGLE = re.compile(r"\s*(-?\d{1,20}|max)\s*")
_CPU_MAX = re.compile(r"\s*(-?\d{1,20}|max)\s+(\d{1,20})\s*")
# The kernel prints the largest page counter as bytes: 2^63 less a page of 4 KiB or of 64 KiB.
_NO_LIMIT = 1 << 62


def _numbers(name: str, lines: Lines) -> Iterator[_Number]:
    if _KEY_FILE.fullmatch(name):
        yield from _rows(lines)
    elif name == "cpu.max":
        for line in lines:
            if found := _CPU_MAX.fullmatch(line.text):
                yield _Number(line.number, "quota", _value(found[1]))
                yield _Number(line.number, "period", _value(found[2]))
                return
    else:
        for line in lines:
            if found := _SINGLE.fullmatch(line.text):
                yield _Number(line.number, None, _value(found[1]))
                return


def _rows(lines: Lines) -> Iterator[_Number]:
    for line in lines:
        if found := _ROW.fullmatch(line.text):
            yield _Number(line.number, found[1], _value(found[2]))


_DEVICE = re.compile(r"\s*(?P<device>\d{1,5}:\d{1,7}) (?P<pairs>[a-z]+=\S+(?: [a-z]+=\S+){0,9})\s*")
_THROTTLED = re.compile(
    r"\s*(?P<device>\d{1,5}:\d{1,7}) (?P<what>Read|Write|Sync|Async|Discard) (?P<value>\d{1,19})\s*"
)


def _devices(name: str, lines: Lines) -> Iterator[_Number]:
    """`8:0 rbytes=1 wbytes=2` of io.stat, `8:0 Read 1` of blkio: the key is `8:0 rbytes`."""
    if not name.startswith(("io.", "blkio.")):
        return
    for line in lines:
        if found := _DEVICE.fullmatch(line.text):
            for pair in found["pairs"].split():
                key, _, value = pair.partition("=")
                if value == "max" or value.isdecimal():
                    yield _Number(line.number, f"{found['device']} {key}", _value(value))
        elif found := _THROTTLED.fullmatch(line.text):
            yield _Number(line.number, f"{found['device']} {found['what']}", int(found["value"]))


def _value(text: str) -> int | None:
    if text == "max":
        return None
    value = int(text)
    return None if value >= _NO_LIMIT or value < 0 else value


def _unlimited(file: CgroupFile, number: _Number) -> bool | None:
    if number.value is None:
        return True
    if number.key is None:
        return False if _LIMIT.fullmatch(file.name) else None
    return False if number.key in ("quota", "hierarchical_memory_limit", "hierarchical_memsw_limit") else None


def _version_by_keys(keys: set[str | None]) -> int | None:
    if keys & {"usage_usec", "throttled_usec", "anon", "slab_reclaimable"}:
        return 2
    return 1 if keys & {"throttled_time", "total_rss", "hierarchical_memory_limit", "rss"} else None

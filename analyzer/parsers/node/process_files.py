"""Files of /proc/<pid>: status, cgroup, oom_score_adj, comm, cmdline, limits; and `ulimit -a`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.parsers.node.claims import claims
from analyzer.tables import process_limits, processes
from analyzer.tables.process_limits import ProcessLimit
from analyzer.tables.processes import Process

MEMBERS = ("process-status", "process-cgroup", "process-value", "process-limits", "ulimit", "path-values")
YIELDS = (processes.TABLE, process_limits.TABLE)

_Found = Process | ProcessLimit


def parse(piece: Piece) -> Iterator[_Found | Understood]:
    """Yield one record per status, cgroup file or value, one per limit."""
    known: list[int] = []
    yield from _READERS[piece.role](piece, known)
    yield from claims(known)


_PID = re.compile(r"(?:^|/)proc/(\d{1,10})/")
_FIELD = re.compile(r"\s*(?P<key>[A-Za-z_]\w{1,40}):\s*(?P<value>.*)")
_SIZES = {"VmRSS": "rss_bytes", "RssAnon": "anonymous_bytes", "VmSwap": "swap_bytes", "VmSize": "virtual_bytes"}
_KILO = re.compile(r"(\d{1,15}) kB")


def _pid(piece: Piece) -> int | None:
    found = _PID.search(piece.context.get("file", piece.path))
    return int(found[1]) if found else None


def _status(piece: Piece, known: list[int]) -> Iterator[Process]:
    """Blocks of `Name:` to `nonvoluntary_ctxt_switches:`; several in one text follow each other."""
    row: Process | None = None
    for line in piece.lines:
        found = _FIELD.fullmatch(line.text.rstrip())
        if found is None:
            continue
        known.append(line.number)
        key, value = found["key"], found["value"]
        if key == "Name" or row is None:
            if row is not None:
                yield row
            row = Process(line.number, "status", pid=_pid(piece))
        row = _with_field(row, key, value)
    if row is not None:
        yield row


def _with_field(row: Process, key: str, value: str) -> Process:
    if key == "Name":
        return row._replace(command=value or None)
    if key == "State":
        return row._replace(state=value[:1] or None)
    if key in ("Pid", "PPid", "Threads") and value.isdecimal() and len(value) < 12:
        return _with(row, key.lower(), int(value))
    if key == "Uid":
        return row._replace(user=value.split(maxsplit=1)[0] if value else None)
    if key in _SIZES and (found := _KILO.fullmatch(value)):
        return _with(row, _SIZES[key], int(found[1]) * 1024)
    return row


def _with(row: Process, column: str, value: int) -> Process:
    change: dict[str, Any] = {column: value}
    return row._replace(**change)


_CGROUP = re.compile(r"\s*\d{1,3}:(?P<controllers>[\w,=]*):(?P<path>/.*)")


def _cgroup(piece: Piece, known: list[int]) -> Iterator[Process]:
    """Lines `N:controllers:/path`; the memory controller's counts, in version 2 the only one."""
    chosen: tuple[int, str] | None = None
    for line in piece.lines:
        found = _CGROUP.fullmatch(line.text.rstrip())
        if found is None:
            continue
        known.append(line.number)
        if "memory" in found["controllers"].split(",") or (chosen is None and not found["controllers"]):
            chosen = line.number, found["path"]
    if chosen is not None:
        place = cgroup_path(chosen[1])
        yield Process(
            chosen[0],
            "cgroup",
            pid=_pid(piece),
            cgroup=chosen[1],
            pod_uid=place.pod_uid,
            container_id=place.container_id,
        )


def _value(piece: Piece, known: list[int]) -> Iterator[Process]:
    name = piece.context.get("file", piece.path).rsplit("/", 1)[-1]
    line = next((line for line in piece.lines if line.text.strip()), None)
    if line is None:
        return
    known.append(line.number)
    text = line.text.strip().replace("\0", " ")
    row = Process(line.number, "value", pid=_pid(piece))
    if name == "oom_score_adj" and re.fullmatch(r"-?\d{1,4}", text):
        yield row._replace(oom_score_adj=int(text))
    elif name == "comm":
        yield row._replace(command=text)
    elif name == "cmdline":
        yield row._replace(command=text.split()[0].rsplit("/", 1)[-1], arguments=text[:400])


_LIMIT = re.compile(
    r"\s*Max (?P<limit>[a-z ]{3,30}?)\s+(?P<soft>\d{1,20}|unlimited)\s+(?P<hard>\d{1,20}|unlimited)(?:\s+(?P<unit>[a-z]{1,12}))?\s*"
)


def _limits(piece: Piece, known: list[int]) -> Iterator[ProcessLimit]:
    for line in piece.lines:
        if found := _LIMIT.fullmatch(line.text):
            (soft, endless), (hard, endless_hard) = _number(found["soft"]), _number(found["hard"])
            yield ProcessLimit(
                line.number, "proc", _pid(piece), found["limit"], soft, endless, hard, endless_hard, found["unit"]
            )
        elif not line.text.lstrip().startswith("Limit "):
            continue
        known.append(line.number)


# bash, and dash's `time(seconds)  unlimited`; busybox prints `-f: file size (blocks)  unlimited`
_ULIMIT = re.compile(
    r"\s*(?:-\w: )?(?P<limit>[A-Za-z][A-Za-z -]{2,40}?) ?(?:\((?P<unit>[^)]{1,30})\))? (?P<value>\d{1,20}|unlimited)"
)
_LIKE_PROC = {
    "max user processes": "processes",
    "processes": "processes",
    "nofiles": "open files",
    "process": "processes",
}


def _shell(piece: Piece, known: list[int]) -> Iterator[ProcessLimit]:
    for line in piece.lines:
        if found := _ULIMIT.fullmatch(" ".join(line.text.split())):
            known.append(line.number)
            value, endless = _number(found["value"])
            unit = (found["unit"] or "").split(",")[0] or None
            name = _LIKE_PROC.get(found["limit"], found["limit"])
            yield ProcessLimit(
                line.number, "ulimit", None, name, value, endless, unit=None if unit and unit[0] == "-" else unit
            )


def _number(text: str) -> tuple[int | None, bool]:
    """(number, whether there is no limit); what no column holds counts as none."""
    if text == "unlimited" or int(text) >= 2**63:
        return None, True
    return int(text), False


_OF_PROCESS = re.compile(
    r"\s*/?proc/(?P<pid>\d{1,10})/(?:oom_score_adj:(?P<adj>-?\d{1,4})|comm:(?P<comm>\S.{0,30})|cgroup:\d{1,3}:(?P<controllers>[\w,=]*):(?P<path>/.*))"
)


def _paths(piece: Piece, known: list[int]) -> Iterator[Process]:
    """`grep . /proc/*/oom_score_adj` and its like: the file stands in front of its line."""
    for line in piece.lines:
        found = _OF_PROCESS.fullmatch(line.text.rstrip())
        if found is None:
            continue
        known.append(line.number)
        row = Process(line.number, "value", pid=int(found["pid"]))
        if found["adj"]:
            yield row._replace(oom_score_adj=int(found["adj"]))
        elif found["comm"]:
            yield row._replace(command=found["comm"])
        elif not found["controllers"] or "memory" in found["controllers"].split(","):
            place = cgroup_path(found["path"])
            yield row._replace(
                source="cgroup", cgroup=found["path"], pod_uid=place.pod_uid, container_id=place.container_id
            )


_READERS: dict[str, Callable[[Piece, list[int]], Iterator[_Found]]] = {
    "process-status": _status,
    "process-cgroup": _cgroup,
    "process-value": _value,
    "process-limits": _limits,
    "ulimit": _shell,
    "path-values": _paths,
}

"""systemd units: `systemctl status`, `show`, `list-units`, `--failed` (systemd 219 to 257)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.pasted import plain_lines
from analyzer.notation.sizes import size
from analyzer.parsers.node.claims import claims
from analyzer.tables import units
from analyzer.tables.units import Unit

MEMBERS = ("unit-status", "unit-show", "unit-list")
YIELDS = (units.TABLE,)


def parse(piece: Piece) -> Iterator[Unit | Understood]:
    """Yield one record per unit; the log lines below a status belong to the parsers of service logs."""
    known: list[int] = []
    yield from _READERS[piece.role](piece, known)
    yield from claims(known)


_NAME = r"(?P<unit>[\w@:.\\-]{1,250}\.(?:service|scope|socket|timer|mount|slice|target|path|swap|device|automount))"
_HEAD = re.compile(rf"\s*(?:[●○×↻*✖•?�x] ?)?{_NAME}(?: - (?P<description>.{{0,300}}))?\s*")
_LABEL = re.compile(r"\s*(?P<label>[A-Z][A-Za-z -]{1,20}): (?P<value>.*)")
_ACTIVE = re.compile(
    r"(?P<active>[a-z-]+)(?: \((?P<sub>[^)]{1,40})\))?(?: \(Result: (?P<result>[a-z-]+)\))?"
    r"(?: since (?P<since>[^;]{10,60}))?(?:;.*)?"
)
_LOADED = re.compile(r"(?P<load>[a-z-]+)(?: \((?P<place>[^;)]*)(?:; (?P<enabled>[a-z-]+))?.*)?")
_MAIN = re.compile(r"(?P<pid>\d{1,10})(?: \((?P<name>[^)]*)\))?")
_ENDED = re.compile(r"code=(?P<cause>[a-z]+), (?:status|signal)=(?P<status>[\w/-]+)")
_TASKS = re.compile(r"(?P<tasks>\d{1,10})(?: \(limit: (?P<limit>\d{1,10})\))?")
_COUNTER = re.compile(r"restart counter is at (\d{1,9})")
_TREE = re.compile(
    r"\s*(?:Drop-In|CGroup|Docs|Triggered|Process|IP|IO|CPU|Status|Tasks|Memory|Main|Loaded|Active|├|└|│|/)|\s+\S+\.conf|\s+[├└│|`]"
)


def _status(piece: Piece, known: list[int]) -> Iterator[Unit]:
    """Blocks that begin with the unit's name, then labels, a tree of processes, and lines of its log."""
    row: Unit | None = None
    head: tuple[int, re.Match[str]] | None = None
    for line in piece.lines:
        text = plain_lines(line.text)[0]
        if found := _HEAD.fullmatch(text):
            head = line.number, found
        elif (label := _LABEL.fullmatch(text)) and (label["label"] == "Loaded" or row is not None):
            if label["label"] == "Loaded":
                if row is not None:
                    yield row
                row = _named(head, line.number)
                known.extend([head[0]] if head else [])
            row = _with_label(row, label["label"], label["value"]) if row is not None else None
            known.append(line.number)
        elif row is not None and _TREE.match(text):
            known.append(line.number)
        elif row is not None and (counter := _COUNTER.search(text)):
            row = row._replace(restarts=int(counter[1]))
    if row is not None:
        yield row


def _named(head: tuple[int, re.Match[str]] | None, line: int) -> Unit:
    if head is None:
        return Unit(line)
    return Unit(head[0], head[1]["unit"], head[1]["description"])


def _with_label(row: Unit, label: str, value: str) -> Unit:
    change = _LABELS.get(label)
    return change(row, value) if change is not None else row


def _loaded(row: Unit, value: str) -> Unit:
    found = _LOADED.match(value)
    return row._replace(load=found["load"], enabled=found["enabled"]) if found else row


def _active(row: Unit, value: str) -> Unit:
    found = _ACTIVE.match(value)
    if found is None:
        return row
    stamp = leading_stamp(found["since"] or "")[0]
    known = stamp.time is not None
    row = row._replace(
        active=found["active"], sub=found["sub"], result=found["result"], since=stamp.time,
        time_quality=stamp.quality if known else None,
    )  # fmt: skip
    sub = row.sub or ""
    return row._replace(sub=None, result=sub.removeprefix("Result: ")) if sub.startswith("Result: ") else row


def _main(row: Unit, value: str) -> Unit:
    found = _MAIN.match(value)
    ended = _ENDED.search(value)
    return _with_end(row, ended)._replace(main_pid=int(found["pid"])) if found else row


def _process(row: Unit, value: str) -> Unit:
    """`Process: 123 ExecStart=… (code=exited, status=1/FAILURE)` of a unit without a main process."""
    ended = _ENDED.search(value)
    return _with_end(row, ended) if row.exit_status is None and "ExecStart=" in value else row


def _with_end(row: Unit, ended: re.Match[str] | None) -> Unit:
    if ended is None:
        return row
    status, _, name = ended["status"].partition("/")
    if ended["cause"] in ("killed", "dumped"):
        return row._replace(exit_cause=ended["cause"], signal=f"SIG{(name or status).removeprefix('SIG')}")
    return row._replace(
        exit_cause=ended["cause"], exit_status=int(status) if status.isdecimal() and len(status) < 6 else None
    )


def _tasks(row: Unit, value: str) -> Unit:
    found = _TASKS.match(value)
    if found is None:
        return row
    return row._replace(tasks=int(found["tasks"]), tasks_max=int(found["limit"]) if found["limit"] else None)


def _memory(row: Unit, value: str) -> Unit:
    found = size(value.split(" ", 1)[0])
    return row._replace(memory_bytes=found.bytes) if found else row


_LABELS: dict[str, Callable[[Unit, str], Unit]] = {
    "Loaded": _loaded,
    "Active": _active,
    "Main PID": _main,
    "Process": _process,
    "Tasks": _tasks,
    "Memory": _memory,
}

_PROPERTY = re.compile(r"\s*(?P<key>[A-Z]\w{1,60})=(?P<value>.*)")
_TEXTS = {
    "Id": "unit", "Description": "description", "LoadState": "load", "ActiveState": "active", "SubState": "sub",
    "Result": "result", "UnitFileState": "enabled",
}  # fmt: skip
_NUMBERS = {
    "MainPID": "main_pid", "NRestarts": "restarts", "TasksCurrent": "tasks", "TasksMax": "tasks_max",
    "MemoryCurrent": "memory_bytes", "ExecMainStatus": "exit_status",
}  # fmt: skip
_CAUSES = {"1": "exited", "2": "killed", "3": "dumped"}


def _show(piece: Piece, known: list[int]) -> Iterator[Unit]:
    """`key=value` lines, an empty line between units; the largest number stands for none."""
    row: Unit | None = None
    for line in piece.lines:
        found = _PROPERTY.fullmatch(line.text.rstrip())
        if found is None:
            if row is not None and not line.text.strip():
                yield row
                row = None
            continue
        known.append(line.number)
        row = _with_property(row or Unit(line.number), found["key"], found["value"])
    if row is not None:
        yield row


def _with(row: Unit, column: str, value: str | int) -> Unit:
    change: dict[str, Any] = {column: value}
    return row._replace(**change)


def _with_property(row: Unit, key: str, value: str) -> Unit:
    if (column := _TEXTS.get(key)) and value:
        return _with(row, column, value[:300])
    if (column := _NUMBERS.get(key)) and value.isdecimal() and len(value) < 19:
        return _with(row, column, int(value))
    if key == "ExecMainCode" and value in _CAUSES:
        return row._replace(exit_cause=_CAUSES[value])
    if key == "ActiveEnterTimestamp" and row.active in (None, "active"):
        stamp = leading_stamp(value)[0]
        return row._replace(since=stamp.time, time_quality=stamp.quality) if stamp.time is not None else row
    return row


_ROW = re.compile(
    rf"\s*(?:[●○×↻*✖•?�] )?\s*{_NAME}\s+(?P<load>loaded|not-found|masked|error|bad-setting|merged|stub)\s+(?P<active>[a-z]+)\s+(?P<sub>[a-z-]+)(?:\s+(?P<description>\S.*))?"
)
_OTHER = re.compile(
    r"\s*(?:UNIT |LOAD +=|ACTIVE +=|SUB +=|JOB +=|\d+ loaded units listed|To show all|Pass --all|Legend: |LOAD  )|.*\.(?:service|socket|timer|target|mount|path|slice|scope|automount|swap) +(?:enabled|disabled|static|masked|indirect|generated|alias|transient)"
)


def _list(piece: Piece, known: list[int]) -> Iterator[Unit]:
    for line in piece.lines:
        if found := _ROW.fullmatch(line.text.rstrip()):
            part = found.groupdict()
            yield Unit(
                line.number, part["unit"], part["description"] or None, part["load"], None, part["active"], part["sub"]
            )
        elif not _OTHER.match(line.text):
            continue
        known.append(line.number)


_READERS: dict[str, Callable[[Piece, list[int]], Iterator[Unit]]] = {
    "unit-status": _status,
    "unit-show": _show,
    "unit-list": _list,
}

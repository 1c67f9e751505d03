"""Kernel records in JSON: `dmesg -J` (util-linux) and `journalctl -o json`, json-sse, json-seq (systemd)."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from analyzer.notation.stamp import NO_STAMP, Stamp

# stamp, seconds since boot, host, message, form, level, boot ID, machine ID
Record = tuple[Stamp, float | None, str | None, str, str, str | None, str | None, str | None]


def json_records(line: str, pending: dict[str, str]) -> list[Record]:
    """The kernel records that one line of JSON completes, as fields of KernelLine.

    `pending` holds the members of a `dmesg -J` entry that is spread over lines, from line to line. Empty
    when the line completes nothing, is no JSON, or is not the kernel's.
    """
    if found := _MEMBER.match(line):
        pending[found["key"]] = found["value"]
        if found["key"] != "msg":
            return []
        entry = "{" + ",".join(f'"{key}":{value}' for key, value in pending.items()) + "}"
        pending.clear()
        return json_records(entry, pending)
    if not line.startswith("{") or not line.endswith("}"):
        return []
    found_records = []
    for value in _values(line):
        entries = value["dmesg"] if isinstance(value.get("dmesg"), list) else [value]
        found_records += [record for entry in entries if isinstance(entry, dict) and (record := _record(entry))]
    return found_records


def json_record(line: str) -> Record | None:
    """The kernel record of a line that holds one."""
    records = json_records(line, {})
    return records[0] if records else None


def journal_record(entry: dict[str, Any], form: str) -> Record | None:
    """The record of a journal entry, whatever output its fields come from; None if it is not the kernel's."""
    if entry.get("_TRANSPORT") != "kernel" and entry.get("SYSLOG_IDENTIFIER") != "kernel":
        return None
    real = _micro(entry.get("__REALTIME_TIMESTAMP"))
    # The kernel's own stamp; the other is when journald received it.
    mono = _micro(entry.get("_SOURCE_MONOTONIC_TIMESTAMP")) or _micro(entry.get("__MONOTONIC_TIMESTAMP"))
    stamp = NO_STAMP
    if real is not None and real < _LAST_SECOND * 1_000_000:
        moment = datetime.fromtimestamp(real // 1_000_000, UTC).replace(microsecond=real % 1_000_000)
        stamp = Stamp(moment, "exact")
    message = _text(entry.get("MESSAGE"))
    level = _level(entry.get("PRIORITY"))
    ids = _hex(entry.get("_BOOT_ID")), _hex(entry.get("_MACHINE_ID"))
    host = entry.get("_HOSTNAME")
    host = host if isinstance(host, str) else None
    return (stamp, None if mono is None else mono / 1e6, host, message, form, level, *ids) if message else None


_MEMBER = re.compile(r'"(?P<key>pri|fac|time|caller|msg)": *(?P<value>.*?),?$')
_LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")
_LAST_SECOND = 253_402_300_800  # the year 10000
_DECODER = json.JSONDecoder()


def _values(line: str) -> list[dict[str, Any]]:
    """The objects of a line; several where line ends were lost."""
    found: list[dict[str, Any]] = []
    place = 0
    while place < len(line):
        try:
            value, place = _DECODER.raw_decode(line, place)
        except (ValueError, RecursionError):
            return found
        if isinstance(value, dict):
            found.append(value)
        while line[place : place + 1].isspace():
            place += 1
    return found


def _record(entry: dict[str, Any]) -> Record | None:
    if "MESSAGE" in entry:
        return journal_record(entry, "journal-json")
    message, time = entry.get("msg"), entry.get("time")
    if isinstance(message, str) and isinstance(time, int | float) and "pri" in entry:
        return NO_STAMP, float(time), None, message, "dmesg-json", _level(entry["pri"]), None, None
    return None


def _micro(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def _hex(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) == _ID_WIDTH else None


_ID_WIDTH = 32


def _text(value: object) -> str:
    """A string; bytes as numbers where it is not UTF-8; a list of these where the field is repeated."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value:
        if all(isinstance(part, int) and 0 <= part < 256 for part in value):
            return bytes(value).decode(errors="replace")
        return _text(value[0])
    return ""


def _level(value: object) -> str | None:
    if isinstance(value, str) and value in _LEVELS:
        return value
    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        return _LEVELS[int(value) & 7]
    return None

"""Kernel records in JSON: `dmesg -J` (util-linux) and `journalctl -o json` (systemd)."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from analyzer.notation.stamp import NO_STAMP, Stamp

Record = tuple[Stamp, float | None, str | None, str, str, str | None]


def json_records(line: str, pending: dict[str, str]) -> list[Record]:
    """The kernel records that one line of JSON completes, as the fields of KernelLine after its number.

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
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return []
    entries = value["dmesg"] if isinstance(value.get("dmesg"), list) else [value]
    return [record for entry in entries if isinstance(entry, dict) and (record := _record(entry))]


_MEMBER = re.compile(r'"(?P<key>pri|fac|time|caller|msg)": *(?P<value>.*?),?$')
_LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")


def _record(entry: dict[str, Any]) -> Record | None:
    if entry.get("_TRANSPORT") == "kernel" or entry.get("SYSLOG_IDENTIFIER") == "kernel":
        return _of_journal(entry) if entry.get("MESSAGE") else None
    message, time = entry.get("msg"), entry.get("time")
    if isinstance(message, str) and isinstance(time, int | float) and "pri" in entry:
        return NO_STAMP, float(time), None, message, "dmesg-json", _level(entry["pri"])
    return None


def _of_journal(entry: dict[str, Any]) -> Record:
    real = _micro(entry.get("__REALTIME_TIMESTAMP"))
    # The kernel's own stamp; the other is when journald received it.
    mono = _micro(entry.get("_SOURCE_MONOTONIC_TIMESTAMP")) or _micro(entry.get("__MONOTONIC_TIMESTAMP"))
    stamp = NO_STAMP
    if real is not None and real < _LAST_SECOND * 1_000_000:
        moment = datetime.fromtimestamp(real // 1_000_000, UTC).replace(microsecond=real % 1_000_000)
        stamp = Stamp(moment, "exact")
    host = entry.get("_HOSTNAME")
    return (
        stamp,
        None if mono is None else mono / 1e6,
        host if isinstance(host, str) else None,
        _text(entry.get("MESSAGE")),
        "journal-json",
        _level(entry.get("PRIORITY")),
    )


_LAST_SECOND = 253_402_300_800  # the year 10000


def _micro(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


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

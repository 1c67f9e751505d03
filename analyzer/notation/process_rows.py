"""Rows of process listings by their header: ps of procps 3 and 4, of busybox, and the lower half of top."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.notation.quantities import duration_s
from analyzer.notation.sizes import size


class ProcessRow(NamedTuple):
    """One process (or thread, where the listing has threads: then `thread` is set). Sizes in bytes."""

    pid: int
    thread: int | None
    ppid: int | None
    user: str | None
    state: str | None
    threads: int | None
    cpu_percent: float | None
    memory_percent: float | None
    rss_bytes: int | None
    virtual_bytes: int | None
    elapsed_s: float | None
    wait_channel: str | None
    command: str | None
    arguments: str | None
    cgroup: str | None


class ProcessColumns:
    """The columns that a header line names."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    @classmethod
    def of(cls, line: str) -> ProcessColumns | None:
        """The columns, if the line is the header of a process listing."""
        words = line.split()
        if len(words) > 60 or not words or words[-1] not in _LAST or ("PID" not in words and "SPID" not in words):
            return None
        return cls(words) if all(_NAME.fullmatch(word) for word in words) else None

    def row(self, line: str) -> ProcessRow | None:
        """The process of a line; None for a line that does not fit the columns."""
        fields = self._fields(line)
        if fields is None:
            return None
        pid, thread = _integer(fields, "PID"), _integer(fields, "LWP", "SPID", "TID")
        if pid is None:
            return None
        command, arguments = _command(fields[self._names[-1]])
        return ProcessRow(
            pid=pid,
            thread=thread,
            ppid=_integer(fields, "PPID"),
            user=_first(fields, "USER", "UID", "EUSER", "RUSER", "EUID"),
            state=(_first(fields, "STAT", "S", "STATE") or "")[:1] or None,
            threads=_integer(fields, "NLWP", "THCNT", "nTH"),
            cpu_percent=_number(fields, "%CPU"),
            memory_percent=_number(fields, "%MEM"),
            rss_bytes=_size(fields, "RSS", "RES", "RSZ", "RssAnon"),
            virtual_bytes=_size(fields, "VSZ", "VIRT"),
            elapsed_s=_elapsed(_first(fields, "ELAPSED")),
            wait_channel=_channel(_first(fields, "WCHAN")),
            command=command,
            arguments=arguments,
            cgroup=_cgroup(_first(fields, "CGROUP")),
        )

    def _fields(self, line: str) -> dict[str, str] | None:
        rest = line.strip()
        fields: dict[str, str] = {}
        for name in self._names[:-1]:
            found = _LONG_DATE.match(rest) if name == "STARTED" else None
            word, rest = (found[0], rest[found.end() :]) if found else _cut(rest)
            if not rest:
                return None
            fields.setdefault(name, word)
        fields[self._names[-1]] = rest
        return fields


_LAST = frozenset(("COMMAND", "CMD", "ARGS", "COMM"))
_NAME = re.compile(r"[\w%+#:./-]{1,20}")
_LONG_DATE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")
_TREE = re.compile(r"[\s|`\\_-]*(?:\\_|`-|\|-)\s*")
_ELAPSED = re.compile(r"(?:(?P<days>\d{1,6})-)?(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d\d)")
_NO_CHANNEL = frozenset(("-", "?", "0", "*"))
_LONGEST = 400


def _cut(text: str) -> tuple[str, str]:
    parts = text.split(None, 1)
    return (parts[0], parts[1]) if len(parts) == 2 else (text, "")


def _first(fields: dict[str, str], *names: str) -> str | None:
    return next((fields[name] for name in names if name in fields), None)


def _integer(fields: dict[str, str], *names: str) -> int | None:
    text = _first(fields, *names)
    return int(text) if text and text.isdecimal() and len(text) < 12 else None


def _number(fields: dict[str, str], name: str) -> float | None:
    text = fields.get(name, "").replace(",", ".").removesuffix("%")
    return float(text) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", text) else None


def _size(fields: dict[str, str], *names: str) -> int | None:
    found = size(_first(fields, *names) or "", 1024)
    return found.bytes if found else None


def _elapsed(text: str | None) -> float | None:
    if text is None:
        return None
    if text.isdecimal():
        return float(text)
    if found := _ELAPSED.fullmatch(text):
        part = {name: int(value or 0) for name, value in found.groupdict().items()}
        return part["days"] * 86_400.0 + part["hours"] * 3600.0 + part["minutes"] * 60.0 + part["seconds"]
    return duration_s(text)


def _channel(text: str | None) -> str | None:
    return None if text is None or text in _NO_CHANNEL else text


def _cgroup(text: str | None) -> str | None:
    """The memory controller's path of `4:memory:/a,3:cpu:/b`, or the only one of `0::/a`."""
    if not text or "/" not in text:
        return None
    parts = text.split(",")
    chosen = next((part for part in parts if ":memory:" in part), parts[0])
    return chosen.rsplit(":", 1)[-1] if chosen.startswith(tuple("0123456789")) else chosen


def _command(text: str) -> tuple[str | None, str | None]:
    text = _TREE.sub("", text, count=1) if _TREE.match(text) else text.strip()
    if not text:
        return None, None
    if text.startswith("["):
        return text.split("]", 1)[0].lstrip("["), None
    program = text.split(None, 1)[0].rsplit("/", 1)[-1].lstrip("-").rstrip(":") or None
    return program, text[:_LONGEST] if " " in text or "/" in text else None

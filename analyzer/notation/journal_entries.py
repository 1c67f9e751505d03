"""Entries of `journalctl -o export`, `-o verbose` and `-o json-pretty`, which are spread over lines.

Sources: systemd docs/JOURNAL_EXPORT_FORMATS.md, src/shared/logs-show.c.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any


def is_spread(text: str) -> bool:
    """Whether the beginning of a text is of one of these forms."""
    return _MARK.search(text, 0, 20_000) is not None


def journal_entries(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, int, dict[str, Any]]]:
    """(first line, last line, line of the message, fields) of every entry that names a time."""
    block: list[tuple[int, str]] = []
    for number, text in lines:
        if block and _begins(text):
            yield from _entry(block)
            block = []
        if block or _begins(text):
            block.append((number, text))
        if len(block) > _LONGEST:
            block = []
    yield from _entry(block)


_LONGEST = 400
_MARK = re.compile(
    r"^(?:__CURSOR=|__REALTIME_TIMESTAMP=|.{10,60} \[s=[0-9a-f]{32};i=|\t\"__(?:CURSOR|REALTIME_TIMESTAMP)\" ?:)", re.M
)
_VERBOSE = re.compile(
    r".{10,60} \[s=[0-9a-f]{32};i=[0-9a-f]+;b=(?P<boot>[0-9a-f]{32});m=[0-9a-f]+;t=(?P<time>[0-9a-f]{1,16});"
)
_FIELD = re.compile(r"(?P<key>[A-Z_][A-Z0-9_]{1,63})(?:=(?P<value>.*)|$)")
_LENGTH = re.compile(r"^[^\x20-\x7e]{1,24}")


def _begins(text: str) -> bool:
    return text == "{" or text.startswith(("__CURSOR=", "{\n")) or _VERBOSE.match(text) is not None


def _entry(block: list[tuple[int, str]]) -> Iterator[tuple[int, int, int, dict[str, Any]]]:
    if not block:
        return
    fields = _pretty(block) if block[0][1] == "{" else _fields(block)
    if "__REALTIME_TIMESTAMP" not in fields:
        return
    message = next((number for number, text in block if _MESSAGE.match(text)), block[0][0])
    last = next((number for number, text in reversed(block) if text.strip()), block[0][0])
    yield block[0][0], last, message, fields


_MESSAGE = re.compile(r'\s*(?:MESSAGE(?:=|$)|"MESSAGE" ?:)')


def _pretty(block: list[tuple[int, str]]) -> dict[str, Any]:
    try:
        found = json.loads("\n".join(text for _, text in block).strip().rstrip(","))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fields(block: list[tuple[int, str]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    head = _VERBOSE.match(block[0][1])
    if head:
        fields = {"__REALTIME_TIMESTAMP": str(int(head["time"], 16)), "_BOOT_ID": head["boot"]}
    last = ""
    for _, line in block[1:] if head else block:
        text = line.strip() if head else line
        if found := _FIELD.fullmatch(text):
            last = found["key"]
            fields.setdefault(last, found["value"] or "")
        elif last and text:
            # Binary fields have eight bytes of length in front, texts of several lines go on below.
            before = fields[last]
            fields[last] = f"{before}\n{text}" if before else _LENGTH.sub("", text)
    return fields

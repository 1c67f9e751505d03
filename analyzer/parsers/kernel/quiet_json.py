"""Blocks of `journalctl -o json`, looked at without reading their objects."""

from __future__ import annotations

import json
import re

from analyzer.notation.kernel.prefixes import KernelLine

# seconds since boot, message, a mark if the line is the kernel's
Row = tuple[str, str, str]


def json_rows(text: str, last: KernelLine) -> list[Row]:
    """A row for each line if all are entries of the boot and host of `last`; else nothing."""
    lines = text.split("\n")[:-1]
    named = (f'"_BOOT_ID":"{last.boot_id}"', f'"_HOSTNAME":"{last.host}"', '"__REALTIME_TIMESTAMP":"')
    if any(text.count(name) != len(lines) for name in named):
        return []
    rows = [_row(line) for line in lines]
    return [] if None in rows else [row for row in rows if row is not None]


_KERNEL = '"_TRANSPORT":"kernel"'
_MESSAGE = re.compile(r'"MESSAGE":"([^"\\]*(?:\\.[^"\\]*)*)"').search
_MONO = re.compile(r'"_SOURCE_MONOTONIC_TIMESTAMP":"(\d{1,10})\d{6}"').search


def _row(line: str) -> Row | None:
    if not line.startswith('{"') or not line.rstrip().endswith("}"):
        return None
    if _KERNEL not in line and '"SYSLOG_IDENTIFIER":"kernel"' not in line:
        return ("", "", "")
    found, mono = _MESSAGE(line), _MONO(line)
    if found is None:
        return None
    message = found[1]
    if "\\" in message:
        try:
            message = json.loads(f'"{message}"')
        except ValueError:
            return None
    return (mono[1] if mono else "", message, "k")

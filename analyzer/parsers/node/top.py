"""`top -b`: load, tasks, CPU shares, memory and processes (procps 3.2 to 4.0, busybox)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.node_commands import in_container
from analyzer.notation.process_rows import ProcessColumns
from analyzer.notation.sizes import size
from analyzer.parsers.node.claims import claims
from analyzer.parsers.node.process_records import record
from analyzer.tables import loads, node_values, processes
from analyzer.tables.loads import Load
from analyzer.tables.node_values import NodeValue
from analyzer.tables.processes import Process

MEMBERS = ("top",)
YIELDS = (loads.TABLE, node_values.TABLE, processes.TABLE)

_Found = Load | NodeValue | Process


def parse(piece: Piece) -> Iterator[_Found | Understood]:
    """Yield one record per sample, and memory and processes of the last one: the first measures since boot.

    What was asked inside a container is only understood.
    """
    known: list[int] = []
    samples: list[_Sample] = []
    for line in piece.lines:
        if _START.match(line.text) or (not samples and line.text.strip()):
            samples.append(_Sample(line.number, len(samples) + 1))
        if samples and samples[-1].add(line.number, line.text):
            known.append(line.number)
    if not in_container(piece.context.get("command")):
        yield from (sample.load for sample in samples if sample.says_load)
        yield from samples[-1].rows if samples else ()
    yield from claims(known)


_START = re.compile(r"\s*(?:top - |Mem: +\d+[KMG] used)")
_LOAD = re.compile(
    r"load average: *(?P<a>\d{1,6}(?:[.,]\d{1,4})?),? +(?P<b>\d{1,6}(?:[.,]\d{1,4})?),? +(?P<c>\d{1,6}(?:[.,]\d{1,4})?)",
    re.I,
)
_TASKS = re.compile(
    r"\s*(?:Tasks|Threads): +(?P<tasks>\d{1,9}) total, +(?P<running>\d{1,9}) running,.* (?P<zombies>\d{1,9}) zombie"
)
_SHARE = re.compile(
    r"(?P<share>\d{1,3}(?:[.,]\d{1,2})?)[% ]{1,2}(?P<name>us|sy|ni|id|wa|si|st|usr|sys|nic|idle|io|sirq)\b"
)
_CPU = re.compile(r"\s*(?:%?Cpu\(?s?\)?|%Cpu\d+|CPU) *: ")
_SHARES = {
    "us": "user", "usr": "user", "sy": "system", "sys": "system", "id": "idle", "idle": "idle", "wa": "iowait",
    "io": "iowait", "si": "softirq", "sirq": "softirq", "st": "steal",
}  # fmt: skip
_MEMORY = re.compile(r"\s*(?:(?P<unit>[KMGT])iB )?(?P<what>Mem|Swap) ?: +\d")
_FIGURE = re.compile(
    r"(?<!\d)(?P<value>\d{1,15}(?:[.,]\d{1,3})?)(?P<letter>[kKmMgG]?)(?P<plus>\+?) +(?P<name>total|free|used|avail Mem|buff/cache|buffers|cached(?: Mem)?)\b"
)
_NAMES = {
    "buff/cache": "BuffersAndCache",
    "buffers": "Buffers",
    "cached": "Cached",
    "cached Mem": "Cached",
    "avail Mem": "MemAvailable",
}


class _Sample:
    """One screen of top."""

    def __init__(self, line: int, number: int) -> None:
        self.load = Load(line, "top", number)
        self.rows: list[NodeValue | Process] = []
        self._columns: ProcessColumns | None = None

    @property
    def says_load(self) -> bool:
        return any(value is not None for value in self.load[3:])

    def add(self, number: int, text: str) -> bool:
        """Take a line; whether it is one of top's."""
        if self._columns is not None:
            row = self._columns.row(text)
            if row is not None:
                self.rows.append(record(number, "top", row))
            return row is not None
        if head := ProcessColumns.of(text):
            self._columns = head
            return True
        return self._head(number, text)

    def _head(self, number: int, text: str) -> bool:
        if found := _LOAD.search(text):
            one, five, fifteen = (float(found[name].replace(",", ".")) for name in "abc")
            self.load = self.load._replace(load1=one, load5=five, load15=fifteen)
            return True
        if found := _TASKS.match(text):
            counts: dict[str, Any] = {name: int(value) for name, value in found.groupdict().items()}
            self.load = self.load._replace(**counts)
            return True
        if _CPU.match(text):
            if self.load.idle is None:
                self.load = self.load._replace(**_shares(text), cpu_line=number)
            return True
        if memory := _MEMORY.match(text):
            self.rows.extend(_memory(number, text, memory))
            return True
        return False


def _shares(text: str) -> dict[str, Any]:
    """Shares by column; what runs at low priority (`ni`) is user mode, too."""
    found = {part["name"]: float(part["share"].replace(",", ".")) for part in _SHARE.finditer(text)}
    nice = found.pop("ni", 0.0) + found.pop("nic", 0.0)
    shares = {_SHARES[name]: share for name, share in found.items()}
    return {**shares, "user": round(shares["user"] + nice, 2)} if "user" in shares else shares


def _memory(number: int, text: str, line: re.Match[str]) -> Iterator[NodeValue]:
    for part in _FIGURE.finditer(text):
        letter = part["letter"] or line["unit"] or "K"
        found = size(part["value"] + letter.upper())
        if found is not None:
            key = _NAMES.get(part["name"]) or f"{line['what']}{part['name'].capitalize()}"
            yield NodeValue(number, "top", key, found.bytes, letter.upper() != "K" or bool(part["plus"]))

"""Load averages and CPU shares: /proc/loadavg, uptime, w, vmstat, /proc/stat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import loads
from analyzer.tables.loads import Load

MEMBERS = ("loadavg", "uptime", "logged-in", "vmstat-samples", "proc-stat")
YIELDS = (loads.TABLE,)


def parse(piece: Piece) -> Iterator[Load | Understood]:
    """Yield one record per line or sample."""
    known: list[int] = []
    yield from _READERS[piece.role](piece, known)
    yield from claims(known)


_FILE = re.compile(
    r"\s*(?P<a>\d{1,6}\.\d\d) (?P<b>\d{1,6}\.\d\d) (?P<c>\d{1,6}\.\d\d) (?P<running>\d{1,9})/(?P<tasks>\d{1,9}) \d+\s*"
)
_COMMAND = re.compile(
    r"load averages?: *(?P<a>\d{1,6}(?:[.,]\d{1,4})?),? +(?P<b>\d{1,6}(?:[.,]\d{1,4})?),? +(?P<c>\d{1,6}(?:[.,]\d{1,4})?)"
)
_SESSION = re.compile(r"\s*(?:USER +TTY|\S+ +(?:pts/\d+|tty\S+|console|:\d+) +)|\s*\d+\.\d\d \d+\.\d\d\s*$")


def _lines(piece: Piece, known: list[int]) -> Iterator[Load]:
    source = "loadavg" if piece.role == "loadavg" else "uptime"
    for line in piece.lines:
        found = _FILE.fullmatch(line.text) or _COMMAND.search(line.text)
        if found is None:
            if _SESSION.match(line.text):
                known.append(line.number)
            continue
        known.append(line.number)
        part = found.groupdict()
        load = [float(found[name].replace(",", ".")) for name in "abc"]
        running, tasks = part.get("running"), part.get("tasks")
        yield Load(
            line.number,
            source,
            load1=load[0],
            load5=load[1],
            load15=load[2],
            running=int(running) if running else None,
            tasks=int(tasks) if tasks else None,
        )


_VMSTAT = {
    "r": "running", "b": "blocked", "si": "swapped_in", "so": "swapped_out", "us": "user", "sy": "system",
    "id": "idle", "wa": "iowait", "st": "steal",
}  # fmt: skip


def _samples(piece: Piece, known: list[int]) -> Iterator[Load]:
    """The columns of `vmstat N`: `r b swpd free … si so … us sy id wa st`; more may follow (`-t`)."""
    names: list[str] = []
    sample = 0
    for line in piece.lines:
        words = line.text.split()
        if words[:3] == ["r", "b", "swpd"]:
            names = words
        elif names and len(words) >= len(names) - 2 and all(word.isdecimal() for word in words[:15]):
            sample += 1
            values = {
                _VMSTAT[name]: int(word[:15])
                for name, word in zip(names, words, strict=False)
                if name in _VMSTAT and word.isdecimal()
            }
            figures: dict[str, Any] = {name: float(v) if name in _SHARES else v for name, v in values.items()}
            yield Load(line.number, "vmstat", sample, **figures)
        elif "memory" not in line.text or "---" not in line.text:
            continue
        known.append(line.number)


_SHARES = frozenset(("user", "system", "idle", "iowait", "steal"))
_CPU = re.compile(r"\s*cpu +(?P<ticks>\d{1,18}(?: \d{1,18}){3,12})\s*")
_COUNT = re.compile(r"\s*procs_(?P<name>running|blocked) (?P<value>\d{1,9})\s*")
_KNOWN = re.compile(r"\s*(?:cpu\d+|intr|ctxt|btime|processes|softirq|page|swap) [ \d]*$")


def _since_boot(piece: Piece, known: list[int]) -> Iterator[Load]:
    """Shares of the time since boot: user nice system idle iowait irq softirq steal (fs/proc/stat.c)."""
    row: Load | None = None
    for line in piece.lines:
        if (found := _CPU.fullmatch(line.text)) and row is None:
            row = _shares(line.number, [int(word) for word in found["ticks"].split()])
        elif row is not None and (found := _COUNT.fullmatch(line.text)):
            count: dict[str, Any] = {found["name"]: int(found["value"])}
            row = row._replace(**count)
        elif not _KNOWN.match(line.text):
            continue
        known.append(line.number)
    if row is not None:
        yield row


def _shares(line: int, ticks: list[int]) -> Load:
    ticks = [*ticks, *[0] * 8][:8]
    total = sum(ticks) or 1
    user, nice, system, idle, iowait, irq, softirq, steal = (round(100 * tick / total, 2) for tick in ticks)
    return Load(
        line,
        "proc-stat",
        1,
        user=round(user + nice, 2),
        system=round(system + irq, 2),
        idle=idle,
        iowait=iowait,
        softirq=softirq,
        steal=steal,
    )


_READERS: dict[str, Callable[[Piece, list[int]], Iterator[Load]]] = {
    "loadavg": _lines,
    "uptime": _lines,
    "logged-in": _lines,
    "vmstat-samples": _samples,
    "proc-stat": _since_boot,
}

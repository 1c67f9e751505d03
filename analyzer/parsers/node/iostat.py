"""`iostat -x` and `iostat -d` (sysstat 10 to 12): CPU shares and how busy each disk was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import disk_io, loads
from analyzer.tables.disk_io import DiskIo
from analyzer.tables.loads import Load

MEMBERS = ("iostat",)
YIELDS = (disk_io.TABLE, loads.TABLE)


def parse(piece: Piece) -> Iterator[DiskIo | Load | Understood]:
    """Yield one record per device and sample, and one per `avg-cpu`; waits of milliseconds become seconds."""
    known: list[int] = []
    names: list[str] = []
    cpu, disk = 0, 0
    for line in piece.lines:
        words = line.text.split()
        if not words:
            continue
        if words[0] in ("avg-cpu:", "Device:", "Device") or words[-1] == "Device":
            names = words
            cpu, disk = cpu + (words[0] == "avg-cpu:"), disk + ("Device" in words[0] or words[-1] == "Device")
        elif words[0] == "Linux" and "CPU)" in words:
            names = []
        elif _SAR.match(line.text):
            pass
        elif names and names[0] == "avg-cpu:" and len(words) == len(names) - 1:
            yield _load(line.number, cpu, dict(zip(names[1:], words, strict=True)))
        elif names and names[0] != "avg-cpu:" and len(words) == len(names):
            yield _disk(line.number, disk, dict(zip(names, words, strict=True)))
        else:
            continue
        known.append(line.number)
    yield from claims(known)


# sar prints its tables behind the time of day; nothing is asked of them.
_SAR = re.compile(r"\d\d:\d\d:\d\d(?: [AP]M)?\s+\S|Average: +\S|\d\d/\d\d/\d{2,4} \d\d:\d\d:\d\d")


def _load(line: int, sample: int, part: dict[str, str]) -> Load:
    user, nice = _number(part, "%user"), _number(part, "%nice")
    return Load(
        line,
        "iostat",
        sample,
        user=None if user is None else round(user + (nice or 0.0), 2),
        system=_number(part, "%system"),
        idle=_number(part, "%idle"),
        iowait=_number(part, "%iowait"),
        steal=_number(part, "%steal"),
    )


def _disk(line: int, sample: int, part: dict[str, str]) -> DiskIo:
    reads, writes = _number(part, "r/s"), _number(part, "w/s")
    read, write = _wait(part, "r_await"), _wait(part, "w_await")
    wait = _wait(part, "await")
    if wait is None and None not in (reads, writes, read, write) and (reads or 0) + (writes or 0) > 0:
        reads, writes = reads or 0.0, writes or 0.0
        wait = round(((read or 0.0) * reads + (write or 0.0) * writes) / (reads + writes), 6)
    return DiskIo(
        line,
        sample,
        part.get("Device") or part.get("Device:"),
        reads,
        writes,
        wait,
        read,
        write,
        _number(part, "aqu-sz", "avgqu-sz"),
        _number(part, "%util"),
    )


def _number(part: dict[str, str], *names: str) -> float | None:
    text = next((part[name] for name in names if name in part), "").replace(",", ".").removesuffix("%")
    try:
        return float(text)
    except ValueError:
        return None


def _wait(part: dict[str, str], name: str) -> float | None:
    milliseconds = _number(part, name)
    return None if milliseconds is None else round(milliseconds / 1000, 6)

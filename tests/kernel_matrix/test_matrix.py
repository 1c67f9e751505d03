"""Every message kind × every log form × every kernel gives the right row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from analyzer.bundle.member import Lines, Piece
from analyzer.model.understood import Understood
from analyzer.notation.kernel.lines import looks_like_kernel
from analyzer.parsers.kernel.kernel_log import parse
from tests.kernel_matrix.forms import FORMS, HOST, Form, Record
from tests.kernel_matrix.reports import REPORTS
from tests.kernel_matrix.wordings import (
    CRASHES,
    HARDWARE,
    MEMORY,
    NETWORK,
    STALLS,
    STORAGE,
    VERSIONS,
    Said,
    Wordings,
)

ALL = (*STALLS, *CRASHES, *MEMORY, *STORAGE, *NETWORK, *HARDWARE, *REPORTS)
# Without any prefix a line has no form that could be known.
BARE = ("journal cat", "serial console, no stamps")
_START = 1234.5
_BEFORE = ("IPv6: ADDRCONF(NETDEV_CHANGE): veth1: link becomes ready", "cni0: port 4(veth1) entered forwarding state")
_AFTER = ("eth0: renamed from veth2", "cni0: port 5(veth2) entered blocking state")
_TABLES = {"KernelMessage": "kernel_messages", "OomKill": "oom_kills", "AllocationFailure": "allocation_failures"}


def _records(said: Said) -> list[Record]:
    """A boot begins a log; everything else has ordinary lines around it."""
    before = () if said.lines[0].startswith("Linux version") else _BEFORE
    texts = (*before, *said.lines, *_AFTER)
    return [Record(_START + place * 0.002001, 3, text) for place, text in enumerate(texts)]


def _wrong(rows: list[Any], wordings: Wordings, said: Said, form: Form, text: str) -> Iterator[str]:
    """What is not as it should be in one cell."""
    records = _records(said)
    found = [row for row in rows if _TABLES.get(type(row).__name__) == wordings.table]
    if wordings.table == "kernel_messages":
        found = [row for row in found if row.kind == wordings.kind]
    if len(found) != 1:
        yield f"{len(found)} rows of {[(type(row).__name__, getattr(row, 'kind', '')) for row in rows]}"
        return
    row = found[0]
    for name, value in said.columns.items():
        if getattr(row, name) != value:
            yield f"{name} is {getattr(row, name)!r}, not {value!r}"
    yield from _wrong_place(row, form, records, text)


def _wrong_place(row: Any, form: Form, records: list[Record], text: str) -> Iterator[str]:
    if row.time_quality != form.quality:
        yield f"quality {row.time_quality}"
    place = next(place for place, record in enumerate(records) if record.text not in _BEFORE)
    at = records[place].at
    if form.quality != "none":
        at = at.replace(year=1972) if form.quality == "no_year" else at
        if row.time is None or abs((row.time - at).total_seconds()) >= max(form.step, 0.2):
            yield f"time {row.time}, not {at}"
    elif row.time is not None:
        yield f"time {row.time}"
    if (row.mono_s is not None) != form.has_mono or (row.mono_s and abs(row.mono_s - records[place].mono_s) > 0.2):
        yield f"{row.mono_s} s since boot"
    if row.node != (HOST if form.has_host else None):
        yield f"node {row.node}"
    if row.boot != 1:
        yield f"boot {row.boot}"
    said = records[place].text.strip().replace("\t", " ").split(" ")
    shown = text.split("\n")[row.line - 1] if 1 <= row.line <= text.count("\n") + 1 else ""
    if said[0].strip('"') not in shown.replace("&quot;", '"'):
        yield f"line {row.line}: {shown[:80]}"


def _not_known(rows: list[Any], text: str) -> Iterator[str]:
    """Lines that hold something and were not claimed."""
    known = {number for row in rows if isinstance(row, Understood) for number in range(row.first, row.last + 1)}
    known |= {row[0] for row in rows}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and number not in known:
            yield f"line {number} is not understood: {line[:80]!r}"


def _cells(form: Form) -> Iterator[tuple[str, Wordings, Said]]:
    for wordings in ALL:
        for version in VERSIONS:
            said = wordings.of(version)
            if said is not None:
                yield f"{wordings.name} × {form.name} × {version}", wordings, said


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_kind_of_every_kernel(form: Form) -> None:
    """Each message gives its one row, with its columns, its time as far as the form has one, and its node."""
    failed = []
    for name, wordings, said in _cells(form):
        text = form.dress(_records(said))
        rows = list(parse(Piece("kernel.log", "kernel-log", Lines(text))))
        failed += [f"{name}: {wrong}" for wrong in _wrong(rows, wordings, said, form, text)]
        if form.name not in BARE:
            failed += [f"{name}: {wrong}" for wrong in _not_known(rows, text)]
            if not any(map(looks_like_kernel, text.split("\n"))):
                failed.append(f"{name}: no line looks like the kernel's")
    assert not failed, "\n".join(failed)

"""Pressure stall information of a node or a cgroup (Linux 4.20 and later, kernel/sched/psi.c)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.cgroup_files import cgroup_file
from analyzer.parsers.node.claims import claims
from analyzer.tables import pressure
from analyzer.tables.pressure import Pressure

MEMBERS = ("pressure",)
YIELDS = (pressure.TABLE,)


def parse(piece: Piece) -> Iterator[Pressure | Understood]:
    """Yield one record per `some` or `full` line; the file's name says which resource it is about.

    Lines of `grep . /proc/pressure/*` name the file themselves.
    """
    path = piece.context.get("file", piece.path)
    known = []
    for line in piece.lines:
        found = _ROW.fullmatch(line.text)
        if found is None:
            continue
        known.append(line.number)
        file = found["file"] or path
        inside = None if _OF_NODE.search(file) else cgroup_file(file)
        yield Pressure(
            line=line.number,
            cgroup=inside.cgroup if inside else None,
            resource=_resource(file),
            kind=found["kind"],
            avg10=float(found["avg10"]),
            avg60=float(found["avg60"]),
            avg300=float(found["avg300"]),
            total_s=int(found["total"]) / 1e6,
        )
    yield from claims(known)


_SHARE = r"\d{1,3}(?:\.\d{1,4})?"
_ROW = re.compile(
    rf"\s*(?:(?P<file>[^\s:]{{1,400}}):)?(?P<kind>some|full) avg10=(?P<avg10>{_SHARE}) "
    rf"avg60=(?P<avg60>{_SHARE}) avg300=(?P<avg300>{_SHARE}) total=(?P<total>\d{{1,20}})\s*"
)
_OF_NODE = re.compile(r"(?:^|/)(?:proc/)?pressure/(?:cpu|memory|io|irq)$")
_RESOURCE = re.compile(r"(?:^|[^a-z])(cpu|memory|io|irq)(?=$|[^a-z])")


def _resource(file: str) -> str | None:
    """cpu, memory, io or irq, if the last component of the path names exactly one of them."""
    names = set(_RESOURCE.findall(file.rsplit("/", 1)[-1]))
    return names.pop() if len(names) == 1 else None

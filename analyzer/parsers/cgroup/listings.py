"""systemd-cgls and systemd-cgtop: processes by cgroup, and what cgroups use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.notation.sizes import size
from analyzer.parsers.node.claims import claims
from analyzer.tables import processes, resource_usage
from analyzer.tables.processes import Process
from analyzer.tables.resource_usage import ResourceUsage

MEMBERS = ("cgroup-tree", "cgroup-top")
YIELDS = (processes.TABLE, resource_usage.TABLE)


def parse(piece: Piece) -> Iterator[Process | ResourceUsage | Understood]:
    """Yield one record per process of a tree, or per cgroup of a listing by use."""
    known: list[int] = []
    yield from _tree(piece, known) if piece.role == "cgroup-tree" else _top(piece, known)
    yield from claims(known)


_ROOT = re.compile(r"\s*(?:Working directory |Control group |-\.slice|/)(?P<path>/\S*)?.*")
_BRANCH = re.compile(r"(?P<stem>[\s│|]*)(?:[├└]─|[|`]-)(?P<rest>.*)")
_PROCESS = re.compile(r"\s*(?P<pid>\d{1,10}) (?P<arguments>\S.*)")


def _tree(piece: Piece, known: list[int]) -> Iterator[Process]:
    """The depth of a branch gives the cgroup's parents; numbers are processes of the cgroup above."""
    stack: list[tuple[int, str]] = []
    base = ""
    for line in piece.lines:
        if found := _BRANCH.fullmatch(line.text):
            depth = len(found["stem"])
            while stack and stack[-1][0] >= depth:
                stack.pop()
            parent = stack[-1][1] if stack else base
            if one := _PROCESS.fullmatch(found["rest"]):
                yield _process(line.number, parent, one)
            else:
                stack.append((depth, f"{parent}/{found['rest'].strip().split(' ')[0].rstrip(':')}"))
        elif root := _ROOT.fullmatch(line.text):
            base = (root["path"] or "").rstrip(":/")
        elif line.text.strip():
            continue
        known.append(line.number)


def _process(line: int, cgroup: str, one: re.Match[str]) -> Process:
    place = cgroup_path(cgroup)
    arguments = one["arguments"].strip()
    program = arguments.split(None, 1)[0].rsplit("/", 1)[-1]
    return Process(
        line,
        "cgroup",
        pid=int(one["pid"]),
        command=program.strip("[]") or None,
        arguments=arguments[:400],
        cgroup=cgroup or "/",
        pod_uid=place.pod_uid,
        container_id=place.container_id,
    )


_ROW = re.compile(
    r"\s*(?P<path>\S{1,600})\s+(?P<tasks>\d{1,9}|-)\s+(?P<cpu>\d{1,6}(?:[.,]\d)?|-)\s+(?P<memory>[\d.]{1,9}[BKMGT]?|-)(?:\s+(?:\S+)){0,2}\s*"
)
_HEAD = re.compile(r"\s*(?:Control Group|CGroup|Path) +Tasks")


def _top(piece: Piece, known: list[int]) -> Iterator[ResourceUsage]:
    """`Control Group  Tasks  %CPU  Memory  Input/s Output/s`; a later sample of the same cgroup replaces none."""
    for line in piece.lines:
        if found := _ROW.fullmatch(line.text):
            place = cgroup_path(found["path"])
            amount = size(found["memory"])
            level = place.level if place.level in ("pod", "container") else "cgroup"
            yield ResourceUsage(
                line.number,
                "cgtop",
                level,
                pod_uid=place.pod_uid,
                container_id=place.container_id,
                cgroup=found["path"],
                cpu_cores=None if found["cpu"] == "-" else float(found["cpu"].replace(",", ".")) / 100,
                memory_bytes=amount.bytes if amount else None,
                processes=None if found["tasks"] == "-" else int(found["tasks"]),
                approximate=amount.rounded if amount else None,
            )
        elif not _HEAD.match(line.text):
            continue
        known.append(line.number)

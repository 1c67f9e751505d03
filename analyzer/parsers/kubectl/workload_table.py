"""Rows of `kubectl get` of the kinds that run pods: Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kube.times import age
from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl.lists import list_lines
from analyzer.notation.kubectl.tables import row_kind
from analyzer.tables import workloads

MEMBERS = ("object-table",)
YIELDS = (workloads.TABLE,)

_KINDS = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicationController"))

_FLAGS = {"true": True, "false": False}


def parse(piece: Piece) -> Iterator[workloads.Workload]:
    """Yield one record per row; a column that a version or kind does not print stays missing."""
    about = kubectl_commands.subject(piece.context.get("command"))
    wanted = about.get("kind") or piece.context.get("kind")
    for line in list_lines(piece.lines):
        cells = line.cells
        if cells is None or not cells.get("NAME"):
            continue
        kind, name = row_kind(cells["NAME"], line.header, wanted)
        if kind not in _KINDS:
            continue
        ready, desired = _both(cells.get("READY", ""))
        _, completions = _both(cells.get("COMPLETIONS", ""))
        yield workloads.Workload(
            line=line.number,
            at="",
            kind=kind,
            namespace=cells.get("NAMESPACE") or piece.context.get("namespace"),
            name=name,
            desired=_first(desired, completions, _number(cells.get("DESIRED"))),
            ready=ready,
            available=_number(cells.get("AVAILABLE")),
            updated=_number(cells.get("UP-TO-DATE")),
            current=_number(cells.get("CURRENT")) if kind != "DaemonSet" else None,
            scheduled=_number(cells.get("CURRENT")) if kind == "DaemonSet" else None,
            active=_number(cells.get("ACTIVE")),
            suspended=_FLAGS.get(cells.get("SUSPEND", "").lower()),
            schedule=cells.get("SCHEDULE"),
            age_s=found[0] if (found := age(cells.get("AGE", ""))) else None,
        )


def _both(text: str) -> tuple[int | None, int | None]:
    """`1/3` as (1, 3), `2` as (2, None)."""
    first, _, second = text.partition("/")
    return _number(first), _number(second.partition(" ")[0])


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None

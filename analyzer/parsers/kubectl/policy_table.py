"""Rows of `kubectl get hpa` and `pdb`."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.notation.kubectl.lists import list_lines
from analyzer.notation.kubectl.tables import row_kind
from analyzer.tables import autoscalers, disruption_budgets

MEMBERS = ("object-table",)
YIELDS = (autoscalers.TABLE, disruption_budgets.TABLE)


def parse(piece: Piece) -> Iterator[autoscalers.Autoscaler | disruption_budgets.DisruptionBudget]:
    """Yield one record per row; a cell that is empty, `N/A` or `<unset>` stays missing."""
    for line in list_lines(piece.lines):
        if line.cells is None or not line.cells.get("NAME"):
            continue
        kind, name = row_kind(line.cells["NAME"], line.header, None)
        namespace = line.cells.get("NAMESPACE") or piece.context.get("namespace")
        if kind == "HorizontalPodAutoscaler":
            yield _autoscaler(line.number, namespace, name, line.cells)
        elif kind == "PodDisruptionBudget":
            yield _budget(line.number, namespace, name, line.cells)


def _autoscaler(line: int, namespace: str | None, name: str, cells: dict[str, str]) -> autoscalers.Autoscaler:
    target_kind, _, target_name = cells.get("REFERENCE", "").partition("/")
    return autoscalers.Autoscaler(
        line=line,
        at="",
        namespace=namespace,
        autoscaler=name,
        target_kind=target_kind or None,
        target_name=target_name or None,
        min_replicas=_number(cells.get("MINPODS")),
        max_replicas=_number(cells.get("MAXPODS")),
        current_replicas=_number(cells.get("REPLICAS")),
        targets=cells.get("TARGETS") or None,
        form="table",
    )


def _budget(line: int, namespace: str | None, name: str, cells: dict[str, str]) -> disruption_budgets.DisruptionBudget:
    return disruption_budgets.DisruptionBudget(
        line=line,
        at="",
        namespace=namespace,
        budget=name,
        min_available=_amount(cells.get("MIN AVAILABLE")),
        max_unavailable=_amount(cells.get("MAX UNAVAILABLE")),
        allowed=_number(cells.get("ALLOWED DISRUPTIONS")),
        form="table",
    )


def _amount(text: str | None) -> str | None:
    return text if text and text != "N/A" else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None

"""Versions that a rule is only true of: what is known of the nodes decides whether a row counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.engine.database import Database
from analyzer.model.rule import Gate
from analyzer.notation.versions import version_numbers

NODES = "SELECT node, kubelet_version, runtime_version, kernel_version, distribution FROM node_list ORDER BY node"
_COLUMNS = {
    "kubelet": "kubelet_version",
    "runtime": "runtime_version",
    "kernel": "kernel_version",
    "distribution": "distribution",
}
_TESTS = {
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
    "=": lambda have, want: have[: len(want)] == want,
}


class Nodes:
    """What the bundle says about its nodes' versions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nodes: list[dict[str, Any]] | None = None

    def passed(self, gates: tuple[Gate, ...], row: Mapping[str, Any]) -> bool | None:
        """Whether a row counts; None where its node's version is not known.

        A row that names no node counts where any node of the bundle has the version.
        """
        named = row.get("node")
        nodes = [node for node in self._all() if named is None or node["node"] == named]
        answers = [_together(_passed(gate, node) for gate in gates) for node in nodes]
        if any(answers):
            return True
        return None if not answers or None in answers else False

    def _all(self) -> list[dict[str, Any]]:
        if self._nodes is None:
            self._nodes = self._database.rows(NODES)
        return self._nodes


def _together(answers: Any) -> bool | None:
    found = list(answers)
    return False if False in found else None if None in found else True


def _passed(gate: Gate, node: Mapping[str, Any]) -> bool | None:
    said = node[_COLUMNS[gate.what]]
    if said is None:
        return None
    text = str(said).lower()
    if gate.named and not any(text.startswith(name) for name in gate.named):
        return False
    have = version_numbers(said)
    if gate.bounds and have is None:
        return None
    return all(_TESTS[operator](have, version_numbers(bound)) for operator, bound in gate.bounds)

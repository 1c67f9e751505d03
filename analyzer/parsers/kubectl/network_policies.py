"""Which traffic of pods is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import field, names, path, selector
from analyzer.tables import network_policies

MEMBERS = ("NetworkPolicy",)
YIELDS = (network_policies.TABLE,)


def parse(piece: Piece) -> Iterator[network_policies.NetworkPolicy]:
    """Yield one record per policy; a direction that it does not name has no count of rules."""
    found = piece.object
    if found is None:
        return
    body = found.body
    namespace, name = names(found, piece.context)
    types = field(body, "spec", "policyTypes")
    named = types if isinstance(types, list) else []
    yield network_policies.NetworkPolicy(
        line=found.line,
        at=path(found),
        namespace=namespace,
        policy=name,
        pod_selector=selector(field(body, "spec", "podSelector")),
        policy_types=",".join(str(one) for one in named) or None,
        ingress_rules=_rules(body, "ingress") if "Ingress" in named else None,
        egress_rules=_rules(body, "egress") if "Egress" in named else None,
        form=found.form,
    )


def _rules(body: dict[str, Any], direction: str) -> int:
    rules = field(body, "spec", direction)
    return len(rules) if isinstance(rules, list) else 0

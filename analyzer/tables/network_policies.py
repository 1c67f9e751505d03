"""`network_policies`: NetworkPolicies."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Number, Path, Table, Text


class NetworkPolicy(NamedTuple):
    """One observation of one NetworkPolicy."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    policy: Annotated[Text, "name", Path("metadata.name")] = None
    pod_selector: Annotated[
        Text,
        "labels of its pods, as kubectl writes them; missing for all pods of the namespace",
        Path("spec.podSelector"),
    ] = None
    policy_types: Annotated[Text, "Ingress, Egress or both", Path("spec.policyTypes")] = None
    ingress_rules: Annotated[Number, "rules for what comes in; 0 lets nothing in", Path("spec.ingress")] = None
    egress_rules: Annotated[Number, "rules for what goes out; 0 lets nothing out", Path("spec.egress")] = None
    form: Annotated[Text, "yaml, json or describe"] = None


TABLE = Table("network_policies", NetworkPolicy)

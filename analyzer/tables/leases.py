"""`leases`: who holds which lease, and since when it is not renewed: heartbeats of nodes, leaders of controllers."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Seconds, Table, Text, Time


class Lease(NamedTuple):
    """One observation of one Lease."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    lease: Annotated[Text, "name: that of a node in kube-node-lease", Path("metadata.name")] = None
    holder: Annotated[Text, "who holds it", Path("spec.holderIdentity")] = None
    acquired: Annotated[Time, "since when", Path("spec.acquireTime")] = None
    renewed: Annotated[Time, "last renewal", Path("spec.renewTime")] = None
    duration_s: Annotated[Seconds, "how long it is valid without renewal", Path("spec.leaseDurationSeconds")] = None
    form: Annotated[Text, "yaml, json or describe"] = None


TABLE = Table("leases", Lease)

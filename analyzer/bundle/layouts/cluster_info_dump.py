"""`kubectl cluster-info dump --output-directory`.

Source: kubectl pkg/cmd/clusterinfo/clusterinfo_dump.go. Replication controllers are what tells it apart. Logs of a
pod's containers follow each other in one file, parted by lines of their own (notation/dump_marks.py).
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member

_KINDS = {
    "events": "Event",
    "replication-controllers": "ReplicationController",
    "services": "Service",
    "daemonsets": "DaemonSet",
    "deployments": "Deployment",
    "replicasets": "ReplicaSet",
    "pods": "Pod",
}

LAYOUT = Layout(
    "cluster-info-dump",
    markers=(
        Marker("nodes.(json|yaml|txt)", 1),
        Marker("*/replication-controllers.(json|yaml|txt)", 2),
        Marker("*/pods.(json|yaml|txt)", 1),
        # the same on standard output, kept under the command's own name
        Marker("cluster-info-dump(|.txt|.log|.json)", 3),
        # Verrazzano's snapshots are such trees without nodes and replication controllers
        Marker("*/*/logs.txt", 2),
    ),
    enough=3,
    members=(
        Member(("{namespace}/{pod}/logs.txt",), "container-log", {"previous": "false"}),
        Member(("nodes.(json|yaml|txt)",), None, {"kind": "Node"}),
        *(Member((f"{{namespace}}/{name}.(json|yaml|txt)",), None, {"kind": kind}) for name, kind in _KINDS.items()),
    ),
)

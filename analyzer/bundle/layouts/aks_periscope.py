"""AKS Periscope: a folder a run in a blob store, with a folder or `<node>.zip` a node.

Source: Azure/aks-periscope pkg/collector and pkg/exporter. Names are `<collector>/<key>` without extensions; what of
the cluster it keeps is `kubectl describe`.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member, RootName

_COLLECTORS = """
    kubeobjects podscontainerlogs containerlogs nodelogs systemlogs systemperf dns iptables kubeletcmd
    networkoutbound poddisruptionbudget osm smi helm windowslogs networkconfig
""".split()

_CLUSTER = {"of": "cluster"}

LAYOUT = Layout(
    "aks-periscope",
    markers=tuple(Marker(f"{name}/**", 1) for name in _COLLECTORS),
    enough=3,
    members=(
        Member(
            ("kubeobjects/{namespace}_{resource}_{name}",),
            "describe",
            {"command": "kubectl -n {namespace} describe {resource} {name}", **_CLUSTER},
        ),
        Member(("poddisruptionbudget/pdb-{namespace}",), None, _CLUSTER),
        Member(("(helm|osm|smi|systemperf)/*",), None, _CLUSTER),
        # one JSON object with the log inside; pod and container stand in it
        Member(("podscontainerlogs/*",), "periscope-log", _CLUSTER),
        Member(("systemlogs/{unit}",), "service-log", {"command": "journalctl -u {unit}"}),
        # `/` of the file's name is written `_`
        Member(("nodelogs/{file}", "windowslogs/{file}")),
        Member(("kubeletcmd/{file}",), None, {"command": "ps -o cmd= -C kubelet"}),
        Member(("dns/{file}",)),
    ),
    # an archive or a folder a node; whatever else lies around it is somebody's own name
    names=(RootName("{node:aks*}(.zip|)"),),
)

"""Sonobuoy: `202104081510_sonobuoy_<uuid>.tar.gz`, nothing around it.

Source: vmware-tanzu/sonobuoy pkg/discovery and pkg/client/results/reader.go (0.8, 0.9, 0.10, 0.15 and later). Until
0.10 objects lie in `Pods.json` and `non-ns`, since then in `core_v1_pods.json`.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member, RootName

_PLUGIN_HOSTS = "plugins/{plugin}/results"

LAYOUT = Layout(
    "sonobuoy",
    markers=(
        Marker("meta/(config|query-time|info|clusterhealth).json", 2),
        Marker("meta/run.log", 2),
        Marker("servergroups.json", 1),
        Marker("(serverversion.json|serverversion/serverversion.json)", 1),
        Marker("resources/(cluster|non-ns)/*.json", 2),
        Marker("resources/ns/*/*.json", 2),
        Marker("podlogs/*/*/logs/*.txt", 2),
        Marker("plugins/*/(sonobuoy_results.yaml|definition.json|defintion.json)", 2),
        Marker("plugins/*/results/**", 1),
        Marker("hosts/*/(configz|healthz).json", 1),
    ),
    enough=3,
    members=(
        Member(
            ("podlogs/{namespace}/{pod}/logs/{container}.txt", "podlogs/{namespace}/{pod}/{container}.log"),
            "container-log",
            {"previous": "false"},
        ),
        Member(("resources/ns/{namespace}/(core_v1_pods|Pods).json",), None, {"kind": "Pod"}),
        Member(("resources/ns/{namespace}/(core_v1_events|Events).json",), None, {"kind": "Event"}),
        Member(("resources/ns/{namespace}/*.json",)),
        Member(("resources/(cluster|non-ns)/(core_v1_nodes|Nodes).json",), None, {"kind": "Node"}),
        Member(("hosts/{node}/configz.json",), None, {"file": "configz"}),
        Member(("hosts/{node}/healthz.json",), None, {"file": "healthz"}),
        # the plugin `systemd-logs` keeps `journalctl -o json` of each node
        Member(
            (
                "plugins/(systemd-logs|systemd_logs)/results/{node}",
                "plugins/(systemd-logs|systemd_logs)/results/{node}/systemd_logs",
            ),
            None,
            {"command": "journalctl -o json"},
        ),
        Member(("serverversion.json", "serverversion/serverversion.json"), "cluster-version"),
        Member(("meta/query-time.json",), "collection-errors"),
        Member(("meta/run.log",), "collector-log"),
        Member(
            ("plugins/{plugin}/errors/{node}/error.json", "plugins/{plugin}/errors/error.json"), "collection-errors"
        ),
    ),
    # of the aggregator's pod, whose clock is UTC
    names=(RootName("{collected}_sonobuoy_*", "%Y%m%d%H%M", utc=True),),
)

"""OpenShift must-gather and `oc adm inspect`.

Source: openshift/oc pkg/cli/admin/{inspect,mustgather}, openshift/must-gather collection-scripts. A must-gather
holds one folder an image; an inspection alone is the same tree without that folder.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member

_TWICE = frozenset(("observed-twice",))
_RUN = "namespaces/{namespace}/pods/{pod}/{container}/{container}/logs"

LAYOUT = Layout(
    "must-gather",
    markers=(
        # in YAML, always: an insights archive has folders of the same names with JSON in them
        Marker("cluster-scoped-resources/*/(|*/)*.yaml", 2),
        Marker("namespaces/*/(core|apps|batch)/(|*/)*.yaml", 2),
        Marker("namespaces/*/pods/*/*.yaml", 2),
        Marker("namespaces/*/pods/*/{container}/{container}/logs/*.log", 2),
        Marker("namespaces/all/namespaces/*/**", 2),
        # the folder around the images
        Marker("must-gather.log(s|)", 1),
        Marker("event-filter.html", 1),
        Marker("timestamp", 1),
        Marker("*/cluster-scoped-resources/*/**", 1),
        Marker("*/namespaces/*/(core|apps|batch|pods)/**", 1),
    ),
    enough=2,
    not_roots=("namespaces/all",),
    members=(
        Member((f"{_RUN}/current(|.insecure).log",), "container-log", {"previous": "false"}),
        Member((f"{_RUN}/previous(|.insecure).log",), "container-log", {"previous": "true"}),
        # the kubelet's own rotated files: which run they are of is not told
        Member((f"{_RUN}/rotated/**",), "container-log"),
        Member(("namespaces/{namespace}/pods/{pod}/{pod}.yaml",), None, {"kind": "Pod"}, _TWICE),
        Member(
            (
                "namespaces/{namespace}/core/pods/{pod}.yaml",
                "namespaces/all/namespaces/{namespace}/core/pods/{pod}.yaml",
            ),
            None,
            {"kind": "Pod"},
            _TWICE,
        ),
        Member(
            ("namespaces/{namespace}/core/pods.yaml", "namespaces/all/namespaces/{namespace}/core/pods.yaml"),
            None,
            {"kind": "Pod"},
            _TWICE,
        ),
        Member(
            ("namespaces/{namespace}/core/secrets.yaml", "namespaces/{namespace}/core/secrets/*.yaml"),
            None,
            {"kind": "Secret"},
            frozenset(("elided-secrets",)),
        ),
        Member(("namespaces/{namespace}/core/events.yaml",), None, {"kind": "Event"}),
        Member(("namespaces/all/namespaces/{namespace}/**",)),
        Member(("namespaces/{namespace}/pods/{pod}/**",)),
        Member(("cluster-scoped-resources/core/nodes/*.yaml",), None, {"kind": "Node"}),
        # `oc adm node-logs --role=master`: the journals of all masters in one file
        Member(
            ("host_service_logs/(masters|workers)/{unit}_service.log",),
            "service-log",
            {},
            frozenset(("all-hosts",)),
        ),
        Member(("static-pods/*/{node}-(startup|termination).log", "static-pods/*/{node}-*-(startup|termination).log")),
        Member(("nodes/{node}/**", "sysinfo/{node}/**")),
        Member(("timestamp",), "collection-timestamp"),
        Member(("version",), "product-version"),
        Member(("must-gather.log(s|)",), "collector-log"),
        Member(("namespaces/{namespace}/**",)),
    ),
)

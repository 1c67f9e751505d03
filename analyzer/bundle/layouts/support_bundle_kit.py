"""Rancher's support-bundle-kit (Harvester, Longhorn 1.4 and later): `supportbundle_<uuid>_<time>.zip`.

Source: rancher/support-bundle-kit pkg/manager and hack/collector-*. Each node's files lie in a zip of their own, which
holds a folder of the node's name.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member, RootName

_NULL = frozenset(("null-words",))
_NEWEST_FIRST = frozenset(("newest-first",))


def _on_node(*names: str) -> tuple[str, ...]:
    """Of a node's zip, also where somebody unpacked it."""
    return tuple(
        f"nodes/{place}/{name}"
        for name in names
        for place in ("{node}.zip!{node}", "{node}.zip!*", "{node}/{node}", "{node}")
    )


LAYOUT = Layout(
    "support-bundle-kit",
    markers=(
        Marker("metadata.yaml", 1),
        Marker("bundleGenerationError.log", 2),
        Marker("yamls/cluster/**", 2),
        Marker("yamls/namespaced/*/**", 2),
        Marker("nodes/*.zip!**", 1),
        Marker("nodes/*/logs/*.log", 1),
        Marker("logs/*/*/*.log", 1),
    ),
    enough=3,
    members=(
        # only where a container has been restarted; init containers are not collected
        Member(("logs/{namespace}/{pod}/{container}.log.1",), "container-log", {"previous": "true"}),
        Member(("logs/{namespace}/{pod}/{container}.log",), "container-log", {"previous": "false"}),
        Member(("yamls/cluster/(v1|kubernetes)/nodes.yaml",), None, {"kind": "Node"}, _NULL),
        Member(("yamls/namespaced/{namespace}/(v1|kubernetes)/pods.yaml",), None, {"kind": "Pod"}, _NULL),
        Member(
            ("yamls/namespaced/{namespace}/(v1|kubernetes|events.k8s.io/v1)/events.yaml",),
            None,
            {"kind": "Event"},
            _NULL,
        ),
        Member(("yamls/namespaced/{namespace}/**",), None, {}, _NULL),
        Member(("yamls/cluster/**",), None, {}, _NULL),
        # Longhorn's collector: `journalctl -r`; where RKE2's own kubelet.log lay, that stands here in its own order
        Member(_on_node("logs/kubelet.log"), None, {"unit": "kubelet"}),
        Member(
            _on_node("logs/(k3s|k3s-agent)-service.log"),
            "service-log",
            {"unit": "k3s", "order": "newest-first"},
            _NEWEST_FIRST,
        ),
        Member(_on_node("logs/dmesg.log"), "kernel-log", {"command": "dmesg -HTx"}),
        Member(_on_node("logs/kernel.log"), "kernel-log", {"command": "journalctl -k"}),
        Member(_on_node("logs/kernel.log.{run}"), "kernel-log", {"command": "journalctl -k -b -{run}"}),
        Member(
            _on_node("logs/{unit:rke2-server|rke2-agent|rancherd|rancher-system-agent|wicked|iscsid|containerd}.log")
        ),
        Member(_on_node("hostinfos/proc_mounts"), None, {"file": "/proc/mounts"}),
        Member(_on_node("configs/etc/{path}"), None, {"file": "/etc/{path}"}),
        Member(("nodes/{node}.zip!**", "nodes/{node}/**")),
        Member(("metadata.yaml",), "bundle-metadata"),
        Member(("bundleGenerationError.log",), "collection-errors"),
    ),
    names=(RootName("*supportbundle_*_{collected}(|.zip)", "%Y-%m-%dT%H-%M-%SZ", utc=True),),
)

"""crash-diagnostics (VMware): `kubecapture/` with what its scripts asked the API for, beside files of commands.

Source: vmware-tanzu/crash-diagnostics k8s/{object_writer,result_writer,container_logger}.go. Objects are
`<group>_<version>/[<namespace>/]<resource>-<time>.json|yaml`, or one file an object; logs lie beside them.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member

LAYOUT = Layout(
    "crash-diagnostics",
    markers=(Marker("kubecapture/**", 1),),
    enough=1,
    members=(
        Member(
            (
                "kubecapture/{namespace}/{pod}/{container}/{container}.log",
                "kubecapture/*/{namespace}/{pod}/{container}/{container}.log",
                "kubecapture/*/{namespace}/pods/{pod}/{container}/{container}.log",
            ),
            "container-log",
            {"previous": "false"},
        ),
        Member(
            ("kubecapture/core_v1/nodes-*.(json|yaml)", "kubecapture/core_v1/nodes/*.(json|yaml)"),
            None,
            {"kind": "Node"},
        ),
        Member(
            (
                "kubecapture/core_v1/{namespace}/pods-*.(json|yaml)",
                "kubecapture/core_v1/{namespace}/pods/*.(json|yaml)",
            ),
            None,
            {"kind": "Pod"},
        ),
        Member(
            (
                "kubecapture/core_v1/{namespace}/events-*.(json|yaml)",
                "kubecapture/core_v1/{namespace}/events/*.(json|yaml)",
            ),
            None,
            {"kind": "Event"},
        ),
        Member(("kubecapture/*/{namespace}/*.(json|yaml)", "kubecapture/*/{namespace}/*/*.(json|yaml)")),
    ),
)

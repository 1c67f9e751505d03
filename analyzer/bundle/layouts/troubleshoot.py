"""troubleshoot.sh (replicated): `support-bundle-2023-02-28T16_25_23.tar.gz`.

Source: replicatedhq/troubleshoot pkg/{collect,constants,supportbundle}. Old bundles hold bare arrays in place of
typed lists, so files of `cluster-resources` are named here with their kind.
"""

from __future__ import annotations

from analyzer.bundle.layout import Layout, Marker, Member, RootName

_HIDDEN = frozenset(("hidden-words",))
_KINDS = {
    "pods": "Pod",
    "services": "Service",
    "deployments": "Deployment",
    "statefulsets": "StatefulSet",
    "daemonsets": "DaemonSet",
    "replicasets": "ReplicaSet",
    "jobs": "Job",
    "cronjobs": "CronJob",
    "ingress": "Ingress",
    "network-policy": "NetworkPolicy",
    "resource-quota": "ResourceQuota",
    "limitranges": "LimitRange",
    "events": "Event",
    "pvcs": "PersistentVolumeClaim",
    "roles": "Role",
    "rolebindings": "RoleBinding",
    "endpoints": "Endpoints",
    "endpointslices": "EndpointSlice",
    "serviceaccounts": "ServiceAccount",
    "leases": "Lease",
    "configmaps": "ConfigMap",
    "pod-disruption-budgets": "PodDisruptionBudget",
}
_CLUSTER_KINDS = {
    "namespaces": "Namespace",
    "nodes": "Node",
    "pvs": "PersistentVolume",
    "storage-classes": "StorageClass",
    "ingress-classes": "IngressClass",
    "priorityclasses": "PriorityClass",
    "custom-resource-definitions": "CustomResourceDefinition",
    "clusterroles": "ClusterRole",
    "clusterrolebindings": "ClusterRoleBinding",
    "volumeattachments": "VolumeAttachment",
    "certificatesigningrequests": "CertificateSigningRequest",
    "validating-webhook-configurations": "ValidatingWebhookConfiguration",
    "mutating-webhook-configurations": "MutatingWebhookConfiguration",
}
_NODE_LIST = "host-collectors/system/node_list.json"
_LOG = "cluster-resources/pods/logs/{namespace}/{pod}/{container}"

LAYOUT = Layout(
    "troubleshoot",
    markers=(
        Marker("cluster-resources/*.json", 3),
        Marker("cluster-resources/*/*.json", 3),
        Marker("cluster-resources/pods/logs/**", 3),
        Marker("cluster-info/cluster_version.json", 3),
        Marker("version.yaml", 2),
        Marker("analysis.json", 2),
        Marker("execution-data/summary.txt", 2),
        Marker("host-collectors/(system|run-host)/**", 3),
        Marker("node-metrics/*.json", 1),
    ),
    enough=3,
    members=(
        Member((f"{_LOG}-previous.log",), "container-log", {"previous": "true"}),
        Member((f"{_LOG}.log",), "container-log", {"previous": "false"}),
        Member(("cluster-resources/*-errors.json", "cluster-info/errors.json"), "collection-errors"),
        *(
            Member((f"cluster-resources/{name}/{{namespace}}.json",), None, {"kind": kind})
            for name, kind in _KINDS.items()
        ),
        *(Member((f"cluster-resources/{name}.json",), None, {"kind": kind}) for name, kind in _CLUSTER_KINDS.items()),
        Member(("cluster-resources/custom-resources/**",), None, {}, _HIDDEN),
        Member(("cluster-resources/image-pull-secrets/{namespace}/**",)),
        Member(("cluster-info/cluster_version.json",), "cluster-version"),
        # host collectors: of this host, or, where the nodes are listed, with a folder a node. A folder
        # below `run-host` of one host is a collector's.
        Member((_NODE_LIST,)),
        Member(("host-collectors/*/{node}/{name}.(json|txt)",), None, {"file": "{name}"}, beside=_NODE_LIST),
        Member(("host-collectors/*/{name}.(json|txt)",), None, {"file": "{name}"}),
        Member(("node-metrics/{node}.json", "sysctl/{node}")),
        Member(("version.yaml",), "collector-version", {}, _HIDDEN),
    ),
    # in the local time of whoever collected it
    names=(RootName("support-bundle-{collected}(|.tar.gz|.tgz)", "%Y-%m-%dT%H_%M_%S"),),
)

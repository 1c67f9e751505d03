"""`services`: addresses and kind of each Service."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Path, Table, Text


class Service(NamedTuple):
    """One observation of one Service."""

    line: int
    at: Annotated[str, "empty: paths start at the object"]
    namespace: Annotated[Text, "namespace", Path("metadata.namespace")] = None
    service: Annotated[Text, "name", Path("metadata.name")] = None
    type: Annotated[Text, "ClusterIP, NodePort, LoadBalancer or ExternalName", Path("spec.type")] = None
    cluster_ip: Annotated[
        Text, "address inside the cluster; None is the word of a headless Service", Path("spec.clusterIP")
    ] = None
    external_name: Annotated[Text, "name that an ExternalName Service stands for", Path("spec.externalName")] = None
    external_ips: Annotated[Text, "external addresses, joined by commas", Path("spec.externalIPs")] = None
    load_balancer: Annotated[
        Text, "addresses of its load balancer, joined by commas", Path("status.loadBalancer.ingress")
    ] = None
    selector: Annotated[
        Text, "labels of its pods, as kubectl writes them: app=web,tier=front", Path("spec.selector")
    ] = None
    session_affinity: Annotated[Text, "None or ClientIP", Path("spec.sessionAffinity")] = None
    external_traffic_policy: Annotated[Text, "Cluster or Local", Path("spec.externalTrafficPolicy")] = None
    internal_traffic_policy: Annotated[Text, "Cluster or Local", Path("spec.internalTrafficPolicy")] = None
    form: Annotated[Text, "yaml, json, describe or table"] = None


TABLE = Table("services", Service)

"""Services and what stands behind and before them."""

from __future__ import annotations

from tests.kubectl_matrix.api_server import Json
from tests.kubectl_matrix.awkward import Dice, metadata

_TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")


def services(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """Services of every type."""
    return [_service(dice, number, dice.one(namespaces)) for number in range(count)]


def endpoints(dice: Dice, of: list[Json]) -> list[Json]:
    """Endpoints of these Services: ready, not ready, many, none."""
    made = []
    for number, service in enumerate(of):
        meta = {"name": service["metadata"]["name"], "namespace": service["metadata"]["namespace"], "uid": dice.uid()}
        ready = [{"ip": f"10.1.{number}.{last}"} for last in range(number % 6)]
        waiting = [{"ip": f"10.2.{number}.{last}", "nodeName": "node-1"} for last in range(number % 3)]
        subset: Json = {"ports": [{"name": "http", "port": 8080, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}
        if ready:
            subset["addresses"] = ready
        if waiting:
            subset["notReadyAddresses"] = waiting
        subsets = [subset, {"addresses": [{"ip": "fd00::7"}], "ports": []}] if number % 5 == 4 else [subset]
        item: Json = {"kind": "Endpoints", "apiVersion": "v1", "metadata": {**meta, "creationTimestamp": dice.time()}}
        made.append(item if number % 7 == 0 else {**item, "subsets": subsets})
    return made


def endpoint_slices(dice: Dice, of: list[Json]) -> list[Json]:
    """EndpointSlices of these Services."""
    made = []
    for number, service in enumerate(of):
        name = service["metadata"]["name"]
        meta = {"name": f"{name[:50]}-{dice.hex(5)}", "namespace": service["metadata"]["namespace"], "uid": dice.uid()}
        meta |= {"creationTimestamp": dice.time(), "labels": {"kubernetes.io/service-name": name}}
        rows: list[Json] = []
        for last in range(number % 5):
            row: Json = {"addresses": [f"10.3.{number}.{last}"], "conditions": {}}
            if last != 2:
                row["conditions"] = {"ready": last % 2 == 0, "serving": True, "terminating": False}
            if last % 2:
                row["targetRef"] = {"kind": "Pod", "name": f"pod-{last}", "namespace": meta["namespace"]}
                row |= {"nodeName": "node-1", "zone": "eu-1a"}
            rows.append(row)
        ports = [{"name": "http", "port": 8080, "protocol": "TCP"}, {"name": "", "port": 53, "protocol": "UDP"}]
        made.append(
            {
                "kind": "EndpointSlice",
                "apiVersion": "discovery.k8s.io/v1",
                "metadata": meta,
                "addressType": "IPv4",
                "endpoints": rows,
                "ports": ports[: number % 3],
            }
        )
    return made


def ingresses(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """Ingresses with hosts, paths, TLS and backends that do not exist.

    None has a resource as its backend: kubectl 1.24 and 1.25 end in a panic on it.
    """
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("ing", 253), dice.one(namespaces))
        named = {"service": {"name": "gone", "port": {"name": "http"}}}
        counted = {"service": {"name": "web-gone", "port": {"number": 8080}}}
        spec: Json = {}
        if number % 2:
            spec["ingressClassName"] = "nginx"
        if number % 3 == 1:
            spec["defaultBackend"] = counted
        if number % 3:
            spec["tls"] = [
                {"hosts": ["a.example.com", "b.example.com"], "secretName": "tls-cert"},
                {"hosts": ["c.example.com"]},
            ]
        paths = [
            {"path": "/", "pathType": "Prefix", "backend": named},
            {"path": "/m", "pathType": "Exact", "backend": counted},
        ]
        spec["rules"] = [
            {"host": f"{'h' * number}.example.com", "http": {"paths": paths}},
            {"http": {"paths": [{"path": "/static", "pathType": "ImplementationSpecific", "backend": named}]}},
        ][: number % 2 if number % 3 == 1 else 1 + number % 2]
        status: Json = {
            "loadBalancer": {"ingress": [{"ip": "203.0.113.7"}, {"hostname": "lb.example.com"}][: number % 3]}
        }
        made.append(
            {"kind": "Ingress", "apiVersion": "networking.k8s.io/v1", "metadata": meta, "spec": spec, "status": status}
        )
    return made


def network_policies(dice: Dice, count: int, namespaces: list[str]) -> list[Json]:
    """NetworkPolicies from closed to open."""
    made = []
    for number in range(count):
        meta = metadata(dice, dice.name("np", 253), dice.one(namespaces))
        peer = [
            {"podSelector": {"matchLabels": {"app": "db"}}},
            {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}},
        ]
        ports = [{"port": 5432, "protocol": "TCP"}, {"port": 8000, "endPort": 8080, "protocol": "UDP"}]
        spec: Json = {"podSelector": {"matchLabels": {"app": "web"}} if number % 2 else {}}
        spec["policyTypes"] = [["Ingress"], ["Egress"], ["Ingress", "Egress"]][number % 3]
        if number % 4:
            spec["ingress"] = [{"from": peer, "ports": ports}, {}][: number % 4]
        if number % 3:
            spec["egress"] = [{"to": [{"namespaceSelector": {"matchLabels": {"name": "x"}}}]}]
        made.append({"kind": "NetworkPolicy", "apiVersion": "networking.k8s.io/v1", "metadata": meta, "spec": spec})
    return made


def _service(dice: Dice, number: int, namespace: str) -> Json:
    meta = metadata(dice, dice.name("svc", 63, dots=False), namespace)
    kind = _TYPES[number % 4]
    spec: Json = {"type": kind, "sessionAffinity": dice.one(("None", "ClientIP"))}
    if number % 3:
        spec["selector"] = {"app": "web", "tier": "front"} if number % 2 else {"app.kubernetes.io/name": "shop"}
    if kind == "ExternalName":
        spec["externalName"] = "db.example.com"
    else:
        spec |= {"clusterIP": "None" if number % 8 == 0 else f"10.96.0.{number}", "ipFamilyPolicy": "SingleStack"}
        spec |= {"clusterIPs": [spec["clusterIP"]], "ipFamilies": ["IPv4"]}
        spec["ports"] = [
            {"name": "http", "port": 80, "protocol": "TCP", "targetPort": "web"},
            {"port": 53, "protocol": "UDP", "targetPort": 5353, "appProtocol": "kubernetes.io/h2c"},
            {"name": "metrics", "port": 9090, "protocol": "SCTP", "targetPort": 9090},
        ][: 1 + number % 3]
    if kind in ("NodePort", "LoadBalancer"):
        for index, port in enumerate(spec["ports"]):
            port["nodePort"] = 30000 + number * 10 + index
        spec |= {"externalTrafficPolicy": "Local", "internalTrafficPolicy": "Cluster"}
    if number % 5 == 2:
        spec |= {"externalIPs": ["198.51.100.1", "198.51.100.2"], "loadBalancerIP": "5.5.5.5"}
    status: Json = {"loadBalancer": {}}
    if kind == "LoadBalancer" and number % 8 == 2:
        status["loadBalancer"] = {"ingress": [{"ip": "203.0.113.9", "ipMode": "VIP"}, {"hostname": "lb.example.com"}]}
        spec |= {"loadBalancerSourceRanges": ["10.0.0.0/8", "192.168.0.0/16"], "healthCheckNodePort": 31999}
    return {"kind": "Service", "apiVersion": "v1", "metadata": meta, "spec": spec, "status": status}

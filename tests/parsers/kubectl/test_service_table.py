"""Services and Endpoints in tables, what describe says behind a Service, and what a Service leads to in a pod."""

# ruff: noqa: E501 -- lines of kubectl are long, and are kept as they are

from __future__ import annotations

from analyzer.parsers.kubectl import containers, pods, service_table, services

from .reading import records, rows

SERVICES = """\
NAMESPACE   NAME   TYPE           CLUSTER-IP   EXTERNAL-IP      PORT(S)                      AGE   SELECTOR
shop        web    ClusterIP      10.96.12.7   <none>           80/TCP                       40d   app=web
shop        gate   LoadBalancer   10.96.44.3   <pending>        80:31234/TCP,443:30443/TCP   19m   app=gate
shop        lb     LoadBalancer   10.96.44.4   203.0.113.9      80:31235/TCP                 19m   <none>
shop        db     ClusterIP      None         <none>           5432/TCP                     40d   app=db
shop        node   NodePort       10.96.44.5   203.0.113.7      80:31236/UDP                 40d   app=db
shop        ext    ExternalName   <none>       db.example.org   <none>                       40d   <none>
"""
ENDPOINTS = """\
NAME   ENDPOINTS                                             AGE
web    <none>                                                40d
gate   10.244.1.7:8080,10.244.2.9:8080,10.244.1.7:9090       40d
six    [fd00::7]:8080,10.244.3.1:8080 + 3 more...            40d
"""
DESCRIBED = """\
Name:              web
Namespace:         shop
Selector:          app=web
Type:              ClusterIP
IP:                10.96.0.9
Port:              http  80/TCP
TargetPort:        web/TCP
Endpoints:         <none>
Port:              metrics  9090/TCP
TargetPort:        9090/TCP
Endpoints:         10.244.1.7:9090,10.244.2.9:9090
Port:              admin  9091/TCP
TargetPort:        9091/TCP
Endpoints:
Session Affinity:  None
Events:            <none>
"""
POD = """\
kind: Pod
metadata: {name: web-0, namespace: shop}
spec:
  dnsPolicy: ClusterFirst
  containers:
  - name: app
    ports: [{containerPort: 8080, name: http}, {containerPort: 9090}, {containerPort: 9091, name: admin}]
  - name: helper
"""


def test_a_service_of_each_type():
    found = [row for row in rows(service_table, SERVICES) if hasattr(row, "cluster_ip")]
    assert [
        (s.service, s.type, s.cluster_ip, s.load_balancer, s.external_name, s.external_ips, s.selector) for s in found
    ] == [
        ("web", "ClusterIP", "10.96.12.7", None, None, None, "app=web"),
        ("gate", "LoadBalancer", "10.96.44.3", None, None, None, "app=gate"),
        ("lb", "LoadBalancer", "10.96.44.4", "203.0.113.9", None, None, None),
        ("db", "ClusterIP", "None", None, None, None, "app=db"),
        ("node", "NodePort", "10.96.44.5", None, None, "203.0.113.7", "app=db"),
        ("ext", "ExternalName", None, None, "db.example.org", None, None),
    ]
    assert {(s.namespace, s.form) for s in found} == {("shop", "table")}


def test_ports_with_their_node_ports():
    found = [row for row in rows(service_table, SERVICES) if hasattr(row, "node_port")]
    assert [(p.service, p.port, p.node_port, p.protocol) for p in found] == [
        ("web", 80, None, "TCP"),
        ("gate", 80, 31234, "TCP"),
        ("gate", 443, 30443, "TCP"),
        ("lb", 80, 31235, "TCP"),
        ("db", 5432, None, "TCP"),
        ("node", 80, 31236, "UDP"),
    ]


def test_each_address_once():
    """`<none>` is no address, and those that a table leaves out are not known."""
    found = rows(service_table, ENDPOINTS, namespace="shop")
    assert [(e.namespace, e.service, e.address, e.ready) for e in found] == [
        ("shop", "gate", "10.244.1.7", True),
        ("shop", "gate", "10.244.2.9", True),
        ("shop", "six", "fd00::7", True),
        ("shop", "six", "10.244.3.1", True),
    ]


def test_describe_tells_the_addresses_of_each_port():
    """That there is none is a word up to kubectl 1.30, and nothing later."""
    _, *ports = records(services, DESCRIBED, "describe", kind="Service")
    assert [(p.name, p.target_port, p.endpoints) for p in ports] == [
        ("http", "web", "<none>"),
        ("metrics", "9090", "10.244.1.7:9090,10.244.2.9:9090"),
        ("admin", "9091", "<none>"),
    ]


def test_names_of_ports_and_the_policy_for_dns():
    assert [c.port_names for c in records(containers, POD, "yaml")] == ["http,admin", None]
    assert [p.dns_policy for p in records(pods, POD, "yaml")] == ["ClusterFirst"]

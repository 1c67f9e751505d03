"""Services, endpoints, Ingresses and NetworkPolicies as rows."""

from __future__ import annotations

from analyzer.parsers.kubectl import endpoints, ingress_paths, network_policies, services
from analyzer.tables.service_ports import ServicePort
from analyzer.tables.services import Service

from .reading import records

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  clusterIP: 10.96.0.2
  externalTrafficPolicy: Local
  ports:
  - name: http
    nodePort: 30020
    port: 80
    protocol: TCP
    targetPort: web
  - port: 53
    protocol: UDP
    targetPort: 5353
  selector:
    tier: front
    app: web
  type: LoadBalancer
status:
  loadBalancer:
    ingress:
    - ip: 203.0.113.9
    - hostname: lb.example.com
"""


def test_service_and_its_ports():
    """One row for the Service, one for each port; the selector is written as kubectl writes it."""
    service, first, second = records(services, SERVICE, "yaml")
    assert isinstance(service, Service)
    assert (service.namespace, service.service, service.type) == ("shop", "web", "LoadBalancer")
    assert (service.selector, service.load_balancer) == ("app=web,tier=front", "203.0.113.9,lb.example.com")
    assert isinstance(first, ServicePort)
    assert (first.name, first.port, first.target_port, first.node_port) == ("http", 80, "web", 30020)
    assert (second.name, second.protocol, second.target_port) == (None, "UDP", "5353")


def test_addresses_of_endpoints_and_slices():
    """Ready or not, an address is a row; a slice may leave open whether it is ready."""
    text = """\
kind: Endpoints
metadata: {name: web, namespace: shop}
subsets:
- addresses:
  - ip: 10.1.0.1
    nodeName: node-1
    targetRef: {kind: Pod, name: web-0}
  notReadyAddresses:
  - ip: 10.1.0.2
---
kind: EndpointSlice
addressType: IPv4
metadata: {name: web-abc, namespace: shop, labels: {kubernetes.io/service-name: web}}
endpoints:
- addresses: [10.1.0.1]
  conditions: {ready: true}
- addresses: [10.1.0.3]
"""
    rows = records(endpoints, text, "yaml")
    assert [(row.service, row.address, row.ready) for row in rows] == [
        ("web", "10.1.0.1", True),
        ("web", "10.1.0.2", False),
        ("web", "10.1.0.1", True),
        ("web", "10.1.0.3", None),
    ]
    assert (rows[0].target_name, rows[0].target_node, rows[2].name) == ("web-0", "node-1", "web-abc")


def test_paths_of_an_ingress():
    """The default backend has neither host nor path; extensions/v1beta1 named backends in another way."""
    text = """\
kind: Ingress
metadata: {name: shop, namespace: shop, annotations: {kubernetes.io/ingress.class: nginx}}
spec:
  backend: {serviceName: old, servicePort: 80}
  rules:
  - host: a.example.com
    http:
      paths:
      - path: /
        backend: {service: {name: web, port: {name: http}}}
  - http:
      paths:
      - path: /api
        backend: {service: {name: api, port: {number: 8080}}}
"""
    rows = records(ingress_paths, text, "yaml")
    assert [(row.host, row.path, row.service, row.port) for row in rows] == [
        (None, None, "old", "80"),
        ("a.example.com", "/", "web", "http"),
        (None, "/api", "api", "8080"),
    ]
    assert {row.ingress_class for row in rows} == {"nginx"}


def test_network_policy():
    """No rule for a direction lets nothing through; a direction that is not named has no count."""
    text = """\
kind: NetworkPolicy
metadata: {name: np, namespace: shop}
spec:
  podSelector:
    matchLabels: {app: web}
    matchExpressions:
    - {key: tier, operator: In, values: [b, a]}
    - {key: old, operator: DoesNotExist}
  policyTypes: [Ingress]
"""
    (row,) = records(network_policies, text, "yaml")
    assert row.pod_selector == "app=web,!old,tier in (a,b)"
    assert (row.policy_types, row.ingress_rules, row.egress_rules) == ("Ingress", 0, None)

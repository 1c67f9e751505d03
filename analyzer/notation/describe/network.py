"""Services, Endpoints, EndpointSlices, Ingresses and NetworkPolicies, described."""

from __future__ import annotations

import re
from typing import Any

from analyzer.notation.describe.fields import HEAD, Fields, integer, pairs, text, words
from analyzer.notation.describe.text import Body, Line, block, printed

# Labels that a Service prints once for each port; kubectl up to 1.30 also prints two addresses as `IP`.
REPEATED = frozenset({"Port", "TargetPort", "AppProtocol", "NodePort", "IP", "Endpoints"})

_PORT = re.compile(r"(?P<name>\S+)\s+(?P<port>\d+)/(?P<protocol>\w+)")
_BACKEND = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*):(?P<port>[a-z0-9-]*)(?: \((?P<ends>.*)\))?")
# What kubectl up to 1.23 prints where an Ingress has no default backend.
_NO_BACKEND = "default-http-backend:80"
_TLS = re.compile(r"(?P<holder>\S+) (?:terminates|routes) ?(?P<hosts>\S*)")
_SEPARATOR = "----------"


def _port(body: Body, lines: list[Line], index: int) -> None:
    line = lines[index]
    found = _PORT.fullmatch(line.value or "")
    if found is None:
        return
    at = ("spec", "ports", len(_ports(body)))
    body.put(printed(found["name"]), line.number, *at, "name")
    body.put(int(found["port"]), line.number, *at, "port")
    body.put(found["protocol"], line.number, *at, "protocol")


def _target_port(body: Body, lines: list[Line], index: int) -> None:
    value = (lines[index].value or "").rpartition("/")[0]
    _of_port(body, lines[index], int(value) if value.isdecimal() else value or None, "targetPort")


def _node_port(body: Body, lines: list[Line], index: int) -> None:
    found = _PORT.fullmatch(lines[index].value or "")
    _of_port(body, lines[index], int(found["port"]) if found else None, "nodePort")


def _app_protocol(body: Body, lines: list[Line], index: int) -> None:
    _of_port(body, lines[index], lines[index].value, "appProtocol")


def _endpoints(body: Body, lines: list[Line], index: int) -> None:
    """The addresses behind the port above; that there is none is said by `<none>`, from kubectl 1.31 also by nothing."""
    _of_port(body, lines[index], lines[index].rest.strip() or "<none>", "endpoints")


def _of_port(body: Body, line: Line, value: Any, key: str) -> None:
    """Put a value into the port whose lines these are."""
    if ports := _ports(body):
        body.put(value, line.number, "spec", "ports", len(ports) - 1, key)


def _ports(body: Body) -> list[Any]:
    found = body.value.get("spec", {}).get("ports", [])
    return found if isinstance(found, list) else []


def _cluster_ip(body: Body, lines: list[Line], index: int) -> None:
    taken = "spec.clusterIP" in body.places
    body.put(lines[index].value, lines[index].number, "spec", "loadBalancerIP" if taken else "clusterIP")


def _ingress_points(body: Body, lines: list[Line], index: int) -> None:
    """Addresses of a load balancer: an IP, from kubectl 1.31 with its mode behind it, or a name."""
    line = lines[index]
    addresses = [part.strip().partition(" ")[0] for part in (line.value or "").split(",")]
    for number, address in enumerate(address for address in addresses if address):
        key = "ip" if address[-1].isdigit() or ":" in address else "hostname"
        body.put(address, line.number, "status", "loadBalancer", "ingress", number, key)


SERVICE: Fields = {
    **HEAD,
    "Selector": pairs("spec", "selector"),
    "Type": text("spec", "type"),
    "IP": _cluster_ip,
    "External IPs": words("spec", "externalIPs"),
    "Desired LoadBalancer IP": text("spec", "loadBalancerIP"),
    "LoadBalancer Ingress": _ingress_points,
    "External Name": text("spec", "externalName"),
    "Port": _port,
    "TargetPort": _target_port,
    "AppProtocol": _app_protocol,
    "NodePort": _node_port,
    "Endpoints": _endpoints,
    "Session Affinity": text("spec", "sessionAffinity"),
    "External Traffic Policy": text("spec", "externalTrafficPolicy"),
    "Internal Traffic Policy": text("spec", "internalTrafficPolicy"),
    "HealthCheck NodePort": integer("spec", "healthCheckNodePort"),
}


def _subsets(body: Body, lines: list[Line], index: int) -> None:
    """Subsets of Endpoints; each begins with its addresses."""
    number = -1
    for line in block(lines, index):
        if line.indent == 2 and line.label == "Addresses":
            number += 1
        if number >= 0 and line.indent == 2 and line.label in ("Addresses", "NotReadyAddresses"):
            key = "addresses" if line.label == "Addresses" else "notReadyAddresses"
            for place, address in enumerate((line.value or "").split(",")):
                if address:
                    body.put(address, line.number, "subsets", number, key, place, "ip")


ENDPOINTS: Fields = {**HEAD, "Subsets": _subsets}


def _slice_endpoints(body: Body, lines: list[Line], index: int) -> None:
    """Endpoints of a slice; each begins with `- Addresses:`."""
    number = -1
    for line in block(lines, index):
        if line.label == "- Addresses" or line.text.startswith("- Addresses:"):
            number += 1
            addresses = [address.strip() for address in line.text.partition(":")[2].split(",")]
            body.put(addresses, line.number, "endpoints", number, "addresses")
        elif number < 0 or line.value is None:
            continue
        elif line.label == "Ready":
            body.put(line.value == "true", line.number, "endpoints", number, "conditions", "ready")
        elif line.label == "TargetRef":
            kind, _, name = line.value.partition("/")
            body.put({"kind": kind, "name": name}, line.number, "endpoints", number, "targetRef")
        elif line.label in ("NodeName", "Zone"):
            body.put(line.value, line.number, "endpoints", number, _SLICE_KEYS[line.label])


_SLICE_KEYS = {"NodeName": "nodeName", "Zone": "zone"}
ENDPOINT_SLICE: Fields = {**HEAD, "AddressType": text("addressType"), "Endpoints": _slice_endpoints}


def _default_backend(body: Body, lines: list[Line], index: int) -> None:
    line = lines[index]
    value = line.value or ""
    if not value.startswith((_NO_BACKEND, "<default>")):
        _put_backend(body, line, value, "spec", "defaultBackend")


def _put_backend(body: Body, line: Line, value: str, *at: str | int) -> None:
    """A backend: `web:8080 (10.1.0.1:8080)`, or `APIGroup: g, Kind: k, Name: n`."""
    found = _BACKEND.fullmatch(value)
    if found is None:
        resource = dict(part.split(": ", 1) for part in value.split(", ") if ": " in part)
        for label, key in (("APIGroup", "apiGroup"), ("Kind", "kind"), ("Name", "name")):
            body.put(resource.get(label), line.number, *at, "resource", key)
        return
    port = found["port"]
    body.put(found["name"], line.number, *at, "service", "name")
    if port.isdecimal():
        body.put(int(port), line.number, *at, "service", "port", "number")
    else:
        body.put(port or None, line.number, *at, "service", "port", "name")


def _ingress_rules(body: Body, lines: list[Line], index: int) -> None:
    """Rules: a host alone on its line, below it a line for each path; `*` is any host."""
    rule = path = -1
    for line in block(lines, index):
        cells = line.text.split(None, 1)
        if not cells or cells[0] == "Host" or cells[0].startswith("--"):
            continue
        if line.indent == 2:
            # A host with a backend on its own line stands for no rule: it repeats the default backend.
            if len(cells) > 1:
                continue
            rule, path = rule + 1, -1
            body.put(cells[0] if cells[0] != "*" else None, line.number, "spec", "rules", rule, "host")
        elif rule >= 0 and len(cells) > 1:
            path += 1
            at = ("spec", "rules", rule, "http", "paths", path)
            body.put(cells[0], line.number, *at, "path")
            _put_backend(body, line, cells[1].strip(), *at, "backend")


def _tls(body: Body, lines: list[Line], index: int) -> None:
    for number, line in enumerate(line for line in block(lines, index) if line.text):
        if found := _TLS.fullmatch(line.text):
            at = ("spec", "tls", number)
            body.put(found["hosts"].split(",") if found["hosts"] else None, line.number, *at, "hosts")
            body.put(found["holder"] if found["holder"] != "SNI" else None, line.number, *at, "secretName")


INGRESS: Fields = {
    **HEAD,
    "Address": _ingress_points,
    "Ingress Class": text("spec", "ingressClassName"),
    "Default backend": _default_backend,
    "TLS": _tls,
    "Rules": _ingress_rules,
}


def _policy(body: Body, lines: list[Line], index: int) -> None:
    """The spec of a NetworkPolicy: which pods, which directions, how many rules in each."""
    for place, line in enumerate(lines[index + 1 :], index + 1):
        if line.indent == 0 and line.text:
            return
        if line.indent == 2 and line.label == "PodSelector":
            value = (line.value or "").partition(" (")[0]
            body.put(printed(value), line.number, "spec", "podSelector")
        elif line.indent == 2 and line.label == "Policy Types":
            body.put([part.strip() for part in (line.value or "").split(",")], line.number, "spec", "policyTypes")
        elif line.indent == 2 and line.label in _TRAFFIC:
            _traffic(body, lines, place, _TRAFFIC[line.label])


def _traffic(body: Body, lines: list[Line], index: int, key: str) -> None:
    below = block(lines, index)
    body.put([], lines[index].number, "spec", key)
    if below and not below[0].text.startswith("<none>"):
        rules = 1 + sum(line.text == _SEPARATOR for line in below)
        body.put([{}] * rules, lines[index].number, "spec", key)


_TRAFFIC = {"Allowing ingress traffic": "ingress", "Allowing egress traffic": "egress"}
NETWORK_POLICY: Fields = {**HEAD, "Spec": _policy}

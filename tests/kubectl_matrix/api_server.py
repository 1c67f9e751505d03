"""A read-only Kubernetes API on the loopback address that serves given objects in every version a client asks for.

Older clients want beta versions of some groups; their objects are the same, as far as kubectl reads them.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
Objects = dict[str, list[Json]]

# Group, versions with the preferred one first, and its resources: kind, plural, namespaced.
_GROUPS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str, bool], ...]], ...] = (
    (
        "",
        ("v1",),
        (
            ("ConfigMap", "configmaps", True),
            ("Endpoints", "endpoints", True),
            ("Event", "events", True),
            ("LimitRange", "limitranges", True),
            ("Namespace", "namespaces", False),
            ("Node", "nodes", False),
            ("PersistentVolume", "persistentvolumes", False),
            ("PersistentVolumeClaim", "persistentvolumeclaims", True),
            ("Pod", "pods", True),
            ("ReplicationController", "replicationcontrollers", True),
            ("ResourceQuota", "resourcequotas", True),
            ("Secret", "secrets", True),
            ("Service", "services", True),
            ("ServiceAccount", "serviceaccounts", True),
        ),
    ),
    (
        "apps",
        ("v1",),
        (
            ("DaemonSet", "daemonsets", True),
            ("Deployment", "deployments", True),
            ("ReplicaSet", "replicasets", True),
            ("StatefulSet", "statefulsets", True),
        ),
    ),
    (
        "autoscaling",
        ("v2", "v2beta2", "v1"),
        (("HorizontalPodAutoscaler", "horizontalpodautoscalers", True),),
    ),
    ("batch", ("v1", "v1beta1"), (("CronJob", "cronjobs", True), ("Job", "jobs", True))),
    (
        "certificates.k8s.io",
        ("v1", "v1beta1"),
        (("CertificateSigningRequest", "certificatesigningrequests", False),),
    ),
    ("coordination.k8s.io", ("v1",), (("Lease", "leases", True),)),
    ("discovery.k8s.io", ("v1", "v1beta1"), (("EndpointSlice", "endpointslices", True),)),
    ("events.k8s.io", ("v1",), (("NewEvent", "events", True),)),
    ("matrix.example.com", ("v1alpha1",), (("Widget", "widgets", True),)),
    (
        "networking.k8s.io",
        ("v1", "v1beta1"),
        (("Ingress", "ingresses", True), ("NetworkPolicy", "networkpolicies", True)),
    ),
    ("policy", ("v1", "v1beta1"), (("PodDisruptionBudget", "poddisruptionbudgets", True),)),
    ("resource.k8s.io", ("v1",), (("ResourceSlice", "resourceslices", False),)),
    ("scheduling.k8s.io", ("v1",), (("PriorityClass", "priorityclasses", False),)),
    ("storage.k8s.io", ("v1",), (("StorageClass", "storageclasses", False),)),
)
_RESOURCES = {
    (f"{group}/{version}" if group else version, plural): kind
    for group, versions, resources in _GROUPS
    for version in versions
    for kind, plural, _ in resources
}
# By the kind that objects are kept under: NewEvent are events of the newer group, whose kind is Event, too.
PLURALS = {kind: plural for _, _, resources in _GROUPS for kind, plural, _ in resources}
_PATH = re.compile(
    r"/(?:api/(?P<core>v1)|apis/(?P<group>[^/]+/[^/]+))"
    r"(?:/namespaces/(?P<namespace>[^/]+)(?=/))?(?:/(?P<resource>[^/]+)(?:/(?P<name>[^/]+))?)?$"
)


def without_zeros(value: Any) -> Any:
    """The value without counts that are 0, as the API server prints a status."""
    if isinstance(value, dict):
        return {key: without_zeros(one) for key, one in value.items() if one != 0 or isinstance(one, bool)}
    return value


@contextmanager
def serving(objects: Objects) -> Iterator[str]:
    """Serve the objects, by kind, and yield the address, like http://127.0.0.1:40123."""
    handler = type("Handler", (_Handler,), {"objects": objects})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    objects: Objects
    protocol_version = "HTTP/1.1"
    # Head and body of an answer are two writes: without this the second waits for the client's acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:  # the name that http.server calls
        url = urlsplit(self.path)
        answer = _discovery(url.path) or self._resource(url.path, parse_qs(url.query))
        body = json.dumps(answer).encode()
        self.send_response(answer["code"] if answer.get("kind") == "Status" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: requests are no news."""

    def _resource(self, path: str, query: dict[str, list[str]]) -> Json:
        found = _PATH.match(path)
        version = (found["core"] or found["group"]) if found else ""
        kind = _RESOURCES.get((version, found["resource"])) if found else None
        if found is None or kind is None:
            return _missing(path)
        items = [
            item
            for item in self.objects.get(kind, [])
            if found["namespace"] in (None, item["metadata"].get("namespace"))
            and found["name"] in (None, item["metadata"]["name"])
            and _selected(item, query)
        ]
        if found["name"]:
            return {**items[0], "apiVersion": version} if items else _missing(f'{path} "{found["name"]}" not found')
        typed = [{**item, "apiVersion": version} for item in items]
        return {
            "kind": f"{_kind(kind)}List",
            "apiVersion": version,
            "metadata": {"resourceVersion": "7"},
            "items": typed,
        }


def _discovery(path: str) -> Json | None:
    if path == "/version":
        return {"major": "1", "minor": "30", "gitVersion": "v1.30.4"}
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "/apis":
        groups = [_group(group, versions) for group, versions, _ in _GROUPS if group]
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}
    version = path.removeprefix("/apis/").removeprefix("/api/")
    for group, versions, resources in _GROUPS:
        if version in (f"{group}/{one}" if group else one for one in versions):
            return _resource_list(version, resources)
    return None


def _group(name: str, versions: tuple[str, ...]) -> Json:
    entries = [{"groupVersion": f"{name}/{version}", "version": version} for version in versions]
    return {"name": name, "versions": entries, "preferredVersion": entries[0]}


def _resource_list(version: str, resources: tuple[tuple[str, str, bool], ...]) -> Json:
    listed = [
        {
            "name": plural,
            "singularName": _kind(kind).lower(),
            "namespaced": namespaced,
            "kind": _kind(kind),
            "verbs": ["get", "list", "watch"],
        }
        for kind, plural, namespaced in resources
    ]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": listed}


def _kind(kept: str) -> str:
    return kept.removeprefix("New")


def _missing(what: str) -> Json:
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "status": "Failure",
        "message": what,
        "reason": "NotFound",
        "code": 404,
    }


def _selected(item: Json, query: dict[str, list[str]]) -> bool:
    labels = item["metadata"].get("labels", {})
    for term in _terms(query, "labelSelector"):
        key, _, value = term.partition("=")
        if labels.get(key) != value:
            return False
    return all(_field_holds(item, term) for term in _terms(query, "fieldSelector"))


def _terms(query: dict[str, list[str]], name: str) -> list[str]:
    return [term for text in query.get(name, []) for term in text.split(",") if term]


def _field_holds(item: Json, term: str) -> bool:
    path, _, value = term.replace("!=", "=").partition("=")
    found: object = item
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return ((found or "") == value) is ("!=" not in term)

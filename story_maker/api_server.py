"""A read-only Kubernetes API on the loopback address, enough for `kubectl get` and `kubectl describe`.

Times are served shifted by whole seconds, so that ages counted by the client's clock come out as they were
at the collection; shift 0 serves them as they are.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from story_maker.api_tables import table
from story_maker.cluster import Cluster, Objects
from story_maker.workload import Json

_RESOURCES: dict[str, list[tuple[str, str, bool, str]]] = {
    "v1": [
        ("configmaps", "ConfigMap", True, "cm"),
        ("endpoints", "Endpoints", True, "ep"),
        ("events", "Event", True, "ev"),
        ("limitranges", "LimitRange", True, "limits"),
        ("namespaces", "Namespace", False, "ns"),
        ("nodes", "Node", False, "no"),
        ("persistentvolumeclaims", "PersistentVolumeClaim", True, "pvc"),
        ("pods", "Pod", True, "po"),
        ("replicationcontrollers", "ReplicationController", True, "rc"),
        ("resourcequotas", "ResourceQuota", True, "quota"),
        ("services", "Service", True, "svc"),
    ],
    "apps/v1": [
        ("daemonsets", "DaemonSet", True, "ds"),
        ("deployments", "Deployment", True, "deploy"),
        ("replicasets", "ReplicaSet", True, "rs"),
        ("statefulsets", "StatefulSet", True, "sts"),
    ],
    "batch/v1": [("cronjobs", "CronJob", True, "cj"), ("jobs", "Job", True, "")],
    "coordination.k8s.io/v1": [("leases", "Lease", True, "")],
    "discovery.k8s.io/v1": [("endpointslices", "EndpointSlice", True, "")],
    "resource.k8s.io/v1": [("resourceslices", "ResourceSlice", False, "")],
}
_PATH = re.compile(
    r"/(?:api/(?P<core>v1)|apis/(?P<group>[^/]+/[^/]+))"
    r"(?:/namespaces/(?P<namespace>[^/]+)(?=/))?(?:/(?P<resource>[^/]+)(?:/(?P<name>[^/]+))?)?$"
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z$")
_TIME_KEYS = re.compile(r"(Timestamp|Time|At)$")


@contextmanager
def serving(cluster: Cluster, shift: int = 0) -> Iterator[str]:
    """Serve the cluster's objects and yield the address, like http://127.0.0.1:40123."""
    objects: Objects = _shifted(cluster.objects(), shift)
    handler = type("Handler", (_Handler,), {"objects": objects, "cluster": cluster, "shift": shift})
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
    cluster: Cluster
    shift: int
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the name that http.server calls
        url = urlsplit(self.path)
        answer = self._discovery(url.path) or self._resource(url.path, parse_qs(url.query))
        body = json.dumps(answer).encode()
        failed = answer.get("kind") == "Status"
        self.send_response(answer["code"] if failed else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: requests are no news."""

    def _discovery(self, path: str) -> Json | None:
        if path == "/version":
            minor = str(self.cluster.minor)
            return {"major": "1", "minor": minor, "gitVersion": f"v{self.cluster.kubernetes}"}
        if path == "/api":
            return {"kind": "APIVersions", "versions": ["v1"]}
        if path == "/apis":
            groups = [_group(version) for version in _RESOURCES if "/" in version]
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}
        version = path.removeprefix("/apis/").removeprefix("/api/")
        return _resource_list(version) if version in _RESOURCES else None

    def _resource(self, path: str, query: dict[str, list[str]]) -> Json:
        found = _PATH.match(path)
        if not found or not found["resource"]:
            return _missing(path)
        version, resource = found["core"] or found["group"], found["resource"]
        kind = next((row[1] for row in _RESOURCES.get(version, []) if row[0] == resource), None)
        if kind is None:
            return _missing(resource)
        items = [
            item
            for item in self.objects.get(resource, [])
            if found["namespace"] in (None, item["metadata"].get("namespace"))
            and found["name"] in (None, item["metadata"]["name"])
            and _selected(item, query)
        ]
        if found["name"] and not items:
            return _missing(f'{resource} "{found["name"]}" not found')
        if "as=Table" in self.headers.get("Accept", ""):
            return self._table(resource, items, query)
        if found["name"]:
            return items[0]
        bare = [{key: value for key, value in item.items() if key not in ("kind", "apiVersion")} for item in items]
        return {"kind": f"{kind}List", "apiVersion": version, "metadata": {"resourceVersion": ""}, "items": bare}

    def _table(self, resource: str, items: list[Json], query: dict[str, list[str]]) -> Json:
        now = self.cluster.collected + timedelta(seconds=self.shift)
        found = table(resource, items, now)
        if query.get("includeObject") == ["Object"]:
            for row, item in zip(found["rows"], items, strict=True):
                row["object"] = item
        return found


def _group(version: str) -> Json:
    name, number = version.split("/")
    entry = {"groupVersion": version, "version": number}
    return {"name": name, "versions": [entry], "preferredVersion": entry}


def _resource_list(version: str) -> Json:
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": version,
        "resources": [
            {
                "name": name,
                "singularName": kind.lower(),
                "namespaced": namespaced,
                "kind": kind,
                "verbs": ["get", "list", "watch"],
                "shortNames": [short] if short else [],
            }
            for name, kind, namespaced, short in _RESOURCES[version]
        ],
    }


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
    wanted = "!=" not in term
    path, _, value = term.replace("!=", "=").partition("=")
    found: object = item
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    same = (found or "") == value
    return same if wanted else not same


def _shifted(objects: Objects, shift: int) -> Objects:
    def walk(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {inner: walk(one, inner) for inner, one in value.items()}
        if isinstance(value, list):
            return [walk(one) for one in value]
        if isinstance(value, str) and _TIME_KEYS.search(key) and (stamp := _TIME.match(value)):
            moved = datetime.fromisoformat(stamp[1]).replace(tzinfo=UTC) + timedelta(seconds=shift)
            return moved.strftime("%Y-%m-%dT%H:%M:%S") + (stamp[2] or "") + "Z"
        return value

    moved = walk(objects) if shift else objects
    assert isinstance(moved, dict)  # noqa: S101 - walk keeps the shape
    return moved

"""The files of a sample in the arrangements of collectors."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

Files = dict[str, bytes]
Object = dict[str, Any]

_CORE = ("Pod", "Event", "Node", "Service", "Endpoints", "ConfigMap", "PersistentVolumeClaim", "Namespace")
_PLURALS = {
    "Pod": "pods", "Event": "events", "Node": "nodes", "Deployment": "deployments", "ReplicaSet": "replicasets",
    "StatefulSet": "statefulsets", "DaemonSet": "daemonsets", "Job": "jobs", "CronJob": "cronjobs", "Service": "services", "Endpoints": "endpoints", "ConfigMap": "configmaps",
    "PersistentVolumeClaim": "pvcs", "Namespace": "namespaces",
}  # fmt: skip


class Sample:
    """A sample's objects, logs and files of nodes."""

    def __init__(self, folder: Path) -> None:
        self.objects = [
            item
            for path in sorted((folder / "kubectl").glob("*.yaml"))
            for item in yaml.load(path.read_text(), _Strings)["items"]  # noqa: S506  (a safe loader that leaves times as text)
        ]
        self.logs = {path.relative_to(folder / "logs"): path.read_bytes() for path in (folder / "logs").rglob("*.log")}
        self.nodes = {
            path.relative_to(folder / "nodes"): path.read_bytes()
            for path in (folder / "nodes").rglob("*")
            if path.is_file()
        }
        self.date = (folder / "collected.txt").read_bytes() if (folder / "collected.txt").exists() else b""

    def groups(self) -> Iterator[tuple[str | None, str, list[Object]]]:
        """(namespace, kind, objects) of all objects; the namespace of a node is None."""
        found: dict[tuple[str | None, str], list[Object]] = {}
        for item in self.objects:
            found.setdefault((item["metadata"].get("namespace"), item["kind"]), []).append(item)
        for (space, kind), items in found.items():
            yield space, kind, items

    def of_node(self, prefix: str) -> Files:
        """The nodes' files, each node in a folder below `prefix`."""
        return {f"{prefix}{path}": data for path, data in self.nodes.items()}


class _Strings(yaml.SafeLoader):
    pass


_Strings.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def must_gather(sample: Sample) -> Files:
    """OpenShift: lists below namespaces, every pod a second time, nodes one by one."""
    root = "must-gather.local.42/quay-io-openshift-sha256-0123456789/"
    files: Files = {}
    for space, kind, items in sample.groups():
        for item in items if kind in ("Node", "Pod") else ():
            name = item["metadata"]["name"]
            where = (
                f"cluster-scoped-resources/core/nodes/{name}"
                if kind == "Node"
                else f"namespaces/{space}/pods/{name}/{name}"
            )
            files[f"{root}{where}.yaml"] = yaml.safe_dump(item).encode()
        if kind != "Node":
            group = "core" if kind in _CORE else "batch" if "Job" in kind else "apps"
            files[f"{root}namespaces/{space}/{group}/{_PLURALS[kind]}.yaml"] = yaml.safe_dump(
                _typed(kind, items)
            ).encode()
    for path, data in sample.logs.items():
        space, pod, container, run = _log(path)
        files[f"{root}namespaces/{space}/pods/{pod}/{container}/{container}/logs/{run}.log"] = data
    return {**files, **sample.of_node(f"{root}nodes/")}


def troubleshoot(sample: Sample) -> Files:
    """troubleshoot.sh as of 2021: bare arrays of objects without their kind."""
    root = "support-bundle-2026-05-19T20_30_00/"
    files = {
        f"{root}version.yaml": b"apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: v0.13.9\n"
    }
    for space, kind, items in sample.groups():
        bare = [{key: value for key, value in item.items() if key not in ("kind", "apiVersion")} for item in items]
        where = f"{_PLURALS[kind]}/{space}" if space else _PLURALS[kind]
        files[f"{root}cluster-resources/{where}.json"] = json.dumps(bare, indent=2).encode()
    for path, data in sample.logs.items():
        space, pod, container, run = _log(path)
        mark = "-previous" if run == "previous" else ""
        files[f"{root}cluster-resources/pods/logs/{space}/{pod}/{container}{mark}.log"] = data
    return {**files, **sample.of_node(f"{root}host-collectors/run-host/")}


def sonobuoy(sample: Sample) -> Files:
    """Sonobuoy: one-line JSON lists, no wrapper; nodes' files come from elsewhere."""
    files = {
        "meta/config.json": b'{"Description":"DEFAULT","Version":"v0.57.1"}',
        "servergroups.json": b'{"groups":[]}',
    }
    for space, kind, items in sample.groups():
        version = "core_v1" if kind in _CORE else "batch_v1" if "Job" in kind else "apps_v1"
        where = f"ns/{space}" if space else "cluster"
        files[f"resources/{where}/{version}_{_PLURALS[kind]}.json"] = json.dumps(_typed(kind, items)).encode()
    for path, data in sample.logs.items():
        space, pod, container, run = _log(path)
        if run == "current":
            files[f"podlogs/{space}/{pod}/logs/{container}.txt"] = data
    return {**files, **sample.of_node("nodes-by-hand/")}


def cluster_info_dump(sample: Sample) -> Files:
    """`kubectl cluster-info dump --output-directory`, with the nodes' files beside it."""
    files: Files = {}
    for space, kind, items in sample.groups():
        files[f"dump/{space}/{_PLURALS[kind]}.json" if space else "dump/nodes.json"] = json.dumps(
            _typed(kind, items), indent=4
        ).encode()
    for space in {space for space, _, _ in sample.groups() if space}:
        empty = {"kind": "ReplicationControllerList", "apiVersion": "v1", "metadata": {}, "items": []}
        files[f"dump/{space}/replication-controllers.json"] = json.dumps(empty, indent=4).encode()
    for path, data in sample.logs.items():
        space, pod, container, run = _log(path)
        if run == "current":
            log = f"==== START logs for container {container} of pod {space}/{pod} ====\n".encode() + data
            files[f"dump/{space}/{pod}/logs.txt"] = (
                log + f"==== END logs for container {container} of pod {space}/{pod} ====\n".encode()
            )
    return {**files, **sample.of_node("from-the-nodes/")}


def support_bundle_kit(sample: Sample) -> Files:
    """Harvester and Longhorn: YAML with the word null in it, each node a zip of its own."""
    root = "supportbundle_3f0c_2026-05-19T20-30-00Z/"
    files = {f"{root}metadata.yaml": b"projectName: Harvester\nbundleVersion: 0.1.0\nissueDescription: pods restart\n"}
    for space, kind, items in sample.groups():
        version = "v1" if kind in _CORE else "batch/v1" if "Job" in kind else "apps/v1"
        where = f"namespaced/{space}" if space else "cluster"
        listed = _nulled({"apiVersion": "v1", "kind": "List", "items": items})
        files[f"{root}yamls/{where}/{version}/{_PLURALS[kind]}.yaml"] = yaml.safe_dump(listed).encode()
    for path, data in sample.logs.items():
        space, pod, container, run = _log(path)
        files[f"{root}logs/{space}/{pod}/{container}.log{'.1' if run == 'previous' else ''}"] = data
    for node in {path.parts[0] for path in sample.nodes}:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in sample.nodes.items():
                if path.parts[0] == node:
                    archive.writestr(f"{node}/logs/{path.relative_to(node)}", data)
        files[f"{root}nodes/{node}.zip"] = packed.getvalue()
    return files


ARRANGEMENTS: dict[str, Callable[[Sample], Files]] = {
    "must-gather": must_gather,
    "troubleshoot": troubleshoot,
    "sonobuoy": sonobuoy,
    "cluster-info-dump": cluster_info_dump,
    "support-bundle-kit": support_bundle_kit,
}


def _log(path: Path) -> tuple[str, str, str, str]:
    space, pod, name = path.parts
    container, mark, _ = name.removesuffix(".log").partition("-previous")
    return space, pod, container, "previous" if mark else "current"


def _typed(kind: str, items: list[Object]) -> Object:
    return {"kind": f"{kind}List", "apiVersion": items[0]["apiVersion"], "metadata": {}, "items": items}


def _nulled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _nulled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_nulled(item) for item in value]
    return "null" if value is None or value == "" else value

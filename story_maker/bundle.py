"""The bundle as the customer laid it out, and the story's own card beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from story_maker.cluster import Cluster
from story_maker.kubectl_runs import run_kubectl
from story_maker.node import Node
from story_maker.workload import Json, Pod

LIMIT = 400 * 1024


class Bundle:
    """Files of one bundle. `kubectl` is the minor version of the customer's client."""

    def __init__(self, cluster: Cluster, kubectl: int, zone_hours: int = 0) -> None:
        self.cluster = cluster
        self._kubectl = kubectl
        self._zone_hours = zone_hours
        self._files: dict[str, str] = {}
        self._runs: list[tuple[str, list[str], Cluster]] = []
        local = cluster.collected.astimezone(timezone(timedelta(hours=zone_hours)))
        zone = {0: "UTC", 2: "CEST", -5: "EST"}[zone_hours]
        self.text("collected.txt", f"{local:%a %b} {local.day:2d} {local:%H:%M:%S} {zone} {local:%Y}\n")

    def text(self, path: str, text: str) -> None:
        """Add a file."""
        self._files[path] = text

    def kubectl(self, path: str, command: str, at: Cluster | None = None) -> None:
        """Add what a kubectl command prints, like `get pods -A -o yaml`; `at`: the cluster at another moment."""
        self._runs.append((f"kubectl/{path}", command.split(), at or self.cluster))

    def log(self, pod: Pod, container: str, text: str, *, previous: bool = False) -> None:
        """Add a container's log under logs/NAMESPACE/POD."""
        name = f"{container}-previous.log" if previous else f"{container}.log"
        self.text(f"logs/{pod.namespace}/{pod.name}/{name}", text)

    def node(self, node: Node | str, path: str, text: str) -> None:
        """Add a file of a node."""
        name = node if isinstance(node, str) else node.name
        self.text(f"nodes/{name}/{path}", text)

    def node_files(self, node: Node, below: str, files: dict[str, str]) -> None:
        """Add files of a node below a folder such as proc or sys/fs/cgroup."""
        for path, text in files.items():
            self.node(node, f"{below}/{path}", text)

    def files(self) -> dict[str, str]:
        """Return all texts by path; kubectl runs now."""
        printed = {
            path: run_kubectl(cluster, self._kubectl, command, self._zone_hours)
            for path, command, cluster in self._runs
        }
        return dict(sorted((self._files | printed).items()))


@dataclass
class Story:
    """A bundle with what happened and what an analyzer has to say about it."""

    name: str
    title: str
    told: str
    bundle: Bundle
    root_causes: list[Json] = field(default_factory=list)
    must_not: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> int:
        """Write story.yaml and the bundle into `folder`, replacing what was there; return the bundle's bytes."""
        files = self.bundle.files()
        size = sum(len(text.encode()) for text in files.values())
        if size > LIMIT:
            raise ValueError(f"{self.name}: {size} bytes, more than {LIMIT}")
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in files.items():
            place = folder / "bundle" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="")
        (folder / "story.yaml").write_text(self._card(), encoding="utf-8")
        return size

    def _card(self) -> str:
        expect: Json = {"root_causes": self.root_causes, "must_not": self.must_not} | self.more
        card = {"title": self.title, "story": " ".join(self.told.split()), "expect": expect}
        return yaml.safe_dump(card, sort_keys=False, width=100, allow_unicode=True)


def cause(rule: str, subject: Json, *evidence: tuple[str, str], confidence: str = "confirmed",
          state: str = "failing") -> Json:  # fmt: skip
    """Return an expected root cause; evidence is (path, piece of the line)."""
    return {
        "rule": rule,
        "subject": subject,
        "confidence": confidence.split("|"),
        "state": state.split("|") if "|" in state else state,
        "evidence": [{"path": path, "contains": piece} for path, piece in evidence],
    }


def pod_subject(pod: Pod, container: str) -> Json:
    """Return the subject of a finding about a container."""
    return {
        "kind": "Pod",
        "namespace": pod.namespace,
        "name": pod.name,
        "container": container,
        "node": pod.node,
    }


def node_subject(node: str) -> Json:
    """Return the subject of a finding about a node."""
    return {"kind": "Node", "namespace": None, "name": node, "container": None, "node": node}

"""Pods as stories declare them: containers, their lives and their processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from story_maker.processes import Process

Json = dict[str, Any]


@dataclass
class Run:
    """One life of a container; without `finished` it is still going on."""

    started: datetime
    finished: datetime | None = None
    code: int = 0
    reason: str = ""
    message: str = ""
    container_id: str = ""

    @property
    def terminated_reason(self) -> str:
        """What the runtime reports where the story names no reason."""
        return self.reason or ("Completed" if self.code == 0 else "Error")


@dataclass
class Container:
    """A container of the pod's specification with what became of it."""

    name: str
    image: str
    runs: list[Run] = field(default_factory=list)
    restarts: int | None = None
    requests: Json = field(default_factory=dict)
    limits: Json = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)
    page_cache: int = 0
    ready: bool | None = None
    waiting: tuple[str, str] | None = None
    extra: Json = field(default_factory=dict)

    @property
    def restart_count(self) -> int:
        """Restarts so far; the story may have seen only the last of many runs."""
        return self.restarts if self.restarts is not None else max(0, len(self.runs) - 1)

    @property
    def current(self) -> Run | None:
        """The last run, whether it still goes on or not."""
        return self.runs[-1] if self.runs else None

    @property
    def running(self) -> bool:
        """Whether the last run still goes on."""
        return self.current is not None and self.current.finished is None

    @property
    def is_ready(self) -> bool:
        """Readiness: the story's word, else that it runs."""
        return self.running if self.ready is None else self.ready


@dataclass
class Pod:
    """A pod on a node. `owner` is (kind, name)."""

    namespace: str
    name: str
    node: str
    created: datetime
    containers: list[Container]
    init: list[Container] = field(default_factory=list)
    owner: tuple[str, str] | None = None
    labels: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)
    spec: Json = field(default_factory=dict)
    pod_resources: Json = field(default_factory=dict)
    phase: str = "Running"
    host_network: bool = False
    uid: str = ""
    ip: str = ""
    sandbox_id: str = ""
    status: Json = field(default_factory=dict)

    @property
    def qos(self) -> str:
        """QoS class by the rules of the API server (pod-level resources count alone if they are given)."""
        sources = [self.pod_resources] if self.pod_resources else _resources(self.init + self.containers)
        if not any(source.get("requests") or source.get("limits") for source in sources):
            return "BestEffort"
        return "Guaranteed" if all(_equal(source) for source in sources) else "Burstable"

    @property
    def key(self) -> str:
        """Namespace and name, as kubelet logs write it."""
        return f"{self.namespace}/{self.name}"

    def container(self, name: str) -> Container:
        """Return the container of that name."""
        return next(one for one in self.init + self.containers if one.name == name)


def quantity(value: str | int) -> int:
    """Return a Kubernetes quantity of memory in bytes."""
    units = {"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "k": 10**3, "M": 10**6, "G": 10**9}
    text = str(value)
    for unit, factor in units.items():
        if text.endswith(unit):
            return int(float(text[: -len(unit)]) * factor)
    return int(text)


def millis(value: str | int) -> int:
    """Return a Kubernetes quantity of CPU in thousandths."""
    text = str(value)
    return int(text[:-1]) if text.endswith("m") else int(float(text) * 1000)


def _resources(containers: list[Container]) -> list[Json]:
    return [{"requests": one.requests, "limits": one.limits} for one in containers]


def _equal(resources: Json) -> bool:
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    both = {"cpu", "memory"} <= set(limits)
    return both and all(requests.get(name, limits[name]) == limits[name] for name in ("cpu", "memory"))

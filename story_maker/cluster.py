"""The cluster of a story: nodes, pods, other objects and events, as they stood at collection."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from story_maker.clock import micro_time, rfc3339
from story_maker.dice import Dice
from story_maker.node import Node, first_pid, lease_object, node_object
from story_maker.pod_object import pod_object
from story_maker.processes import settle
from story_maker.workload import Container, Json, Pod

Objects = dict[str, list[Json]]


class Cluster:
    """Everything the API server knows. `kubernetes` is the server's version, like 1.31.4."""

    def __init__(self, story: str, collected: datetime, kubernetes: str) -> None:
        self.story = story
        self.collected = collected
        self.kubernetes = kubernetes
        self.minor = int(kubernetes.split(".")[1])
        self.dice = Dice(story)
        self.nodes: dict[str, Node] = {}
        self.pods: list[Pod] = []
        self.others: list[tuple[str, Json]] = []
        self.events: list[Json] = []

    def before(self, **span: float) -> datetime:
        """Return a moment before the collection: `before(minutes=5)`."""
        return self.collected - timedelta(**span)

    def add_node(self, node: Node) -> Node:
        """Place a node into the cluster and give it an address and a pod network."""
        node.ip = node.ip or f"192.168.10.{11 + len(self.nodes)}"
        node.pod_network = f"10.244.{len(self.nodes)}"
        self.nodes[node.name] = node
        return node

    def node(self, name: str) -> Node:
        """Return the node of that name."""
        return self.nodes[name]

    def add_pod(self, pod: Pod) -> Pod:
        """Place a pod: it gets IDs, an address, and its processes their PIDs."""
        static = pod.owner is not None and pod.owner[0] == "Node"
        pod.uid = pod.uid or self.dice.uid(f"pod/{pod.key}")
        pod.sandbox_id = self.dice.hex(f"sandbox/{pod.key}")
        if static:
            digest = self.dice.hex(f"config/{pod.key}", 32)
            pod.annotations |= {"kubernetes.io/config.hash": digest, "kubernetes.io/config.mirror": digest}
        if pod.node and not pod.ip:
            node = self.node(pod.node)
            host = 2 + sum(1 for other in self.pods if other.node == pod.node and not other.host_network)
            pod.ip = node.ip if pod.host_network else f"{node.pod_network}.{host}"
        for container in pod.init + pod.containers:
            self._settle(container, pod)
        self.pods.append(pod)
        return pod

    def pods_on(self, node: str) -> list[Pod]:
        """Return the pods of a node."""
        return [pod for pod in self.pods if pod.node == node]

    def add(self, resource: str, thing: Json) -> Json:
        """Place another object; `resource` is its plural, like deployments."""
        metadata = thing["metadata"]
        place = "/".join(part for part in (metadata.get("namespace"), metadata["name"]) if part)
        metadata.setdefault("uid", self.dice.uid(f"{thing['kind']}/{place}"))
        metadata.setdefault("resourceVersion", str(self.dice.between(f"{place}/rv", 17_000_000, 18_000_000)))
        self.others.append((resource, thing))
        return thing

    def event(self, on: Pod | Node | Json, reason: str, message: str, **more: Any) -> Json:  # noqa: ANN401
        """Record an event.

        more: `at` (last time), `first`, `count`, `kind` (Normal, Warning), `source` (component),
        `container` (name; `init=True` for an init container).
        """
        last: datetime = more["at"]
        first: datetime = more.get("first", last)
        involved = self._involved(on, more.get("container"), init=more.get("init", False))
        component = more.get("source", "kubelet")
        source: Json = {"component": component}
        host = on.node if isinstance(on, Pod) else on.name if isinstance(on, Node) else ""
        if component == "kubelet" and host:
            source["host"] = host
        # The API server's clients name events by the nanosecond: their order in lists is that of time.
        stamp = int(first.timestamp()) * 10**9 + len(self.events) * 1_183_207 + first.microsecond % 1_000
        scope = involved.get("namespace", "default")
        name = f"{involved['name']}.{stamp:016x}"
        found = {
            "apiVersion": "v1",
            "count": more.get("count", 1),
            "eventTime": None,
            "firstTimestamp": rfc3339(first),
            "involvedObject": involved,
            "kind": "Event",
            "lastTimestamp": rfc3339(last),
            "message": message,
            "metadata": {
                "creationTimestamp": rfc3339(first),
                "name": name,
                "namespace": scope,
                "resourceVersion": str(self.dice.between(name, 18_990_000, 18_999_999)),
                "uid": self.dice.uid(name),
            },
            "reason": reason,
            "reportingComponent": component,
            "reportingInstance": source.get("host", ""),
            "source": source,
            "type": more.get("kind", "Normal"),
        }
        if component == "default-scheduler":
            found |= {"eventTime": micro_time(first), "firstTimestamp": None, "lastTimestamp": None}
            found |= {"source": {}, "action": "Binding", "reportingInstance": "default-scheduler-master-1"}
            del found["count"]
        self.events.append(found)
        return found

    def objects(self) -> Objects:
        """Return all objects by resource, in the API server's order: by namespace, then name."""
        found: Objects = {
            "nodes": [node_object(node, self.dice, self.collected) for node in self.nodes.values()],
            "leases": [lease_object(node, self.dice, self.collected) for node in self.nodes.values()],
            "pods": [pod_object(pod, self) for pod in self.pods],
            "events": list(self.events),
        }
        for resource, thing in self.others:
            found.setdefault(resource, []).append(thing)
        return {resource: sorted(things, key=_place) for resource, things in found.items()}

    def _settle(self, container: Container, pod: Pod) -> None:
        for number, run in enumerate(container.runs):
            run.container_id = run.container_id or self.dice.hex(f"run/{pod.key}/{container.name}/{number}")
        start = container.current.started if container.current else pod.created
        first = first_pid(self.node(pod.node), start) if pod.node else 900
        container.processes = settle(container.processes, self.dice, f"{pod.key}/{container.name}", first)

    def _involved(self, on: Pod | Node | Json, container: str | None, *, init: bool) -> Json:
        if isinstance(on, Node):
            return {"kind": "Node", "name": on.name, "uid": on.name}
        if isinstance(on, Pod):
            found: Json = {"apiVersion": "v1", "kind": "Pod", "name": on.name, "namespace": on.namespace}
            if container:
                found["fieldPath"] = f"spec.{'initContainers' if init else 'containers'}{{{container}}}"
            return found | {"resourceVersion": "18990412", "uid": on.uid}
        metadata = on["metadata"]
        return {
            "apiVersion": on["apiVersion"],
            "kind": on["kind"],
            "name": metadata["name"],
            "namespace": metadata.get("namespace", "default"),
            "uid": metadata["uid"],
        }


def _place(thing: Json) -> tuple[str, str]:
    metadata = thing["metadata"]
    return metadata.get("namespace", ""), metadata["name"]

"""Containers, sandboxes, usage and readiness in the JSON of crictl and docker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.notation.json_items import Item, items
from analyzer.notation.kube.fields import field, mapping
from analyzer.notation.runtime_json import RuntimeObject, runtime_object
from analyzer.tables import node_texts, resource_usage, runtime_containers
from analyzer.tables.node_texts import NodeText
from analyzer.tables.resource_usage import ResourceUsage
from analyzer.tables.runtime_containers import RuntimeContainer

MEMBERS = ("runtime-json",)
YIELDS = (runtime_containers.TABLE, resource_usage.TABLE, node_texts.TABLE)

_Found = RuntimeContainer | ResourceUsage | NodeText


def parse(piece: Piece) -> Iterator[_Found | Understood]:
    """Yield one record per container or sandbox, per statistic, and per condition of `crictl info`."""
    found = False
    for item in items(piece.lines.text, piece.lines.first, ("containers", "items", "stats", "images")):
        found = True
        if item.key == "stats":
            yield from _usage(item)
        elif isinstance(item.value, Mapping) and isinstance(field(item.value, "status", "conditions"), list):
            yield from _conditions(item)
        elif (thing := runtime_object(item.value)) is not None:
            yield _container(item.line, thing)
    if found:
        yield Understood(piece.lines.first, piece.lines.first + piece.lines.text.rstrip("\n").count("\n"))


def _container(line: int, thing: RuntimeObject) -> RuntimeContainer:
    return RuntimeContainer(
        line=line,
        source=thing.source,
        kind=thing.kind,
        id=thing.id,
        name=thing.name,
        attempt=thing.attempt,
        pod=thing.pod,
        namespace=thing.namespace,
        pod_uid=thing.pod_uid,
        sandbox_id=thing.sandbox_id,
        image=thing.image,
        state=thing.state,
        pid=thing.pid,
        exit_code=thing.exit_code,
        reason=thing.reason,
        message=thing.message,
        oom_killed=thing.oom_killed,
        created=thing.created,
        started=thing.started,
        finished=thing.finished,
        memory_limit_bytes=thing.memory_limit_bytes,
        log_path=thing.log_path,
    )


def _conditions(item: Item) -> Iterator[NodeText]:
    for one in field(item.value, "status", "conditions"):
        if isinstance(one, Mapping) and isinstance(one.get("type"), str):
            said = [str(one[key]) for key in ("reason", "message") if one.get(key)]
            state = "true" if one.get("status") is True else "false"
            yield NodeText(item.line, "runtime", one["type"], ": ".join([state, *said])[:1000])


def _usage(item: Item) -> Iterator[ResourceUsage]:
    """cri-api ContainerStats."""
    about = mapping(item.value, "attributes")
    labels, memory = mapping(about, "labels"), mapping(item.value, "memory")
    if not isinstance(about.get("id"), str):
        return
    nano = _value(mapping(item.value, "cpu"), "usageNanoCores")
    yield ResourceUsage(
        item.line,
        "crictl",
        "container",
        namespace=_text(labels.get("io.kubernetes.pod.namespace")),
        pod=_text(labels.get("io.kubernetes.pod.name")),
        pod_uid=_text(labels.get("io.kubernetes.pod.uid")),
        container=_text(field(about, "metadata", "name")),
        container_id=about["id"],
        cpu_cores=None if nano is None else nano / 1e9,
        memory_bytes=_value(memory, "usageBytes"),
        working_set_bytes=_value(memory, "workingSetBytes"),
        rss_bytes=_value(memory, "rssBytes"),
        available_bytes=_value(memory, "availableBytes"),
        fs_used_bytes=_value(mapping(item.value, "writableLayer"), "usedBytes"),
    )


def _value(of: Mapping[str, Any], key: str) -> int | None:
    value = mapping(of, key).get("value")
    text = str(value) if value is not None and not isinstance(value, bool) else ""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None

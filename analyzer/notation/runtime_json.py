"""Containers and sandboxes in the JSON of crictl (cri-tools 1.11 to 1.34), docker, nerdctl and podman."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from analyzer.notation.kube.fields import field, mapping
from analyzer.notation.kube.times import moment


class RuntimeObject(NamedTuple):
    """What a runtime says of one container or sandbox; missing is None."""

    source: str
    kind: str
    id: str
    name: str | None = None
    attempt: int | None = None
    pod: str | None = None
    namespace: str | None = None
    pod_uid: str | None = None
    sandbox_id: str | None = None
    image: str | None = None
    state: str | None = None
    pid: int | None = None
    exit_code: int | None = None
    reason: str | None = None
    message: str | None = None
    oom_killed: bool | None = None
    created: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None
    memory_limit_bytes: int | None = None
    log_path: str | None = None


def runtime_object(value: Any) -> RuntimeObject | None:
    """The container or sandbox that one item describes; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("Id"), str) and isinstance(value.get("State"), Mapping):
        return _docker(value)
    status = mapping(value, "status") or value
    if isinstance(status.get("id"), str) and isinstance(status.get("metadata"), Mapping):
        return _cri(status, mapping(value, "info"))
    return None


def names_of_docker(name: str) -> dict[str, Any]:
    """Parts of `k8s_<container>_<pod>_<namespace>_<uid>_<attempt>`; `POD` stands for the sandbox."""
    found = _DOCKER_NAME.fullmatch(name.lstrip("/"))
    if found is None:
        return {"name": name.lstrip("/") or None}
    part = found.groupdict()
    sandbox = part["name"] == "POD"
    return {
        "kind": "sandbox" if sandbox else "container",
        "name": None if sandbox else part["name"],
        "pod": part["pod"],
        "namespace": part["namespace"],
        "pod_uid": part["uid"],
        "attempt": int(part["attempt"]),
    }


_DOCKER_NAME = re.compile(
    r"k8s_(?P<name>[a-zA-Z0-9.-]+?)(?:\.[0-9a-f]{8})?_(?P<pod>[a-z0-9.-]+)_(?P<namespace>[a-z0-9-]+)_(?P<uid>[0-9a-f-]{32,36})_(?P<attempt>\d{1,9})"
)
_LABELS = {
    "name": "io.kubernetes.container.name",
    "pod": "io.kubernetes.pod.name",
    "namespace": "io.kubernetes.pod.namespace",
    "pod_uid": "io.kubernetes.pod.uid",
}


def _docker(value: Mapping[str, Any]) -> RuntimeObject:
    state, labels = mapping(value, "State"), mapping(mapping(value, "Config"), "Labels")
    names = names_of_docker(str(value.get("Name") or ""))
    for column, label in _LABELS.items():
        if isinstance(labels.get(label), str):
            names[column] = labels[label]
    if labels.get("io.kubernetes.docker.type") == "podsandbox":
        names = {**names, "kind": "sandbox", "name": None}
    status = _text(state.get("Status"))
    return RuntimeObject(
        source="docker",
        id=value["Id"],
        image=_text(field(value, "Config", "Image")),
        state=status,
        pid=_number(state.get("Pid")) or None,
        exit_code=_number(state.get("ExitCode")) if status in ("exited", "dead") else None,
        message=_text(state.get("Error")),
        oom_killed=state.get("OOMKilled") if isinstance(state.get("OOMKilled"), bool) else None,
        created=_time(value.get("Created")),
        started=_time(state.get("StartedAt")),
        finished=_time(state.get("FinishedAt")),
        memory_limit_bytes=_number(field(value, "HostConfig", "Memory")) or None,
        log_path=_text(value.get("LogPath")),
        **{"kind": "container", **names},
    )


def _cri(status: Mapping[str, Any], info: Mapping[str, Any]) -> RuntimeObject:
    metadata, labels = mapping(status, "metadata"), mapping(status, "labels")
    state = str(status.get("state") or "")
    sandbox = state.startswith("SANDBOX_") or "namespace" in metadata
    state = state.removeprefix("SANDBOX_").removeprefix("CONTAINER_").lower()
    exited = state == "exited"
    reason = _text(status.get("reason"))
    return RuntimeObject(
        source="crictl",
        kind="sandbox" if sandbox else "container",
        id=status["id"],
        name=None if sandbox else _text(metadata.get("name")),
        attempt=_number(metadata.get("attempt")),
        pod=_text(metadata.get("name")) if sandbox else _text(labels.get(_LABELS["pod"])),
        namespace=_text(metadata.get("namespace")) or _text(labels.get(_LABELS["namespace"])),
        pod_uid=_text(metadata.get("uid")) or _text(labels.get(_LABELS["pod_uid"])),
        sandbox_id=_text(info.get("sandboxID")) or _text(status.get("podSandboxId")),
        image=_text(field(status, "image", "userSpecifiedImage")) or _text(field(status, "image", "image")),
        state=state or None,
        pid=_number(info.get("pid")) or None,
        exit_code=_number(status.get("exitCode")) if exited else None,
        reason=reason if exited else None,
        message=_text(status.get("message")),
        oom_killed=reason == "OOMKilled" if exited and reason else None,
        created=_time(status.get("createdAt")),
        started=_time(status.get("startedAt")),
        finished=_time(status.get("finishedAt")),
        memory_limit_bytes=_limit(status, info),
        log_path=_text(status.get("logPath")),
    )


def _limit(status: Mapping[str, Any], info: Mapping[str, Any]) -> int | None:
    found = _number(field(info, "runtimeSpec", "linux", "resources", "memory", "limit"))
    return found or _number(field(status, "resources", "linux", "memoryLimitInBytes")) or None


def _text(value: Any) -> str | None:
    return value[:1000] if isinstance(value, str) and value else None


def _number(value: Any) -> int | None:
    """An integer, or the text of one: protobuf's JSON prints 64 bits as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value) and abs(int(value)) < 2**63:
        return int(value)
    return value if isinstance(value, int) and abs(value) < 2**63 else None


_EPOCH = 10**15


def _time(value: Any) -> datetime | None:
    """RFC 3339 as docker and `inspect` print it, nanoseconds since 1970 in `ps -o json`; year 1 and 0 are none."""
    nanoseconds = _number(value)
    if nanoseconds is not None:
        return datetime.fromtimestamp(nanoseconds / 1e9, UTC) if nanoseconds > _EPOCH else None
    found = moment(value)
    return found if found is not None and found.year > 1970 else None

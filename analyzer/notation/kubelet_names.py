"""Which pod and container a line of a kubelet or runtime names, in the wordings of their versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from analyzer.notation.cgroup_paths import cgroup_path


class Names(NamedTuple):
    """What a line names; the rest is None."""

    namespace: str | None = None
    pod: str | None = None
    pod_uid: str | None = None
    container: str | None = None
    container_id: str | None = None


def names(text: str, fields: Mapping[str, str]) -> Names:
    """Names from structured fields first, then from the text.

    Free forms: `pod_ns(uid)` and `"pod_ns(uid):container"` (pkg/kubelet/util/format), `container=c pod=…`,
    `{"docker" "id"}`, `&PodSandboxMetadata{Name:…,Uid:…,Namespace:…}` of containerd, 64 hexadecimal digits,
    and cgroup paths.
    """
    free = _free(text)
    namespace, pod = _pod_field(fields)
    return Names(
        namespace or free.namespace,
        pod or free.pod,
        fields.get("podUID") or _uid(fields.get("podID")) or free.pod_uid,
        fields.get("containerName") or free.container,
        _container_id(fields) or free.container_id,
    )


_REF = re.compile(
    r"(?P<pod>[a-z0-9][a-z0-9.-]{0,252})_(?P<namespace>[a-z0-9][a-z0-9-]{0,62})\((?P<uid>[0-9a-f-]{32,36})\)"
    r"(?::(?P<container>[a-z0-9][a-z0-9.-]{0,62}))?"
)
_SANDBOX = re.compile(
    r"PodSandboxMetadata\{Name:(?P<pod>[^,]+),Uid:(?P<uid>[0-9a-f-]+),Namespace:(?P<namespace>[^,]+),"
)
_CONTAINER = re.compile(
    r"restarting failed container=(?P<a>[a-z0-9][a-z0-9.-]*)|ContainerMetadata\{Name:(?P<b>[^,]+),"
    r"|(?:[Cc]ontainer|for) \\*\"(?P<c>[a-z0-9][a-z0-9-]{0,62})\\*\"(?= (?:with|is|failed|in|of|\()|\(id=|:)"
    r"|^Container (?P<d>[a-z0-9][a-z0-9-]{0,62}) failed|&Container\{Name:(?P<e>[^,]+),"
)
_ID = re.compile(r"(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])")
_CGROUP = re.compile(r"(?<![^\s\"'])[^\s\"']{0,300}kubepods[^\s\"']{1,600}")
_UID = re.compile(r"[0-9a-f-]{32,36}")
_POD_FIELD = re.compile(r"(?P<namespace>[a-z0-9][a-z0-9-]*)/(?P<pod>[a-z0-9][a-z0-9.-]*)")
_ID_FIELDS = ("containerID", "containerStatusID", "containerId")


def _free(text: str) -> Names:
    ref = _REF.search(text) or _SANDBOX.search(text)
    container = _CONTAINER.search(text)
    id_ = _ID.search(text)
    parts = ref.groupdict() if ref else {}
    named = next(filter(None, container.groups()), None) if container else None
    if named and _ID.fullmatch(named):
        named = None
    uid = parts.get("uid") or (cgroup_path(cgroup[0]).pod_uid if (cgroup := _CGROUP.search(text)) else None)
    container_id = id_[1] if id_ else None
    return Names(parts.get("namespace"), parts.get("pod"), uid, parts.get("container") or named, container_id)


def _pod_field(fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    found = _POD_FIELD.fullmatch(fields.get("pod", ""))
    return (found["namespace"], found["pod"]) if found else (None, None)


def _uid(text: str | None) -> str | None:
    return text if text and _UID.fullmatch(text) else None


def _container_id(fields: Mapping[str, str]) -> str | None:
    for key in _ID_FIELDS:
        if found := _ID.search(fields.get(key, "")):
            return found[1]
    return None

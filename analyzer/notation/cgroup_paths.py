"""What a cgroup path says: level, pod, container, runtime, quality of service.

The kubelet names `kubepods` / `burstable`, `besteffort` or nothing / `pod<UID>` (kubernetes pkg/kubelet/cm);
the systemd driver writes the same as slices, with `_` for `-` in UIDs; the runtime adds the container.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CgroupPath:
    """One cgroup path.

    level         container, pod, qos, kubepods; host for every other cgroup, root for the root cgroup
    pod_uid       with dashes; 32 hex digits without for a static pod (its `kubernetes.io/config.hash`)
    container_id  64 hex digits, as in `containerID` after `://`
    runtime       cri-containerd, crio, crio-conmon, docker or libpod, where the path names it
    qos           guaranteed, burstable or besteffort
    """

    text: str
    level: str
    pod_uid: str | None = None
    container_id: str | None = None
    runtime: str | None = None
    qos: str | None = None


def cgroup_path(text: str) -> CgroupPath:
    """Read a path as the kernel, `/proc/*/cgroup` or a folder below /sys/fs/cgroup names it."""
    if not text.strip("/"):
        return CgroupPath(text, "root")
    pods = list(_POD.finditer(text))
    kubepods = list(_KUBEPODS.finditer(text))
    if not kubepods and not pods:
        found = _CONTAINER.search(text)
        return CgroupPath(text, "host", None, found["id"] if found else None, _runtime(text))
    if not pods:
        qos = _QOS.search(text, kubepods[-1].start())
        return CgroupPath(text, "qos" if qos else "kubepods", qos=qos["qos"] if qos else None)
    # A cluster inside a container (kind, k3d) has the outer container's ID first: the last pod counts.
    # Below it the first ID counts: what follows was made by the container itself (Docker in Docker).
    pod = pods[-1]
    qos = _QOS.search(text, kubepods[-1].start() if kubepods else 0)
    runtime = _runtime(text[pod.end() :])
    found = _CONTAINER.search(text, pod.end()) if runtime != _MONITOR else None
    return CgroupPath(
        text,
        "container" if found else "pod",
        pod["uid"].replace("_", "-"),
        found["id"] if found else None,
        runtime,
        qos["qos"] if qos else "guaranteed",
    )


# CRI-O's monitor of a container lies beside the container, not in it.
_MONITOR = "crio-conmon"

_POD = re.compile(
    r"(?:^|[/-])pod(?P<uid>[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?=\.slice|[/:]|$)"
)
_CONTAINER = re.compile(r"[/:-](?P<id>[0-9a-f]{64})(?=\.scope|[/:]|$)")
_KUBEPODS = re.compile(r"(?:^|[/:-])kubepods(?=[/:.-]|$)")
_QOS = re.compile(r"kubepods(?:\.slice)?(?:/(?:kubelet-)?kubepods)?[/-](?P<qos>besteffort|burstable)(?=[/.:-]|$)")
_RUNTIME = re.compile(r"[/:](?P<runtime>cri-containerd|crio-conmon|crio|docker|libpod)[-:](?=[0-9a-f]{64})")


def _runtime(text: str) -> str | None:
    found = _RUNTIME.search(text)
    return found["runtime"] if found else None

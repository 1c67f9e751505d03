"""`runtime_containers`: containers and sandboxes as the runtime knows them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Number, Table, Text, Time


class RuntimeContainer(NamedTuple):
    """One container or pod sandbox in one output of crictl, docker, nerdctl, podman or ctr."""

    line: int
    source: Annotated[Text, "crictl, docker or ctr"] = None
    kind: Annotated[Text, "container or sandbox"] = None
    id: Annotated[Text, "its ID; listings print the first 12 or 13 digits"] = None
    name: Annotated[Text, "container name in its pod; docker's own name for a container outside Kubernetes"] = None
    attempt: Annotated[Number, "restart count in its name"] = None
    pod: Annotated[Text, "its pod"] = None
    namespace: Annotated[Text, "the pod's namespace"] = None
    pod_uid: Annotated[Text, "the pod's UID"] = None
    sandbox_id: Annotated[Text, "its sandbox; listings print the first 13 digits"] = None
    image: Annotated[Text, "image as printed"] = None
    state: Annotated[Text, "created, running, exited, unknown, ready, notready, paused, dead, …"] = None
    pid: Annotated[Number, "its first process on the node"] = None
    exit_code: Annotated[Number, "exit code, of an exited container"] = None
    reason: Annotated[Text, "Completed, Error, OOMKilled, …"] = None
    message: Annotated[Text, "the runtime's error"] = None
    oom_killed: Annotated[Flag, "the runtime's OOM flag"] = None
    created: Annotated[Time, "when it was made"] = None
    started: Annotated[Time, "when it was started"] = None
    finished: Annotated[Time, "when it ended"] = None
    age: Annotated[Text, "how long ago it was made, where only that is printed"] = None
    memory_limit_bytes: Annotated[Bytes, "its memory limit; missing where there is none"] = None
    log_path: Annotated[Text, "where its log is"] = None


TABLE = Table("runtime_containers", RuntimeContainer, of="node")

"""`container_states`: current and last state of each container, as one observation has them."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Flag, Number, Path, Table, Text, Time


class ContainerState(NamedTuple):
    """One state (current or last) of one container; `line` is the pod's, so it joins on `src`."""

    line: int
    at: Annotated[str, "path of the container status in the pod"]
    namespace: Annotated[Text, "namespace of the pod"] = None
    pod: Annotated[Text, "name of the pod"] = None
    container: Annotated[Text, "name of the container", Path("name")] = None
    container_type: Annotated[Text, "regular, init or ephemeral"] = None
    which: Annotated[str, "state or lastState, as the API calls them"] = "state"
    state: Annotated[Text, "running, waiting or terminated", Path("{which}.{state}")] = None
    reason: Annotated[Text, "reason of a waiting or terminated state", Path("{which}.{state}.reason")] = None
    message: Annotated[Text, "its message", Path("{which}.{state}.message")] = None
    exit_code: Annotated[int | None, "exit code", Path("{which}.{state}.exitCode")] = None
    signal: Annotated[int | None, "signal", Path("{which}.{state}.signal")] = None
    started: Annotated[Time, "start of this run", Path("{which}.{state}.startedAt")] = None
    finished: Annotated[Time, "end of this run", Path("{which}.{state}.finishedAt")] = None
    container_id: Annotated[Text, "container ID without the runtime's prefix", Path("{which}.{state}.containerID")] = (
        None
    )
    runtime: Annotated[Text, "prefix of the container ID: containerd, cri-o, docker"] = None
    restart_count: Annotated[Number, "restart count of the same status", Path("restartCount")] = None
    ready: Annotated[Flag, "ready", Path("ready")] = None
    form: Annotated[Text, "yaml, json or describe"] = None


TABLE = Table("container_states", ContainerState)

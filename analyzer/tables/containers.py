"""`containers`: what the spec of a pod says about each of its containers."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from analyzer.model.table import Bytes, Flag, Path, Real, Table, Text


class Container(NamedTuple):
    """One container of one observed pod; `line` is the pod's, so both join on `src`."""

    line: int
    at: Annotated[str, "path of the container in the pod's spec"]
    namespace: Annotated[Text, "namespace of the pod"] = None
    pod: Annotated[Text, "name of the pod"] = None
    container: Annotated[Text, "name", Path("name")] = None
    container_type: Annotated[Text, "regular, init, sidecar or ephemeral"] = None
    position: Annotated[int | None, "place in its list, from 0"] = None
    image: Annotated[Text, "image as the spec names it", Path("image")] = None
    command: Annotated[Text, "command, words joined by blanks", Path("command")] = None
    args: Annotated[Text, "arguments, words joined by blanks", Path("args")] = None
    ports: Annotated[Text, "declared ports in order: 8080/TCP,53/UDP", Path("ports")] = None
    port_names: Annotated[Text, "names of declared ports in order, joined by commas", Path("ports")] = None
    host_ports: Annotated[Text, "ports that it takes on its node: 80/TCP,443/TCP", Path("ports")] = None
    other_requests: Annotated[
        Text, "requests of other resources as written: nvidia.com/gpu=1", Path("resources.requests")
    ] = None
    memory_limit_bytes: Annotated[Bytes, "memory limit", Path("resources.limits.memory")] = None
    memory_limit_text: Annotated[Text, "memory limit as it is written", Path("resources.limits.memory")] = None
    memory_request_bytes: Annotated[Bytes, "memory request", Path("resources.requests.memory")] = None
    cpu_limit: Annotated[Real, "CPU limit in cores", Path("resources.limits.cpu")] = None
    cpu_request: Annotated[Real, "CPU request in cores", Path("resources.requests.cpu")] = None
    termination_message_policy: Annotated[Text, "File or FallbackToLogsOnError", Path("terminationMessagePolicy")] = (
        None
    )
    read_only_root: Annotated[
        Flag, "its root file system cannot be written", Path("securityContext.readOnlyRootFilesystem")
    ] = None
    dropped_capabilities: Annotated[
        Text, "capabilities taken from it, joined by commas", Path("securityContext.capabilities.drop")
    ] = None


TABLE = Table("containers", Container)

"""What `kubectl describe` prints, of any kind and version, whole or as an excerpt, as API objects.

The text is not injective: messages, annotations, data and custom resources keep their newlines. So it is read
from the outside in: texts of others are masked (describe_raw), objects are found by the labels at their top,
their kind by labels that only one kind has (describe_kinds), and each kind says which label means which field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import Problem
from analyzer.notation.describe import network as describe_network
from analyzer.notation.describe import policies as describe_policies
from analyzer.notation.describe import storage as describe_storage
from analyzer.notation.describe import workloads as describe_workloads
from analyzer.notation.describe.fields import HEAD, Fields, read
from analyzer.notation.describe.generic import generic
from analyzer.notation.describe.kinds import is_head, kind_of
from analyzer.notation.describe.levels import CONTAINER, STATE, TOP
from analyzer.notation.describe.node import CONDITION_ROW, lease, node
from analyzer.notation.describe.pod import pod
from analyzer.notation.describe.raw import masked
from analyzer.notation.describe.text import Body, Line, lines, printed

_FIRST = re.compile(r"Name:\s+\S")
_SECOND = re.compile(
    r"\s*(?:Namespace|Labels|Roles?|IsDefaultClass|Selector|Annotations|Value|Image Pull Secrets"
    r"|API Version):"
)
_CONTAINER_LINE = re.compile(
    r" {4}(?:Container ID|Image|Image ID|Ports?|Host Ports?|State|Last State|Ready|Restart Count"
    r"|Limits|Requests|Liveness|Readiness|Startup|Environment|Mounts):(?:\s|$)"
)
_STATE_LINE = re.compile(r"\s*(?:Exit Code:\s+\d+|(?:Started|Finished):\s+[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} )")
_POD_LINE = re.compile(
    r"(?:(?:State|Last State):\s+(?:Running|Waiting|Terminated)|Restart Count:\s+\d|Container ID:\s+\S+://"
    r"|(?:Liveness|Readiness|Startup):\s+\S.*delay=|QoS Class:\s+[A-Z]|Controlled By:\s+[A-Z]\w*/"
    r"|Type:\s+(?:EmptyDir|ConfigMap|Secret|Projected|HostPath|PersistentVolumeClaim|DownwardAPI) \("
    r"|Node-Selectors:\s|Start Time:\s+[A-Z][a-z]{2}, \d\d "
    r"|Status:\s+(?:Pending|Running|Failed|Succeeded|Terminating)"
    r"|(?:Non-terminated Pods|System Info|Allocatable|CreationTimestamp|Unschedulable|StrategyType"
    r"|Pods? Status(?:es)?|Reclaim Policy|Session Affinity|Used By):(?:\s|$))"
)


_EVENT_ROW = re.compile(r"(?:Normal|Warning) +[A-Z]\w+ +(?:<\w+>|\d)")
_EVENTS = re.compile(r"^[> \t`*]{0,8}Events:", re.MULTILINE)


_BEHIND_MESSAGES = TOP | {"Exit Code", "Source", "SeccompProfile", "NominatedNodeName"}


class _Chunk(NamedTuple):
    kind: str | None
    lines: list[Line]
    events: list[Line]  # the lines below `Events:`


class _Found(NamedTuple):
    kind: str
    body: Body
    line: int


def is_describe_start(line: str) -> bool:
    """Whether an object may start on this line: `Name:  web`; the next label decides."""
    return _FIRST.match(line.lstrip("> `")) is not None


def is_describe_line(line: str) -> bool:
    """Whether describe alone prints such a line: a known label with a fitting value or indentation."""
    if ":" not in line:
        return False
    return (
        _CONTAINER_LINE.match(line) is not None
        or _STATE_LINE.match(line) is not None
        or _POD_LINE.match(line.lstrip("> `")) is not None
        or CONDITION_ROW.match(line.lstrip("> `")) is not None
        or is_describe_start(line)
    )


def objects(text: str, first_line: int) -> Iterator[KubeObject | Problem]:
    """The objects that `text` describes; an excerpt without a head has no names.

    They have the API's shape as far as describe prints it, with these exceptions: a selector stays the text that
    kubectl prints, a Node has what is printed of its pods and their requests below `describedPods` and
    `describedRequests`, and a Secret the sizes of its values below `describedData`. How long an object
    has been Terminating is in `describedTerminating`. What kubectl prints of another object (the lease of a Node, the quotas of a Namespace)
    is an object of its own.
    """
    for chunk in _chunks(text, first_line):
        for found in _found(chunk):
            yield KubeObject(found.kind, found.body.value, found.line, "describe")


def locate(text: str, first_line: int, object_line: int, path: str) -> tuple[int, int | None] | None:
    """(line, column from 1) of the value at `path` of the object that starts on `object_line`."""
    for chunk in _chunks(text, first_line):
        for found in _found(chunk):
            if found.line != object_line:
                continue
            line = found.body.line(path)
            if line is None:
                return object_line, None
            raw = text.split("\n")[line - first_line]
            value = re.compile(r"[^:]*:\s+(?=\S)").match(raw)
            return line, value.end() + 1 if value else len(raw) - len(raw.lstrip()) + 1
    return None


def events_sections(text: str, first_line: int) -> Iterator[tuple[int, int, dict[str, str]]]:
    """(first line, last line, whose) of each `Events:` section that has rows.

    The first line is that of `Events:`. The third part has kind, namespace, name and, for pods, node,
    as far as they are known.
    """
    # Asked of every text, also of large logs: nearly all of them are done here.
    if "Events:" not in text or not (_EVENTS.search(text) or "<br" in text):
        return
    for chunk in _chunks(text, first_line):
        rows = [line for line in chunk.events if line.text]
        if rows:
            yield chunk.events[0].number, rows[-1].number, _context(chunk)


def _chunks(text: str, first_line: int) -> Iterator[_Chunk]:
    """The lines of each object. Once a text is open that could imitate anything, only a whole head begins another."""
    found = masked(lines(text, first_line))
    bounds: list[int] = []
    is_open = False
    for index, line in enumerate(found):
        if _opens_text(found, index):
            is_open = True
        elif _is_start(found, index) and (not is_open or is_head(found, index)):
            bounds.append(index)
            is_open = False
        elif line.label == "Exit Code" and line.indent == 6:
            # kubectl prints the exit code behind a termination message.
            is_open = False
    if not bounds or bounds[0] > 0:
        bounds.insert(0, 0)
    for begin, end in zip(bounds, [*bounds[1:], len(found)], strict=True):
        yield _chunk(found[begin:end])


def _opens_text(found: list[Line], index: int) -> bool:
    """Whether free text begins here whose end is not known: a message, data, the fields of a custom resource."""
    line = found[index]
    if line.label == "Message" and line.indent in (0, 6):
        following = found[index + 1] if index + 1 < len(found) else line
        return not following.is_masked and following.label not in _BEHIND_MESSAGES
    if line.indent == 0 and line.label == "Kind":
        return index > 0 and found[index - 1].label == "API Version"
    return line.indent == 0 and describe_storage.is_data(found, index)


def _chunk(found: list[Line]) -> _Chunk:
    kind = kind_of(found)
    places = [n for n, line in enumerate(found) if line.indent <= 2 and line.label == "Events"]
    # In data and custom resources earlier ones are part of a text; elsewhere those of messages come later.
    start = (places[-1] if kind in ("ConfigMap", None) or kind not in _KINDS else places[0]) if places else len(found)
    events = found[start:]
    if not events or "<none>" in events[0].text:
        events = []
    return _Chunk(kind, found[: start + 1], events)


def _is_start(found: list[Line], index: int) -> bool:
    line = found[index]
    if line.indent > 3 or not _FIRST.match(line.text):
        return False
    following = found[index + 1] if index + 1 < len(found) else None
    if following is None or not _SECOND.match(following.text) or following.indent > line.indent:
        return False
    before = found[index - 1] if index else None
    if before is None or not before.text:
        return True
    if before.label is None:
        # Below a row of events this may be the second line of its message.
        return not _EVENT_ROW.match(before.text) or is_head(found, index)
    # What a client says on standard error may stand anywhere.
    return before.label.startswith(("std", "Error from server", "error", "Warning"))


def _first_line(chunk: _Chunk) -> int:
    for line in chunk.lines:
        if line.label in TOP or line.label in CONTAINER or line.label in STATE or _FIRST.match(line.text):
            return line.number
    return next((line.number for line in chunk.lines if line.text), 0)


def _found(chunk: _Chunk) -> Iterator[_Found]:
    """The object of a chunk, and those that kubectl prints inside it."""
    body = _body(chunk)
    if body is None or chunk.kind is None:
        return
    yield _Found(chunk.kind, body, _first_line(chunk))
    metadata = body.value.get("metadata", {})
    if chunk.kind == "Node":
        held = lease(chunk.lines, metadata.get("name"))
        if held is not None:
            yield _Found("Lease", *held)
    elif chunk.kind == "Namespace":
        for kind, inner, line in describe_policies.embedded(chunk.lines, metadata.get("name")):
            if inner.value:
                yield _Found(kind, inner, line)


def _body(chunk: _Chunk) -> Body | None:
    if chunk.kind is None:
        return None
    body = _KINDS.get(chunk.kind, generic)(chunk.lines)
    return body if body.value else None


def _context(chunk: _Chunk) -> dict[str, str]:
    body = _body(chunk)
    if body is None or chunk.kind is None:
        return {}
    context = {"kind": chunk.kind}
    metadata, spec = body.value.get("metadata", {}), body.value.get("spec", {})
    for key, value in (("namespace", metadata.get("namespace")), ("name", metadata.get("name"))):
        if value:
            context[key] = value
    node_name = metadata.get("name") if chunk.kind == "Node" else spec.get("nodeName")
    if printed(node_name):
        context["node"] = node_name
    return context


_Convert = Callable[[list[Line]], Body]


def _by(fields: Fields, *more: Callable[[Body, list[Line]], None]) -> _Convert:
    """A kind whose labels these are, and what else has to be read of it."""

    def convert(found: list[Line]) -> Body:
        body = read(found, fields, repeated=describe_network.REPEATED)
        for reader in more:
            reader(body, found)
        return body

    return convert


_KINDS: dict[str, _Convert] = {
    "Pod": pod,
    "Node": node,
    "Deployment": _by(describe_workloads.DEPLOYMENT),
    "ReplicaSet": _by(describe_workloads.REPLICA_SET),
    "ReplicationController": _by(describe_workloads.REPLICA_SET),
    "StatefulSet": _by(describe_workloads.STATEFUL_SET),
    "DaemonSet": _by(describe_workloads.DAEMON_SET),
    "Job": _by(describe_workloads.JOB),
    "CronJob": _by(describe_workloads.CRON_JOB),
    "Service": _by(describe_network.SERVICE),
    "Endpoints": _by(describe_network.ENDPOINTS),
    "EndpointSlice": _by(describe_network.ENDPOINT_SLICE),
    "Ingress": _by(describe_network.INGRESS),
    "NetworkPolicy": _by(describe_network.NETWORK_POLICY),
    "PersistentVolumeClaim": _by(describe_storage.CLAIM),
    "PersistentVolume": _by(describe_storage.VOLUME),
    "StorageClass": _by(describe_storage.STORAGE_CLASS),
    "ConfigMap": _by(HEAD, describe_storage.config_map),
    "Secret": _by(describe_storage.SECRET, describe_storage.secret),
    "Namespace": _by(describe_policies.NAMESPACE),
    "ResourceQuota": _by(HEAD, describe_policies.quota),
    "LimitRange": _by(HEAD, describe_policies.limits),
    "HorizontalPodAutoscaler": _by(describe_policies.AUTOSCALER, describe_policies.scaled_pods),
    "PodDisruptionBudget": _by(describe_policies.BUDGET),
    "ServiceAccount": _by(HEAD),
    "PriorityClass": _by(describe_policies.PRIORITY_CLASS),
    "CertificateSigningRequest": _by(describe_policies.SIGNING_REQUEST),
    **dict.fromkeys(("CSINode", "IngressClass", "PodSecurityPolicy", "Role", "RoleBinding"), _by(HEAD)),
}

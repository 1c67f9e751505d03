"""Rows of tables of events, of describe, `kubectl get events`, `kubectl events` and end-to-end tests."""

from __future__ import annotations

import re
from typing import NamedTuple

_AGE = r"(?:(?:\d+[smhdy]){1,3}|<unknown>|<invalid>)"
_SEEN = rf"(?P<last>{_AGE})(?: \(x(?P<times>\d+) over (?P<first>{_AGE})\))?"
_TYPE = r"(?P<type>Normal|Warning)"
_REASON = r"(?P<reason>[A-Za-z][A-Za-z0-9_]{1,127})"
_NAMESPACE = r"(?:(?P<namespace>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\s+)?"
_OBJECT = r"(?P<kind>[A-Za-z][A-Za-z0-9.]*)/(?P<name>\S+)"
_FROM = r"(?P<source>\{[^}]*\}|[\w.:/@-]+, [\w.:/@-]+|[\w.:/@-]+)"
_PATH = r"(?P<path>[A-Za-z]+(?:\.[A-Za-z]+)*\{[^}]*\})"

_FORMS = (
    # describe, 1.8 and later:  Warning  BackOff  5m (x12 over 60m)  kubelet  Back-off …
    re.compile(rf"{_TYPE}\s+{_REASON}\s+{_SEEN}(?P<rest>\s.*)?"),
    # get events, events:  [shop]  5m  Warning  BackOff  pod/web  [path]  [source]  Back-off …
    re.compile(rf"{_NAMESPACE}{_SEEN}\s+{_TYPE}\s+{_REASON}\s+{_OBJECT}(?:\s+(?P<rest>.*))?"),
    # describe, before 1.8:  5m  1s  23  kubelet, node-1  spec.containers{app}  Warning  BackOff  Back-off …
    re.compile(
        rf"(?P<first>{_AGE})\s+(?P<last>{_AGE})\s+(?P<times>\d+)\s+{_FROM}\s+(?:{_PATH}\s+)?"
        rf"{_TYPE}\s+{_REASON}\s+(?P<message>.*)"
    ),
    # get events, before 1.13:  1s  5m  23  web.15aa  Pod  spec.containers{app}  Warning  BackOff  kubelet  …
    re.compile(
        rf"{_NAMESPACE}(?P<last>{_AGE})\s+(?P<first>{_AGE})\s+(?P<times>\d+)\s+(?P<event>\S+)\s+"
        rf"(?P<kind>[A-Z]\w+)\s+(?:{_PATH}\s+)?{_TYPE}\s+{_REASON}\s+{_FROM}\s+(?P<message>.*)"
    ),
    # end-to-end tests:  At 2020-05-05 11:22:33 +0000 UTC - event for web: {kubelet node-1} BackOff: …
    re.compile(
        rf"(?:.{{0,60}}?\b)?At (?P<time>\S.{{5,45}}?) - event for (?P<name>\S+): "
        rf"{_FROM} {_REASON}: (?P<message>.*)"
    ),
    # columns lost in pasting; wide gaps must be left
    re.compile(rf"{_TYPE}(?:\s{{2,}}){_REASON}(?:\s{{2,}})(?P<message>\S.*)"),
)
_HEADER = re.compile(
    r"(?:NAMESPACE\s+)?LAST ?SEEN\s|Type\s+Reason\s+Age|First ?Seen\s+Last ?Seen\s+Count",
    re.IGNORECASE,
)
# The last columns of `-o wide`: FIRST SEEN, COUNT, NAME; the name ends in the time as 16 hexadecimal digits.
_GAP = re.compile(r"\s{2,}")
_WIDE_NAME = re.compile(r"\S+\.[0-9a-f]{10,20}")
_WIDE_HEAD = re.compile(rf"(?:{_PATH}\s+)?(?:{_FROM}\s{{2,}})?(?P<message>.*)")
_LOOSE = re.compile(r"(?P<source>\{[^}]*\}|[\w.:/@-]+, \S+|[\w.:/@-]+)\s{2,}(?P<message>.*)")
_TIGHT = re.compile(r"(?P<source>\{[^}]*\}|[a-z][\w.-]*, \S+|[a-z][\w.-]*) (?P<message>.*)")
# The row ends inside `5m (x12 over 60m)`, or behind the component.
_CUT_AGE = re.compile(r"\s*\(x(\d+)?[^)]*")
_ONLY_FROM = re.compile(r"\s{2,}[a-z][a-z0-9-]*")
_FIELD_PATH = re.compile(r"spec\.(?:c|initC|ephemeralC)ontainers\{([^}]+)\}(?:: )?")
_FROM_PARTS = re.compile(r"\{?([^\s,{}]+)(?:,? +([^\s{}]+))? ?\}?")

_CONTAINER = r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?"
_CONTAINER_TEXTS = (
    re.compile(rf"Container ({_CONTAINER}) (?:failed \w+ probe|definition changed)"),
    re.compile(rf"Back-off restarting failed container[= ]({_CONTAINER})(?: in pod | pod=|$)"),
    re.compile(rf"(?:Created|Started|Stopping|Killing) container:? ({_CONTAINER})$"),
    re.compile(rf"Killing container with id \w+://({_CONTAINER}):"),
    re.compile(rf".*\bof container \"({_CONTAINER})\"", re.DOTALL),
    re.compile(rf".*\(pod: \"[^\"]+\", container: ({_CONTAINER})\)", re.DOTALL),
)
_HEX = re.compile(r"[0-9a-f]{12,64}")
_POD_IN_TEXT = (
    re.compile(r".*\bin pod (?P<name>[a-z0-9.-]+)_(?P<namespace>[a-z0-9-]+)\((?P<uid>[0-9a-f-]{32,36})\)", re.DOTALL),
    re.compile(
        r".*\bpod[:=] ?\"?(?P<name>[a-z0-9.-]+)_(?P<namespace>[a-z0-9-]+)\((?P<uid>[0-9a-f-]{32,36})\)",
        re.DOTALL,
    ),
    re.compile(r"Successfully assigned (?P<namespace>[a-z0-9-]+)/(?P<name>[a-z0-9.-]+) to "),
)
_NODE_IN_TEXT = re.compile(r"Node (?P<name>[A-Za-z0-9.-]+) (?:status is now:|event: )")
_SHORT_KINDS = {
    "po": "Pod",
    "no": "Node",
    "deploy": "Deployment",
    "rs": "ReplicaSet",
    "sts": "StatefulSet",
    "ds": "DaemonSet",
}
_KINDS = {
    kind.lower(): kind
    for kind in (
        *("Pod", "Node", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service"),
        *(
            "PersistentVolumeClaim",
            "PersistentVolume",
            "Namespace",
            "Ingress",
            "Endpoints",
            "ConfigMap",
            "Secret",
        ),
        *("HorizontalPodAutoscaler", "PodDisruptionBudget", "ReplicationController", "ServiceAccount"),
    )
}
# Only a pod's events have these reasons.
_POD_REASONS = {
    *("FailedScheduling", "Scheduled", "Pulling", "Pulled", "BackOff", "Unhealthy", "FailedCreatePodSandBox"),
    *("FailedMount", "FailedAttachVolume", "SandboxChanged", "FailedKillPod", "Preempted", "ProbeWarning"),
    *("Created", "Started", "Killing", "Evicted"),
}
_POD_TEXT = re.compile(r"Error: |Failed to pull image|Back-off pulling")


class EventRow(NamedTuple):
    """One row as printed: ages and time stay text, `path` is the field path of the object, if printed."""

    type: str | None
    reason: str
    message: str
    namespace: str | None = None
    kind: str | None = None
    name: str | None = None
    path: str | None = None
    source: str | None = None
    last: str | None = None
    first: str | None = None
    times: int | None = None
    time: str | None = None


def is_event_header(line: str) -> bool:
    """Whether the line is the header of a table of events, or the dashes below it."""
    text = line.strip("> `\t\r")
    return _HEADER.match(text) is not None


def event_row(line: str) -> EventRow | None:
    """The event that this line begins, whichever version and command printed it; None if it is none."""
    if len(line) > 100_000 or not ("Normal" in line or "Warning" in line or "event for" in line):
        return None
    text = line.replace("**", "").expandtabs(8).lstrip("> `").rstrip("` \r")
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return _row(found.groupdict())
    return None


def source_parts(source: str | None) -> tuple[str | None, str | None]:
    """(component, host) of `kubelet`, `kubelet, node-1` or `{kubelet node-1}`."""
    found = _FROM_PARTS.fullmatch(source or "")
    return (found[1], found[2]) if found else (None, None)


def container_of(path: str | None, message: str) -> tuple[str | None, str]:
    """(container, message without the field path before it) as path and text name it."""
    found = _FIELD_PATH.match(path or "")
    prefix = _FIELD_PATH.match(message)
    if prefix is not None:
        message = message[prefix.end() :]
    if found or prefix:
        return (found or prefix)[1], message  # type: ignore[index]
    for form in _CONTAINER_TEXTS:
        named = form.match(message)
        if named and not _HEX.fullmatch(named[1]):
            return named[1], message
    return None, message


def object_of(reason: str | None, message: str) -> dict[str, str]:
    """kind, namespace, name and uid of the object, as far as an event's own text tells them."""
    for form in _POD_IN_TEXT:
        found = form.match(message)
        if found is not None:
            return {"kind": "Pod", **found.groupdict()}
    node = _NODE_IN_TEXT.match(message)
    if node is not None:
        return {"kind": "Node", "name": node["name"]}
    of_pod = reason in _POD_REASONS or (reason == "Failed" and _POD_TEXT.match(message))
    return {"kind": "Pod"} if of_pod else {}


def _row(found: dict[str, str | None]) -> EventRow:
    if found.get("rest") is not None:
        found |= _rest(found["rest"] or "", wide="kind" in found)
    name, event = found.get("name"), found.get("event")
    if event:
        name = event.rpartition(".")[0] or event
    times = found.get("times")
    return EventRow(
        type=found.get("type"),
        reason=found["reason"] or "",
        message=(found.get("message") or "").strip(),
        namespace=found.get("namespace"),
        kind=object_kind(found.get("kind")),
        name=name,
        path=found.get("path"),
        source=found.get("source"),
        last=found.get("last"),
        first=found.get("first"),
        times=int(times) if times else None,
        time=found.get("time"),
    )


def _rest(text: str, *, wide: bool) -> dict[str, str | None]:
    """What follows the known columns: From and Message, or the columns of `-o wide`."""
    if cut := _CUT_AGE.fullmatch(text):
        return {"times": cut[1], "first": "", "message": ""}
    if not wide and _ONLY_FROM.fullmatch(text):
        return {"source": text.strip(), "message": ""}
    if not wide:
        loose = _LOOSE.fullmatch(text.strip()) if text.startswith(" ") else None
        found = loose or (_TIGHT.fullmatch(text.strip()) if not text.startswith("  ") else None)
        return found.groupdict() if found else {"message": text.strip()}
    tail = _wide_tail(text.rstrip())
    if tail is None:
        return {"message": text}
    body, first, times = tail
    head = _WIDE_HEAD.fullmatch(body)
    return {**(head.groupdict() if head else {"message": body}), "first": first, "times": times}


def _wide_tail(text: str) -> tuple[str, str, str] | None:
    """(text before, FIRST SEEN, COUNT) of a row of `-o wide`."""
    gaps = list(_GAP.finditer(text))[-3:]
    if len(gaps) < 3 or not _WIDE_NAME.fullmatch(text, gaps[2].end()):
        return None
    first, times = text[gaps[0].end() : gaps[1].start()], text[gaps[1].end() : gaps[2].start()]
    return (text[: gaps[0].start()], first, times) if times.isdecimal() else None


def object_kind(text: str | None) -> str | None:
    """`pod` and `Pod` are Pod, `deployment.apps` is Deployment."""
    if text is None:
        return None
    short = text.partition(".")[0]
    return _KINDS.get(short.lower()) or _SHORT_KINDS.get(short) or short

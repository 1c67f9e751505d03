"""The containers of a described pod: spec and status of each, from the lines between their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.notation.describe.levels import CONTAINER, STATE
from analyzer.notation.describe.probe import probe
from analyzer.notation.describe.text import Body, Line

_STATUS_OF = {
    "containers": "containerStatuses",
    "initContainers": "initContainerStatuses",
    "ephemeralContainers": "ephemeralContainerStatuses",
}
_PROBES = {"Liveness": "livenessProbe", "Readiness": "readinessProbe", "Startup": "startupProbe"}
_RAW = {"Command": "command", "Args": "args"}
_STATE_KEYS = {
    "Reason": "reason",
    "Message": "message",
    "Exit Code": "exitCode",
    "Signal": "signal",
    "Started": "startedAt",
    "Finished": "finishedAt",
}
_TAIL = ("Exit Code", "Signal", "Started", "Finished")
# The kubelet cuts a termination message at 4096 bytes.
_MAX_MESSAGE = 4096
_INTEGER = re.compile(r"-?\d{1,10}")
_QUANTITY_NAME = re.compile(r"[a-z0-9./-]+", re.IGNORECASE)
_ENVIRONMENT_NAME = re.compile(r"([A-Za-z_.][\w.-]*):")
_MOUNT = re.compile(r"(\S.*) from (\S+) \((ro|rw)(?:,path=\"(.*)\")?\)")
# From kubectl 1.34 the name of the port stands behind it.
_PORT = re.compile(r"(\d{1,5})/(\w+)(?: \(([^)]*)\))?")


def containers(body: Body, key: str, lines: list[Line]) -> None:
    """Put the containers of one list (`containers`, `initContainers`, …) and their statuses into a pod.

    Lines before the first header belong to a container whose name is not there.
    """
    for number, (header, fields) in enumerate(_split(lines)):
        container = _Container(body, key, number)
        if header is not None:
            container.named(header)
        container.read(fields)


class _Container:
    def __init__(self, body: Body, key: str, number: int) -> None:
        self._body = body
        self._spec = ("spec", key, number)
        self._status = ("status", _STATUS_OF[key], number)
        self._name: Line | None = None
        self._has_status = False
        self._id_line: int | None = None
        self._states: dict[str, str] = {}

    def named(self, header: Line) -> None:
        """Take the name from the container's header."""
        self._name = header
        self._body.put(header.text.rstrip(":"), header.number, *self._spec, "name")

    def read(self, lines: list[Line]) -> None:
        """Read the fields; what is below a field belongs to it up to the next known label."""
        index = 0
        while index < len(lines):
            end = _field_end(lines, index)
            if lines[index].indent == 4 or index == 0:
                self._field(lines[index], lines[index + 1 : end])
            index = end
        self._place_id()

    def _field(self, line: Line, below: list[Line]) -> None:
        label = line.label
        if label in ("State", "Last State"):
            self._state("state" if label == "State" else "lastState", line, below)
        elif label in _PROBES:
            for value, *path in probe(line.value or ""):
                self._body.put(value, line.number, *self._spec, _PROBES[label], *path)
        elif label in _RAW:
            self._raw(_RAW[label], line, below)
        elif label in ("Limits", "Requests"):
            self._resources(label.lower(), below)
        elif label == "Environment":
            self._environment(below)
        elif label == "Mounts":
            self._mounts(below)
        elif label is not None:
            self._simple(label, line)

    def _simple(self, label: str, line: Line) -> None:
        value = line.value
        if label in ("Port", "Ports"):
            self._ports(line)
        elif label in ("Host Port", "Host Ports"):
            self._host_ports(line)
        elif label == "Image":
            self._body.put(value, line.number, *self._spec, "image")
        elif label == "Container ID":
            self._id_line = line.number if value else None
            self._put(value, line, "containerID")
        elif label == "Image ID":
            self._put(value, line, "imageID")
        elif label == "Ready" and value in ("True", "False"):
            self._put(value == "True", line, "ready")
        elif label == "Restart Count" and value and _INTEGER.fullmatch(value):
            self._put(int(value), line, "restartCount")

    def _ports(self, line: Line) -> None:
        for number, part in enumerate((line.value or "").split(",")):
            if found := _PORT.fullmatch(part.strip()):
                at = (*self._spec, "ports", number)
                self._body.put(int(found[1]), line.number, *at, "containerPort")
                self._body.put(found[2], line.number, *at, "protocol")
                self._body.put(found[3] or None, line.number, *at, "name")

    def _host_ports(self, line: Line) -> None:
        for number, part in enumerate((line.value or "").split(",")):
            if (found := _PORT.fullmatch(part.strip())) and int(found[1]):
                self._body.put(int(found[1]), line.number, *self._spec, "ports", number, "hostPort")

    def _put(self, value: object, line: Line, *path: str) -> None:
        if value is not None and not self._has_status:
            self._has_status = True
            if self._name is not None:
                self._body.put(self._name.text.rstrip(":"), self._name.number, *self._status, "name")
        self._body.put(value, line.number, *self._status, *path)

    def _state(self, which: str, line: Line, below: list[Line]) -> None:
        kind = (line.value or "").partition(" ")[0].lower()
        if kind not in ("running", "waiting", "terminated"):
            return
        self._put({}, line, which, kind)
        self._states[which] = kind
        head, message, tail = _parts(below)
        if message is not None:
            self._put(message[1], message[0], which, kind, "message")
        for found in (*head, *tail):
            label = found.label or ""
            if label in _STATE_KEYS:
                self._put(_state_value(label, found.value), found, which, kind, _STATE_KEYS[label])

    def _place_id(self) -> None:
        """The one container ID is that of the current run, or while a restart is waited for of the last."""
        which = "lastState" if self._states.get("state") == "waiting" else "state"
        if self._id_line is not None and which in self._states:
            self._body.put(None, self._id_line, *self._status, which, self._states[which], "containerID")

    def _raw(self, key: str, line: Line, below: list[Line]) -> None:
        self._body.put(None, line.number, *self._spec, key)
        for number, found in enumerate(found for found in below if found.text):
            self._body.put(found.text, found.number, *self._spec, key, number)

    def _resources(self, key: str, below: list[Line]) -> None:
        for line in below:
            label = line.label
            if label and line.value and _QUANTITY_NAME.fullmatch(label):
                self._body.put(line.value, line.number, *self._spec, "resources", key, label)

    def _environment(self, below: list[Line]) -> None:
        number = 0
        for line in below:
            found = _ENVIRONMENT_NAME.match(line.text) if line.indent == 6 else None
            if found:
                self._body.put(found[1], line.number, *self._spec, "env", number, "name")
                number += 1

    def _mounts(self, below: list[Line]) -> None:
        number = 0
        for line in below:
            found = _MOUNT.fullmatch(line.text)
            if found:
                for key, value in (
                    ("name", found[2]),
                    ("mountPath", found[1]),
                    ("readOnly", found[3] == "ro"),
                    ("subPath", found[4]),
                ):
                    self._body.put(value, line.number, *self._spec, "volumeMounts", number, key)
                number += 1


def _split(lines: list[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """(header, fields) of each container."""
    header: Line | None = None
    fields: list[Line] = []
    raw = False
    for index, line in enumerate(lines):
        if line.indent == 4:
            raw = line.label in _RAW
        if _is_header(lines, index, raw=raw):
            if header is not None or fields:
                yield header, fields
            header, fields = line, []
        elif line.label or fields:
            fields.append(line)
    if header is not None or fields:
        yield header, fields


def _is_header(lines: list[Line], index: int, *, raw: bool) -> bool:
    """A name at indent 2 (3 in a pod template), or a bare word right above a container's fields."""
    line = lines[index]
    following = next((found for found in lines[index + 1 : index + 3] if found.text), None)
    leads = following is None or following.label in CONTAINER
    if line.name is not None and line.indent in (2, 3):
        return leads or not raw
    bare = re.fullmatch(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?", line.text)
    return bare is not None and index == 0 and line.indent <= 3 and following is not None and leads


def _field_end(lines: list[Line], start: int) -> int:
    """Where the field that begins at `start` ends (exclusive)."""
    end = start + 1
    if lines[start].label in ("State", "Last State"):
        return _state_end(lines, start)
    while end < len(lines) and not (lines[end].indent == 4 and lines[end].label in CONTAINER):
        end += 1
    return end


def _state_end(lines: list[Line], start: int) -> int:
    """Where a state ends.

    A termination message keeps its newlines and can imitate any line. kubectl prints the exit code
    after the message, so behind a message the state goes on to `Last State:`, or to `Ready:` with
    `Restart Count:` on the next line; where an excerpt has neither, to the first known label.
    """
    first = start + 1
    while first < len(lines) and not (lines[first].indent == 4 and lines[first].label in CONTAINER):
        first += 1
    if not any(line.indent == 6 and line.label == "Message" for line in lines[start:first]):
        return first
    size = 0
    for index in range(first, len(lines)):
        if _closes_state(lines, start, index):
            return index
        size += len(lines[index].text) + 1
        if size > _MAX_MESSAGE:
            break
    return first


def _closes_state(lines: list[Line], start: int, end: int) -> bool:
    label = lines[end].label if lines[end].indent == 4 else None
    if label == "Last State":
        return lines[start].label == "State"
    following = lines[end + 1].label if end + 1 < len(lines) else "Restart Count"
    return label == "Ready" and following == "Restart Count"


def _parts(below: list[Line]) -> tuple[list[Line], tuple[Line, str] | None, list[Line]]:
    """(lines before the message, the message with its line, lines after it) of a state."""
    own = [line for line in below if line.indent >= 5 or line.label in STATE]
    start = next((n for n, line in enumerate(below) if line.indent >= 5 and line.label == "Message"), None)
    if start is None:
        return own, None, []
    last = {label: n for n, line in enumerate(below) if n > start and (label := line.label) in _TAIL}
    tail = min((n for label, n in last.items() if label == "Exit Code"), default=min(last.values(), default=None))
    end = len(below) if tail is None else tail
    message = [
        below[start].rest,
        *(line.text for line in below[start + 1 : end]),
    ]
    text = "\n".join(message).strip()
    found = (below[start], text) if text else None
    return below[:start], found, [below[n] for n in sorted(last.values())]


def _state_value(label: str, value: str | None) -> object:
    if label in ("Exit Code", "Signal"):
        return int(value) if value and _INTEGER.fullmatch(value) else None
    return value

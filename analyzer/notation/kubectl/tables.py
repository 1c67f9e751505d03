"""Tables of `kubectl get` and `kubectl top`: headers, and rows cut at the offsets of their columns.

Headers are printed in upper case with gaps of three blanks or more; a row's cells begin where its columns
do. Pasting collapses gaps and turns them into tabs; from kubectl 1.37 on the columns of big lists may move right
part-way. What kind a table lists follows from its columns (Kubernetes 1.16 to 1.37, OpenShift 4).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.notation.kubectl.commands import kind_named
from analyzer.notation.kubectl.events import event_row, is_event_header
from analyzer.notation.kubectl.rows import (
    NodeRow,
    PodRow,
    is_node_row,
    is_pod_row,
    node_row,
    pod_row,
)
from analyzer.notation.pasted import without_bold


class Header(NamedTuple):
    """The header of a table.

    names   of the columns, in order
    starts  offset of each column; None where gaps were collapsed, so that offsets mean nothing
    kind    what the rows are: a Kubernetes kind, or one of `SPECIAL`; None where the columns do not tell
    """

    names: tuple[str, ...]
    starts: tuple[int, ...] | None
    kind: str | None

    def cells(self, line: str) -> dict[str, str] | None:
        """The cells of a row by column; None for a line that is no row below this header."""
        return _cells(self, line)


# Tables that list no objects.
SPECIAL = ("api-resources", "api-versions", "contexts", "top-pods", "top-nodes", "top-containers")


def header(line: str) -> Header | None:
    """The header that a line is; None for any other line."""
    if len(line) > _LONGEST or not (found := _START.match(line)):
        return None
    text = without_bold(line.rstrip()[found.start("name") :])
    tokens = _tokens(text)
    names = tuple(name for name, _ in tokens)
    if len(names) < 2 or not all(_COLUMN.fullmatch(name) for name in names):
        return None
    kind = _kind(names)
    if kind is None and not _is_generic(names):
        return None
    collapsed = "\t" in text or not re.search(r"\S\s{2,}\S", text)
    starts = None if collapsed else tuple(start + found.start("name") for _, start in tokens)
    return Header(names, starts, kind)


def custom_header(line: str) -> Header | None:
    """The header of custom columns, whose names are free; to be asked only where a command says that they are."""
    text = line.rstrip()
    tokens = _tokens(text.lstrip())
    names = tuple(name for name, _ in tokens)
    if not names or not all(re.fullmatch(r"[A-Z][\w ./:()%-]{0,80}", name) for name in names) or text != text.upper():
        return None
    shift = len(text) - len(text.lstrip())
    return Header(names, tuple(start + shift for _, start in tokens), _kind(names))


def wrapped_header(line: str) -> Header | None:
    """The rest of a header that a terminal wrapped; its rows are wrapped alike."""
    words = line.split()
    if not words or len(words) > 20 or header(line) is not None or not all(map(_COLUMN.fullmatch, words)):
        return None
    return custom_header(line)


def table_kind(line: str) -> str | None:
    """pod-table, node-table, event-table or object-table if the line is the header of one."""
    if is_event_header(line):
        return "event-table"
    found = header(line)
    return None if found is None else table_role(found.kind)


def table_role(kind: str | None) -> str:
    """The role of a table of this kind."""
    return {"Pod": "pod-table", "Node": "node-table", "Event": "event-table"}.get(kind or "", "object-table")


def is_event_row(line: str) -> bool:
    """Whether the line is a row of a table of events, of whatever form and version."""
    return event_row(line) is not None


_LONGEST = 4000
_START = re.compile(
    r"[\s>`*]{0,8}(?P<name>NAMESPACE|NAME|LAST ?SEEN|FIRST ?SEEN|POD|NODE|KIND|TYPE|REASON|CURRENT|SHORTNAMES|COUNT|OBJECT)(?=[\s*`])"
)
_COLUMN = re.compile(r"[A-Z%][A-Z0-9%/_.# -]{0,60}(?:\((?:s|S|cores|bytes)\))?|CPU\(cores\)|MEMORY\(bytes\)")
_TOGETHER = (
    r"LAST SEEN|FIRST SEEN|ACCESS MODES|RECLAIM POLICY|NODE SELECTOR|NOMINATED NODE|READINESS GATES|LAST SCHEDULE"
    r"|CREATED AT|MIN AVAILABLE|MAX UNAVAILABLE|ALLOWED DISRUPTIONS|PORT\(S\)"
)
_TOKEN = re.compile(rf"(?:{_TOGETHER})(?=\s|$)|\S+")


def _tokens(text: str) -> list[tuple[str, int]]:
    """(name, offset) of each column; words one blank apart are one name where other gaps are wide."""
    found = [(token.group(), token.start()) for token in _TOKEN.finditer(text)]
    if not re.search(r"\S(?:\s{2,}|\t)\S", text):
        return found
    out: list[tuple[str, int]] = []
    for name, start in found:
        if out and start == out[-1][1] + len(out[-1][0]) + 1 and text[start - 1] == " ":
            out[-1] = (f"{out[-1][0]} {name}", out[-1][1])
        else:
            out.append((name, start))
    return out


def _is_generic(names: tuple[str, ...]) -> bool:
    """Whether columns of an unknown kind are still those of an object: a name, and an age or a namespace."""
    return "NAME" in names and ("AGE" in names or (names[0] == "NAMESPACE" and len(names) > 1))


# Columns that tell the kind, the more special ones first; `=` asks for exactly these (beside NAMESPACE and labels).
_SIGNATURES: tuple[tuple[str, str], ...] = (
    ("Event", "LAST SEEN,REASON"),
    ("Event", "LASTSEEN,REASON"),
    ("Event", "REASON,MESSAGE"),
    ("Pod", "READY,STATUS,RESTARTS"),
    ("Pod", "NAME,STATUS,RESTARTS"),
    ("ClusterOperator", "VERSION,AVAILABLE,PROGRESSING,DEGRADED"),
    ("ClusterOperator", "VERSION,AVAILABLE,PROGRESSING,FAILING"),
    ("ClusterVersion", "VERSION,AVAILABLE,PROGRESSING"),
    ("MachineConfigPool", "CONFIG,UPDATED,UPDATING,DEGRADED"),
    ("Node", "STATUS,AGE,VERSION"),
    ("DaemonSet", "DESIRED,CURRENT,NODE SELECTOR"),
    ("DaemonSet", "DESIRED,CURRENT,NODE-SELECTOR"),
    ("Deployment", "READY,UP-TO-DATE,AVAILABLE"),
    ("Deployment", "DESIRED,CURRENT,UP-TO-DATE,AVAILABLE"),
    ("ReplicaSet", "DESIRED,CURRENT,READY"),
    ("StatefulSet", "=NAME,READY,AGE"),
    ("StatefulSet", "=NAME,READY,AGE,CONTAINERS,IMAGES"),
    ("StatefulSet", "=NAME,DESIRED,CURRENT,AGE"),
    ("Job", "COMPLETIONS,DURATION"),
    ("Job", "DESIRED,SUCCESSFUL"),
    ("CronJob", "SCHEDULE,SUSPEND,ACTIVE"),
    ("Service", "CLUSTER-IP,EXTERNAL-IP"),
    ("EndpointSlice", "ADDRESSTYPE,ENDPOINTS"),
    ("Endpoints", "=NAME,ENDPOINTS,AGE"),
    ("Route", "HOST/PORT,SERVICES"),
    ("Ingress", "HOSTS,PORTS"),
    ("PersistentVolumeClaim", "STATUS,VOLUME,CAPACITY"),
    ("PersistentVolume", "CAPACITY,RECLAIM POLICY"),
    ("PersistentVolume", "CAPACITY,RECLAIMPOLICY"),
    ("StorageClass", "NAME,PROVISIONER"),
    ("HorizontalPodAutoscaler", "REFERENCE,MINPODS,MAXPODS"),
    ("PodDisruptionBudget", "MIN AVAILABLE,MAX UNAVAILABLE"),
    ("CertificateSigningRequest", "REQUESTOR,CONDITION"),
    ("VolumeAttachment", "ATTACHER,PV,NODE"),
    ("CSIDriver", "ATTACHREQUIRED,PODINFOONMOUNT"),
    ("CSINode", "=NAME,DRIVERS,AGE"),
    ("NetworkPolicy", "NAME,POD-SELECTOR"),
    ("PriorityClass", "VALUE,GLOBAL-DEFAULT"),
    ("RuntimeClass", "NAME,HANDLER,AGE"),
    ("IngressClass", "CONTROLLER,PARAMETERS"),
    ("Lease", "=NAME,HOLDER,AGE"),
    ("APIService", "NAME,SERVICE,AVAILABLE"),
    ("ResourceQuota", "NAME,AGE,REQUEST,LIMIT"),
    ("ComponentStatus", "NAME,STATUS,MESSAGE,ERROR"),
    ("Machine", "NAME,PHASE,TYPE,REGION"),
    ("MachineSet", "DESIRED,CURRENT,READY,AVAILABLE,AGE"),
    ("RoleBinding", "=NAMESPACE,NAME,ROLE,AGE"),
    ("Secret", "=NAME,TYPE,DATA,AGE"),
    ("ConfigMap", "=NAME,DATA,AGE"),
    ("ServiceAccount", "=NAME,SECRETS,AGE"),
    ("Namespace", "=NAME,STATUS,AGE"),
    ("CustomResourceDefinition", "=NAME,CREATED AT"),
    ("HelmRelease", "REVISION,UPDATED,STATUS,CHART"),
    ("top-containers", "POD,NAME,CPU(cores),MEMORY(bytes)"),
    ("top-nodes", "CPU(cores),CPU%,MEMORY(bytes)"),
    ("top-nodes", "CPU(cores),CPU(%),MEMORY(bytes)"),
    ("top-pods", "NAME,CPU(cores),MEMORY(bytes)"),
    ("api-resources", "NAME,NAMESPACED,KIND"),
    ("contexts", "CURRENT,NAME,CLUSTER"),
)
_FIXED = tuple(
    (kind, frozenset(wanted.removeprefix("=").split(",")), wanted.startswith("=")) for kind, wanted in _SIGNATURES
)
_BESIDE = frozenset(("NAMESPACE", "LABELS"))


def _kind(names: tuple[str, ...]) -> str | None:
    found = frozenset(names)
    for kind, wanted, exactly in _FIXED:
        if wanted <= found and (not exactly or found - _BESIDE == wanted - _BESIDE):
            return kind
    return None


# `5 (3m ago)` is one cell, however narrow the gaps are.
_AGO = re.compile(r"(\d+) \((\S{1,20}) ago\)")
_FREE_TEXT = frozenset(("MESSAGE", "NOTE", "ERROR", "STATUS", "LABELS", "SELECTOR"))


def _cells(head: Header, line: str) -> dict[str, str] | None:
    line = without_bold(line.rstrip())
    if not line or len(line) > 200_000:
        return None
    values = None
    if "\t" in line:
        values = [part.strip() for part in re.split(r"\t+", line.strip())]
    elif head.starts is not None:
        values = _at_offsets(head, line)
    if values is None or len(values) != len(head.names):
        values = _at_gaps(head, line.lstrip(_TREE) if not _DRAWN.isdisjoint(line[:40]) else line)
    if values is None or sum(map(bool, values)) < 2:
        return None
    # `kubectl tree` and `kubectl lineage` draw lines in front of the names.
    values = [value.lstrip(_TREE) if value[:1] in _DRAWN else value for value in values]
    first = 0 if values[0] or len(values) == 1 else 1
    if not values[first] or (
        " " in values[first].removesuffix(" (default)") and head.names[first] in ("NAME", "NAMESPACE", "POD")
    ):
        return None
    cells = dict(zip(head.names, values, strict=True))
    # What a person wrote below a table may have as many words as it has columns.
    return cells if _AGE.fullmatch(cells.get("AGE", "")) else None


_AGE = re.compile(r"(?:\d{1,6}[smhdy]){0,3}|<unknown>|<invalid>|<none>|\d{4}-\d\d-\d\d\S*")
_TREE = "│├└─ \u00a0"
_DRAWN = frozenset("│├└")


def _at_offsets(head: Header, line: str) -> list[str] | None:
    """The cells at the header's offsets; None where a cell lies across one, so that columns have moved."""
    starts = head.starts or ()
    if len(line) > starts[0] and starts[0] and line[: starts[0]].strip(" >`*"):
        return None
    for start in starts[1:]:
        if start <= len(line) and not line[start - 1].isspace():
            return None
    # A cell that begins to the right of its column and one that ends there: the columns have moved.
    if any(
        start < len(line) and line[start].isspace() and line[start : end or None].strip()
        for start, end in _pairs(starts)
    ):
        return None
    return [line[start : end or None].strip() for start, end in _pairs(starts)]


def _pairs(starts: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(zip(starts, (*starts[1:], 0), strict=True))


def _at_gaps(head: Header, line: str) -> list[str] | None:
    """The cells between wide gaps, else between any: as many as there are columns, the last one taking the rest."""
    count = len(head.names)
    wide = re.split(r"\s{2,}", line.strip(" >`"))
    if len(wide) == count:
        return wide
    narrow = _AGO.sub(r"\1_(\2_ago)", line.strip(" >`")).split()
    narrow = [word.replace("_(", " (").replace("_ago)", " ago)") for word in narrow]
    if len(narrow) == count and (head.starts is None or "AGE" in head.names):
        return narrow
    if len(narrow) > count and head.names[-1] in _FREE_TEXT:
        return [*narrow[: count - 1], " ".join(narrow[count - 1 :])]
    # What a person cut at the right.
    if 3 <= len(wide) < count and head.starts is not None and len(line) < head.starts[-1]:
        return [*wide, *[""] * (count - len(wide))]
    return None


def row_kind(name: str, head: Header | None, wanted: str | None) -> tuple[str | None, str]:
    """(kind, name) of a row: `deployment.apps/web` names its kind, else the header or the command does."""
    resource, slash, rest = name.partition("/")
    if slash and (kind := kind_named(resource)):
        return kind, rest
    if slash and resource:
        return resource.partition(".")[0], rest
    printed = head.kind if head is not None else None
    return (wanted if wanted and printed in _SHARED else printed or wanted), name


# Columns that several kinds have; what the command asked for decides.
_SHARED = frozenset(("ReplicaSet", "Namespace", "StatefulSet", "CustomResourceDefinition", "ConfigMap", "RoleBinding"))


__all__ = [
    "SPECIAL",
    "Header",
    "NodeRow",
    "PodRow",
    "custom_header",
    "header",
    "is_event_header",
    "is_event_row",
    "is_node_row",
    "is_pod_row",
    "node_row",
    "pod_row",
    "row_kind",
    "table_kind",
    "table_role",
    "wrapped_header",
]

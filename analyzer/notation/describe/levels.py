"""Putting lines of an excerpt of `kubectl describe` back to the indentation they were printed with."""

from __future__ import annotations

from collections import Counter

from analyzer.notation.describe.text import Line

CONTAINER_LISTS = {
    "Init Containers": "initContainers",
    "Containers": "containers",
    "Ephemeral Containers": "ephemeralContainers",
}
TOP = frozenset(
    {
        *CONTAINER_LISTS,
        *("Namespace", "Priority", "Priority Class Name", "Runtime Class Name", "Service Account", "Node"),
        *("Start Time", "Labels", "Annotations", "Status", "IP", "IPs", "Controlled By", "Readiness Gates"),
        *("Conditions", "Volumes", "QoS Class", "Node-Selectors", "Tolerations", "Events", "Roles", "Taints"),
        *(
            "CreationTimestamp",
            "Unschedulable",
            "Lease",
            "Addresses",
            "Capacity",
            "Allocatable",
            "System Info",
        ),
        *("PodCIDR", "PodCIDRs", "ProviderID", "Non-terminated Pods", "Allocated resources", "Selector"),
        *(
            "Replicas",
            "StrategyType",
            "Pod Template",
            "Termination Grace Period",
            "Topology Spread Constraints",
        ),
    }
)
CONTAINER = frozenset(
    {
        *("Container ID", "Image", "Image ID", "Port", "Ports", "Host Port", "Host Ports", "Command", "Args"),
        *("State", "Last State", "Ready", "Restart Count", "Limits", "Requests", "Liveness", "Readiness"),
        *("Startup", "Environment", "Environment Variables from", "Mounts", "Devices", "SeccompProfile"),
        *("QoS Tier", "Environment Variables"),
    }
)
STATE = frozenset({"Reason", "Message", "Exit Code", "Signal", "Started", "Finished"})
_AMOUNTS = frozenset({"cpu", "memory", "ephemeral-storage"})
_STATE_OWNERS = ("State", "Last State")
# These stand at one level only, whatever object they belong to.
_SURE_CONTAINER = CONTAINER - {"Port", "Ports", "Image", "Limits", "Requests", "Command", "Args"}
_SURE_STATE = frozenset({"Exit Code", "Finished"})


def restored(lines: list[Line]) -> list[Line]:
    """The lines with the indentation of kubectl, where pasting moved or removed it.

    A text moved as a whole is moved back. Where labels of different levels stand in one column, the
    indentation is lost and each known label gets its own level again. Hostile text cannot use this:
    it works only on texts whose true labels are out of place.
    """
    shifts = Counter(shift for line in lines if (shift := _shift(line)) is not None)
    if not shifts or set(shifts) == {0}:
        return lines
    if _is_flat(lines):
        return _levelled(lines)
    shift, _ = shifts.most_common(1)[0]
    if shift:
        lines = [line.moved(line.indent + shift) if line.text else line for line in lines]
    return [_first_line(lines), *lines[1:]]


def _shift(line: Line) -> int | None:
    level = _level(line.label)
    return None if level is None else level - line.indent


def _level(label: str | None) -> int | None:
    if label in _SURE_CONTAINER:
        return 4
    if label in TOP:
        return 0
    return 6 if label in _SURE_STATE else None


def _first_line(lines: list[Line]) -> Line:
    """Copying often begins behind the indentation of the first line."""
    for line in lines:
        if line.text:
            level = _level(line.label)
            return lines[0] if level is None or line is not lines[0] else line.moved(level)
    return lines[0]


def _is_flat(lines: list[Line]) -> bool:
    states = {line.indent for line in lines if line.label in ("State", "Last State", "Restart Count")}
    below = {line.indent for line in lines if line.label in ("Exit Code", "Finished", "Started")}
    above = {line.indent for line in lines if line.label in (*CONTAINER_LISTS, "Conditions", "Volumes", "QoS Class")}
    return len(states) == 1 and states in (below, above)


def _levelled(lines: list[Line]) -> list[Line]:
    out = []
    owner: str | None = None
    for index, line in enumerate(lines):
        label = line.label
        if (label in STATE and owner in _STATE_OWNERS) or (label in _AMOUNTS and owner in ("Limits", "Requests")):
            level = 6
        elif label in CONTAINER:
            level, owner = 4, label
        elif label in TOP:
            level, owner = 0, label
        elif line.name and index + 1 < len(lines) and lines[index + 1].label in CONTAINER:
            level, owner = 2, None
        else:
            level = 6 if owner in CONTAINER else line.indent
        out.append(line.moved(level) if line.text else line)
    return out

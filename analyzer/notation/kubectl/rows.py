"""Rows of `kubectl get pods` and `kubectl get nodes`, recognised by the values in their columns.

Headers are lost when people paste, so a row has to be known by itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_AGE = r"(?:\d+[smhdy]){1,3}|<unknown>|<invalid>"
_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
_POD = re.compile(
    rf"(?:(?P<namespace>[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?)\s+)?(?:pods?/)?(?P<name>{_NAME})\s+(?P<ready>\d+/\d+)\s+"
    r"(?P<status>[A-Z][\w:./-]*)"
    rf"(?:\s+(?P<restarts>\d+)(?: \((?P<last>{_AGE}) ago\))?\s+(?P<age>{_AGE})(?P<rest>\s.*)?)?"
)
_WIDE = re.compile(r"\s+(?P<ip>[0-9a-f.:]{3,45}|<none>)\s+(?P<node>[A-Za-z0-9][\w.-]*|<none>)(?:\s.*)?")
# Rows that end at the status are pod rows only with a status that kubectl is known to print.
_SHORT_STATUS = re.compile(
    r"(?:Init:.*|Running|Pending|Completed|Error|Unknown|Terminating|Evicted|\w*BackOff|\w*Error|\w*Err\w+"
    r"|ContainerCreating|PodInitializing|OOMKilled|ContainerCannotRun|NotReady|Succeeded|Failed)"
)
_NODE = re.compile(
    rf"(?:nodes?/)?(?P<name>[A-Za-z0-9][\w.-]*)\s+(?P<status>(?:Ready|NotReady|Unknown)(?:,[A-Za-z]+)*)\s+"
    rf"(?:(?P<roles>\S+)\s+)?(?P<age>{_AGE})\s+(?P<version>v\d+\.\d+\S*)(?P<rest>\s.*)?"
)
_RESTARTS = re.compile(rf"(?P<restarts>\d{{1,9}})(?: \((?P<last>{_AGE}) ago\))?")
_PHASES = ("Pending", "Running", "Succeeded", "Failed", "Unknown")


class PodRow(NamedTuple):
    """One row of `kubectl get pods`; `status` is what kubectl computes, not the phase."""

    namespace: str | None
    name: str
    ready: str | None
    status: str | None
    restarts: int | None
    age: str | None
    ip: str | None
    node: str | None

    @property
    def phase(self) -> str | None:
        """The phase, where the status is one."""
        return self.status if self.status in _PHASES else None


class NodeRow(NamedTuple):
    """One row of `kubectl get nodes`."""

    name: str
    status: str
    age: str
    version: str
    os_image: str | None
    kernel: str | None
    runtime: str | None


def pod_row(line: str) -> PodRow | None:
    """The row that this line is, with or without namespace and wide columns; None if it is none."""
    if "/" not in line or len(line) > 5000:
        return None
    found = _POD.fullmatch(line.strip("> `\t\r"))
    if found is None or (found["age"] is None and not _SHORT_STATUS.fullmatch(found["status"])):
        return None
    wide = _WIDE.fullmatch(found["rest"] or "")
    return PodRow(
        namespace=found["namespace"],
        name=found["name"],
        ready=found["ready"],
        status=found["status"],
        restarts=int(found["restarts"]) if found["restarts"] else None,
        age=found["age"],
        ip=_given(wide["ip"]) if wide else None,
        node=_given(wide["node"]) if wide else None,
    )


def node_row(line: str) -> NodeRow | None:
    """The row that this line is; None if it is none."""
    if "Ready" not in line and "Unknown" not in line:
        return None
    found = _NODE.fullmatch(line.strip("> `\t\r")) if len(line) < 5000 else None
    if found is None:
        return None
    # INTERNAL-IP EXTERNAL-IP OS-IMAGE KERNEL-VERSION CONTAINER-RUNTIME [LABELS]; the image holds blanks.
    wide = re.split(r"\s{2,}", (found["rest"] or "").strip())
    image, kernel, runtime = wide[2:5] if len(wide) >= 5 and "://" in wide[4] else (None, None, None)
    return NodeRow(found["name"], found["status"], found["age"], found["version"], image, kernel, runtime)


def restarts_cell(text: str) -> tuple[int | None, str | None]:
    """(restarts, age of the last one) of `7` and `7 (9m ago)`."""
    found = _RESTARTS.fullmatch(text.strip())
    return (int(found["restarts"]), found["last"]) if found else (None, None)


def is_pod_row(line: str) -> bool:
    """Whether the line is a row of `kubectl get pods`."""
    return pod_row(line) is not None


def is_node_row(line: str) -> bool:
    """Whether the line is a row of `kubectl get nodes`."""
    return node_row(line) is not None


def _given(text: str | None) -> str | None:
    return None if text in (None, "", "<none>", "<unset>") else text

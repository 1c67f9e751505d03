"""Rules of node-problem-detector as rules of this program.

Its system log monitor reads JSON files with patterns over the kernel's or a service's log (kubernetes/node-problem-detector,
config/kernel-monitor.json and docs/custom_plugin_monitor.md; versions 0.8 to 1.0 have the same keys). Its patterns are
Go's, which is the dialect of RE2 that rules have.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import yaml

from analyzer.model.errors import RuleError
from analyzer.model.source import SourceLine

_UNITS = {
    "kernel-monitor": None,
    "docker-monitor": "dockerd",
    "kubelet-monitor": "kubelet",
    "containerd-monitor": "containerd",
}


class _Rule(msgspec.Struct):
    reason: str
    pattern: str
    type: str = "temporary"
    condition: str = ""


class _Monitor(msgspec.Struct):
    rules: list[_Rule]
    plugin: str = "kmsg"
    source: str = "kernel-monitor"


def imported(content: bytes, section: str, label: str) -> dict[str, str]:
    """The rule files, by name, that say the same as one monitor's configuration.

    Each has a test that fires on an invented line only where the pattern is a plain text; the author adds the others.
    RuleError where the file is no such configuration.
    """
    try:
        monitor = msgspec.json.decode(content, type=_Monitor)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RuleError(
            f"is no configuration of node-problem-detector: {error}",
            at=SourceLine(label),
            remedy="give a system log monitor's JSON",
        ) from error
    if monitor.plugin not in ("kmsg", "journald", "filelog"):
        raise RuleError(
            f"the plugin '{monitor.plugin}' reads no log",
            at=SourceLine(label),
            remedy="give a system log monitor's JSON",
        )
    found: dict[str, str] = {}
    for rule in monitor.rules:
        name = _name(rule.reason)
        number = 2
        while name in found:
            name, number = f"{_name(rule.reason)}-{number}", number + 1
        found[name] = _text(rule, f"{section}.{name}", monitor.source)
    return found


def _name(reason: str) -> str:
    """`TaskHung` as `npd-task-hung`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "-", reason).strip("-").lower()
    return f"npd-{words or 'rule'}"


def _text(rule: _Rule, name: str, source: str) -> str:
    unit = _UNITS.get(source)
    where: dict[str, Any] = {"message|re": rule.pattern}
    if unit is not None:
        where["unit"] = unit
    permanent = rule.type == "permanent"
    said = f"sets its condition {rule.condition}" if permanent and rule.condition else "reports an event"
    made: dict[str, Any] = {
        "id": name,
        "title": f"{rule.reason} in the log of the {unit or 'kernel'}",
        "level": "high" if permanent else "medium",
        "role": "cause",
        "origins": ["kernel" if unit is None else "kubelet" if unit == "kubelet" else "runtime"],
        "when": {"table": "kernel_messages" if unit is None else "service_log", "where": where, "group": ["node"]},
        "confidence": "likely",
        "evidence": ["message"],
        "subject": {"kind": "Node", "name": "{node}", "node": "{node}"},
        "message": f"The {unit or 'kernel'} of node {{node}} logged what node-problem-detector calls {rule.reason}, {{count}} times",
    }
    head = f"# From the monitor {source} of node-problem-detector, which {said} here.\n"
    return head + yaml.safe_dump(made, sort_keys=False, width=140, allow_unicode=True)

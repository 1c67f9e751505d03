"""A rule that matched, with its proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LEVELS = ("critical", "high", "medium", "low", "informational")
CONFIDENCES = ("confirmed", "likely", "possible")
ROLES = ("cause", "symptom", "contributing", "noise")
ORIGINS = ("kernel", "cgroup", "kubelet", "runtime", "application", "objects", "events")


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing at fault; what the input does not name is None."""

    kind: str | None = None
    namespace: str | None = None
    name: str | None = None
    container: str | None = None
    node: str | None = None

    def named(self) -> dict[str, Any]:
        """What is known of it, by the names that links use; `pod` is the name only of a pod."""
        pod = self.name if self.kind == "Pod" else None
        known = {"namespace": self.namespace, "pod": pod, "container": self.container, "node": self.node}
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line of a member that proves something, quoted after redaction.

    line    1-based line in the member; column 1-based where the line is long and the place is known
    at      the object path that the line was found by, for API objects
    text    the line as it stands; one above 400 characters is cut around the hit and marked with …
    before, after   up to three lines around it
    """

    path: str
    line: int
    text: str
    column: int | None = None
    at: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to do: `kind` is mitigate, fix or ask; `command` is for a shell, `why` says what it tells."""

    kind: str
    text: str
    risk: str | None = None
    command: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """One of several subjects of one finding: pods of one workload."""

    subject: Subject
    first_seen: datetime | None
    last_seen: datetime | None
    count: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One match of one rule for one subject (pods of one workload are its instances).

    id      stable across bundles of one case: of rule, subject without generated suffixes, key facts
    facts   the matched row's values by column name: numbers in the units of the tables
    rows    all rows that matched, for links: each victim of one node's memory kill can have effects
    state   failing, recurring, over or unknown at collection time, where the rule can tell
    """

    id: str
    rule: str
    level: str
    role: str
    confidence: str
    title: str
    message: str
    subject: Subject
    first_seen: datetime | None
    last_seen: datetime | None
    count: int
    facts: dict[str, Any]
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    instances: tuple[Instance, ...]
    remedy: tuple[Advice, ...]
    references: tuple[str, ...]
    why: dict[str, Any] = field(default_factory=dict)
    suppressed: str | None = None
    state: str | None = None
    rows: tuple[dict[str, Any], ...] = ()

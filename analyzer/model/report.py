"""The result of a run as one document; every output is a rendering of it (product.md, section 3).

The field names are the keys of the JSON report, in its order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analyzer.model.finding import Advice, Finding

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the report."""

    name: str
    version: str
    rules: dict[str, Any]  # count, sha256


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """What was read: bytes = bytes_read + bytes_unread, counted in members as they came out of their archives."""

    name: str
    sha256: str
    layouts: tuple[str, ...]
    collected_at: datetime | None
    collected_by: str | None  # how the time is known: a sentence
    members: int
    members_read: int
    bytes: int
    bytes_read: int
    bytes_unread: int = 0
    lines: int = 0
    lines_unparsed: int = 0


@dataclass(frozen=True, slots=True)
class Platform:
    """The cluster's versions; mixed ones joined by commas, unknown ones None."""

    distribution: str | None
    kubernetes: str | None
    kubelet: str | None
    runtime: str | None
    kernel: str | None
    cgroup: str | None
    nodes: int
    nodes_ready: int | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """From when to when one origin was seen on one node; `gaps` are sentences."""

    source: str
    node: str | None
    from_: datetime | None  # written as `from`
    to: datetime | None
    complete: bool
    gaps: tuple[str, ...]
    boot: str | None = None  # boot ID of a kernel log
    cluster: str | None = None  # only where the upload holds several


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in words: `sentence` first, then how sure, since when, and what is open.

    state is failing, recurring, over, unknown, or None where there is no root cause.
    """

    sentence: str
    confidence: str | None
    state: str | None
    impact: tuple[str, ...]
    ruled_out: tuple[str, ...]
    unknown: tuple[str, ...]
    changed: tuple[str, ...]
    next: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Finding `from_` explains finding `to`; `proof` is `same id`, `same node and time` or `rule`."""

    from_: str  # written as `from`
    to: str
    seconds: float | None
    proof: str


@dataclass(frozen=True, slots=True)
class RootCause:
    """A finding that explains others and is explained by none, with its state at collection time."""

    finding: str
    effects: tuple[str, ...]
    state: str
    last_hit: datetime | None
    links: tuple[Link, ...]
    considered: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The findings as a graph: roots in order, what only made it worse, and symptoms nothing explains."""

    root_causes: tuple[RootCause, ...]
    contributing: tuple[str, ...]
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not be answered for these subjects, why, and what to collect."""

    rule: str
    title: str
    subjects: tuple[str, ...]
    reason: str
    ask: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `lane` is kernel, kubelet, events, containers or nodes.

    t_min and t_max bound the moment; they are equal where it is exact.
    """

    t_min: datetime
    t_max: datetime
    quality: str
    lane: str
    subject: str
    text: str
    path: str
    line: int
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class MemoryBar:
    """Memory of a node or container at collection time against its limit; all in bytes, unknown is None."""

    subject: str
    kind: str  # node, kubepods, pod or container
    limit_bytes: int | None
    limit_text: str | None  # where the limit is from; `none` where there is none
    used_bytes: int | None
    parts: tuple[tuple[str, int], ...]  # anonymous, shared, kernel, cache: bytes, in this order
    request_bytes: int | None
    oom_kills: int | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that any output shows."""

    schema_version: str
    generated_at: datetime
    tool: Tool
    bundle: BundleFacts
    platform: Platform
    coverage: tuple[CoverageRow, ...]
    verdict: Verdict
    diagnosis: Diagnosis
    findings: tuple[Finding, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    clear: tuple[dict[str, Any], ...]  # rule, title, subjects
    failed: tuple[dict[str, str], ...]  # rule, reason
    timeline: tuple[TimelineEntry, ...]
    nodes: tuple[MemoryBar, ...]
    containers: tuple[MemoryBar, ...]
    inventory: tuple[dict[str, Any], ...]  # path, roles, bytes, node
    redaction: dict[str, int]  # class -> how many values were removed
    problems: tuple[dict[str, Any], ...]  # path, reason, detail, bytes_read, option
    buddyinfo: tuple[dict[str, Any], ...] = field(default=())  # node, numa_node, zone, blocks by order, path, line

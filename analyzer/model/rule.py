"""A rule as its file declares it (product.md, section 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyzer.model.finding import Advice
from analyzer.model.source import SourceLine


@dataclass(frozen=True, slots=True)
class Need:
    """Coverage that decides between clear and not evaluated where nothing matched.

    origin  kernel, kubelet, events, cgroup, logs or objects
    of      node or cluster: whose coverage counts
    over    run or bundle: what has to be covered
    """

    origin: str
    of: str = "node"
    over: str = "run"


@dataclass(frozen=True, slots=True)
class Clause:
    """`field|modifier: value`; several values mean any of them."""

    field: str
    modifier: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule holds: clauses over one table or view, or one SELECT."""

    table: str | None = None
    where: tuple[Clause, ...] = ()
    group: tuple[str, ...] = ()
    sql: str | None = None


@dataclass(frozen=True, slots=True)
class Confidence:
    """A confidence (or level) and the clauses that have to hold for it; the first that holds counts."""

    level: str
    where: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Explains:
    """This finding explains findings of another rule whose subjects or facts agree in `equal`.

    within_s  bounds the time from this finding to the other one, in seconds
    only_if   a column of this finding: only rows in which it is true explain
    """

    finding: str
    equal: tuple[str, ...] = ()
    within_s: float | None = None
    only_if: str | None = None


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test of a rule: members by path, and what is expected of it."""

    kind: str  # fires, silent or not_evaluated
    members: dict[str, str]
    expect: dict[str, Any]
    name: str
    at: SourceLine


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; its id is the path of its file."""

    id: str
    title: str
    level: str
    role: str
    when: Condition
    evidence: tuple[str, ...]
    subject: dict[str, str]
    message: str
    at: SourceLine
    origins: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    levels: tuple[Confidence, ...] = ()
    confidence: tuple[Confidence, ...] = (Confidence("likely"),)
    key: tuple[str, ...] = ()
    explains: tuple[Explains, ...] = ()
    repeats: tuple[Explains, ...] = ()
    state: str | None = None
    remedy: tuple[Advice, ...] = ()
    references: tuple[str, ...] = ()
    collect: tuple[Advice, ...] = ()
    tests: tuple[RuleTest, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

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
class Column:
    """A value of a clause that is another column of the same row."""

    name: str


@dataclass(frozen=True, slots=True)
class Near:
    """A value of a clause: at most so many seconds from another column's time."""

    seconds: float
    column: str


@dataclass(frozen=True, slots=True)
class Clause:
    """`field|modifier: value`; several values mean any of them (of `not`: none of them).

    macro  the macro that it was written as, for those who read it
    """

    field: str
    modifier: str
    values: tuple[Any, ...]
    macro: str | None = None


@dataclass(frozen=True, slots=True)
class Confidence:
    """A confidence (or level) and the clauses that have to hold for it; the first that holds counts."""

    level: str
    where: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One way for a rule to hold: clauses over one table or view, or one SELECT.

    group       columns; rows that agree in them are one match, with their number as `count`
    having      clauses on `count`, and on `X_count`, the number of different values of column X
    window_s    `count` is that of the most rows that lie within so many seconds
    confidence  how sure this way is; without it the rule's own confidence holds
    """

    table: str | None = None
    where: tuple[Clause, ...] = ()
    group: tuple[str, ...] = ()
    having: tuple[Clause, ...] = ()
    window_s: float | None = None
    sql: str | None = None
    confidence: tuple[Confidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A version that a rule is only true of: of the row's node, or of any node where the row has none.

    what      kubelet, runtime, kernel or distribution
    named     the runtime or distribution that it has to be, in lower case
    bounds    (operator, version), such as (">=", "1.28"); all must hold
    """

    what: str
    named: tuple[str, ...] = ()
    bounds: tuple[tuple[str, str], ...] = ()


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
class ExplainedBy:
    """A hub symptom is explained by whatever finding of a role agrees with it in `equal`.

    So a hub need not be named by every rule that ends in it. Only what is of level medium or above explains, and what is
    over explains nothing that goes on.
    """

    role: str
    equal: tuple[str, ...]
    within_s: float | None = None


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
    """One rule; its id is the path of its file.

    when      the ways in which it can hold; the first that matches a subject speaks for it
    versions  what must be known of a row's node, beside its clauses
    changed   how a site's pack changed it, and why: `level low: reason`
    """

    id: str
    title: str
    level: str
    role: str
    when: tuple[Condition, ...]
    evidence: tuple[str, ...]
    subject: dict[str, str]
    message: str
    at: SourceLine
    origins: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    versions: tuple[Gate, ...] = ()
    levels: tuple[Confidence, ...] = ()
    confidence: tuple[Confidence, ...] = (Confidence("likely"),)
    key: tuple[str, ...] = ()
    explains: tuple[Explains, ...] = ()
    repeats: tuple[Explains, ...] = ()
    explained_by: tuple[ExplainedBy, ...] = ()
    state: str | None = None
    remedy: tuple[Advice, ...] = ()
    references: tuple[str, ...] = ()
    collect: tuple[Advice, ...] = ()
    tests: tuple[RuleTest, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    changed: tuple[str, ...] = ()

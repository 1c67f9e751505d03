"""Members of a bundle, and the pieces of them that a parser gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.bundle.patterns import PatternSet
from analyzer.model.kube_object import KubeObject


class TextLine(NamedTuple):
    """A line of a member; `number` counts from 1, `text` has no line end and no secret."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Consecutive lines of one text, made anew at each iteration so that a large log is never a list."""

    text: str
    first: int = 1

    def __iter__(self) -> Iterator[TextLine]:
        start, number, text = 0, self.first, self.text
        while start < len(text):
            end = text.find("\n", start)
            if end < 0:
                end = len(text)
            yield TextLine(number, text[start:end].rstrip("\r"))
            start, number = end + 1, number + 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a member with one role, already redacted.

    path     label of the member: the path inside the bundle
    role     what the stretch is: kernel-log, service-log, container-log, event-table, pod-table,
             cgroup-file, meminfo, …; for an object its kind
    lines    its lines in order (none for an object)
    object   the object, for a piece of an object role
    context  what the surroundings tell: `file` of a cgroup file, `namespace` of a command, …
    asked    what rules want to know about the lines of logs
    """

    path: str
    role: str
    lines: Lines = Lines("")
    object: KubeObject | None = None
    context: dict[str, str] = field(default_factory=dict)
    asked: PatternSet | None = None

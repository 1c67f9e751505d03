"""The parent's side of reading: starts the worker, collects its rows, and goes on when it dies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from analyzer.bundle.limits import Limits
from analyzer.message_pipe import MessagePipe
from analyzer.model.errors import AnalyzerError, InputError, UsageError
from analyzer.model.problem import Problem
from analyzer.model.source import Cite, src

_MAX_DEATHS = 20
_ERRORS: dict[str, type[AnalyzerError]] = {"InputError": InputError, "UsageError": UsageError}


@dataclass(slots=True)
class Bundle:
    """What was read: rows by table in the order of members and lines, members, problems.

    rows     per table its columns in declared order, `src` first; times are microseconds since 1970
    members  labels in order: a member's number is its place here
    """

    members: list[str] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[list[Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    redacted: dict[str, int] = field(default_factory=dict)


class Reader:
    """One worker process for one bundle; started at once, so that it warms up beside the parent."""

    def __init__(self, paths: Iterable[Path], limits: Limits) -> None:
        self._paths = [str(path) for path in paths]
        self._limits = asdict(limits)
        self._process = self._start()

    def read(self, asked: tuple[str, ...]) -> Bundle:
        """Read the whole bundle; a member on which the worker dies becomes a Problem."""
        found: dict[str, dict[str, Any]] = {}
        problems: list[Problem] = []
        skip: list[str] = []
        for _ in range(_MAX_DEATHS):
            request = {
                "op": "read",
                "paths": self._paths,
                "asked": asked,
                "limits": self._limits,
                "skip": [*skip, *found],
            }
            crashed = self._receive(request, found, problems)
            if crashed is None:
                break
            skip.append(crashed)
            detail = "the reader died on it; nothing of this member was read, the others were"
            problems.append(Problem(crashed, "PARSER_CRASH", detail, bytes_read=0))
            self._process = self._start()
        return collect(found, problems)

    def quote(self, cites: list[Cite], members: list[str]) -> list[dict[str, Any] | None]:
        """The cited lines with their context, redacted; None for a place that is not there."""
        wanted = [(members[cite.member], cite.line, cite.path) for cite in cites]
        frames = self._pipe()
        try:
            frames.send({"op": "quote", "paths": self._paths, "limits": self._limits, "cites": wanted})
            answer = frames.receive()
        except BrokenPipeError:
            answer = None
        return list(answer["quotes"]) if answer else [None] * len(cites)

    def close(self) -> None:
        """End the worker."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.kill()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "analyzer.reading"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603

    def _pipe(self) -> MessagePipe:
        if self._process.stdin is None or self._process.stdout is None:
            raise BrokenPipeError
        return MessagePipe(cast("BinaryIO", self._process.stdout), cast("BinaryIO", self._process.stdin))

    def _receive(
        self, request: dict[str, Any], found: dict[str, dict[str, Any]], problems: list[Problem]
    ) -> str | None:
        """Take frames until the worker is done; the member it was at, if it died."""
        frames, at = self._pipe(), ""
        try:
            frames.send(request)
        except BrokenPipeError:
            return at
        while (frame := frames.receive()) is not None:
            if frame["t"] == "done":
                return None
            if frame["t"] == "begin":
                at = frame["path"]
            elif frame["t"] == "member":
                found[_unique(frame["path"], found)] = frame
            elif frame["t"] == "error":
                raise _ERRORS[frame["error"]](frame["what"], remedy=frame["remedy"])
            else:
                problem = Problem(**frame["problem"])
                if problem not in problems:
                    problems.append(problem)
        return at


def _unique(path: str, found: dict[str, dict[str, Any]]) -> str:
    number, label = 2, path
    while label in found:
        number, label = number + 1, f"{path}#{number}"
    return label


def collect(found: dict[str, dict[str, Any]], problems: list[Problem]) -> Bundle:
    """Number the members in the order of their labels and put their rows one after another."""
    bundle = Bundle(problems=list(problems))
    for label in sorted(found):
        frame, number = found[label], len(bundle.members)
        bundle.members.append(label)
        bundle.facts.append({key: frame[key] for key in ("size", "read", "lines", "roles", "sha256")})
        bundle.problems.extend(Problem(**problem) for problem in frame["problems"])
        for name, count in frame["redacted"].items():
            bundle.redacted[name] = bundle.redacted.get(name, 0) + count
        for table, columns in frame["rows"].items():
            columns[0] = [src(number, line) for line in columns[0]]
            kept = bundle.rows.setdefault(table, [[] for _ in columns])
            for all_values, values in zip(kept, columns, strict=True):
                all_values.extend(values)
    _add_members(bundle)
    return bundle


def _add_members(bundle: Bundle) -> None:
    rows = [
        (
            src(number, 0),
            label,
            ",".join(fact["roles"]),
            None,
            None,
            fact["size"],
            fact["read"],
            fact["lines"],
            fact["sha256"],
        )
        for number, (label, fact) in enumerate(zip(bundle.members, bundle.facts, strict=True))
    ]
    if rows:
        bundle.rows["members"] = [list(column) for column in zip(*rows, strict=True)]
    numbers = {label: number for number, label in enumerate(bundle.members)}
    kept = [
        (src(numbers.get(p.path, 0), p.line), p.path, p.reason, p.detail, p.bytes_read, p.option)
        for p in bundle.problems
    ]
    if kept:
        bundle.rows["problems"] = [list(column) for column in zip(*kept, strict=True)]

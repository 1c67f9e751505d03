"""The reading worker: the only process that sees raw bytes of a bundle.

Started as `python -m analyzer.reading` before anything heavy is imported. It answers requests on its
standard input, each a msgpack map behind four bytes of length: `list` sends every member's label and
size, `read` one frame a member (rows by table, problems), and `quote` lines that rules cited. A member
is named by its place in the listing. All that leaves the worker is redacted.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from analyzer import discover
from analyzer.bundle.layout import Place, recognise
from analyzer.bundle.limits import Limits
from analyzer.bundle.open import RawMember, members
from analyzer.bundle.redaction.redactor import redact_text
from analyzer.member_reader import MemberReader, plain
from analyzer.message_pipe import MessagePipe
from analyzer.model.errors import AnalyzerError
from analyzer.model.problem import Problem
from analyzer.quoting import QuotedMember


def main() -> None:
    """Serve requests until standard input ends."""
    frames = MessagePipe(sys.stdin.buffer, sys.stdout.buffer)
    worker = _Worker(frames)
    operations = {"list": worker.list, "read": worker.read, "quote": worker.quote}
    while (request := frames.receive()) is not None:
        try:
            operations[request["op"]](request)
        except AnalyzerError as error:
            frames.send({"t": "error", "error": type(error).__name__, "what": str(error), "remedy": None})


class _Worker:
    def __init__(self, frames: MessagePipe) -> None:
        self._frames = frames

    def list(self, request: dict[str, Any]) -> None:
        limits = _limits(request)
        labels, sizes, problems = _listed(request["paths"], limits)
        layouts = recognise(labels, discover.layouts(), request["paths"][0][1] if len(request["paths"]) == 1 else "")
        places = [layouts.place(label) for label in labels]
        self._frames.send(
            {
                "t": "listing",
                "members": list(zip(labels, sizes, strict=True)),
                "places": [place and _sent(place) for place in places],
                "layouts": layouts.layouts,
                "problems": [plain(problem) for problem in problems],
            }
        )

    def read(self, request: dict[str, Any]) -> None:
        limits = _limits(request)
        reader = MemberReader(limits, tuple(request["asked"]), unparsed=request["unparsed"])
        share = {number: _place(place) for number, place in request["share"]}
        for number, item in _numbered(request["paths"], limits):
            if number in share:
                self._frames.send({"t": "begin", "number": number})
                self._frames.send({**reader.read(item, share.pop(number)), "number": number})
            if not share:
                break
        self._frames.send({"t": "done"})

    def quote(self, request: dict[str, Any]) -> None:
        limits = _limits(request)
        wanted: dict[int, list[tuple[int, int, str | None]]] = {}
        places = {number: _place(place) for number, place in request["places"]}
        for index, (number, line, at) in enumerate(request["cites"]):
            wanted.setdefault(number, []).append((index, line, at))
        quotes: list[dict[str, Any] | None] = [None] * len(request["cites"])
        for number, item in _numbered(request["paths"], limits):
            if cites := wanted.pop(number, None):
                quoted = QuotedMember(item, limits, places.get(number))
                for index, line, at in cites:
                    quotes[index] = quoted.quote(line, at)
            if not wanted:
                break
        self._frames.send({"t": "quotes", "quotes": quotes})


def _listed(paths: list[list[str]], limits: Limits) -> tuple[list[str], list[int], list[Problem]]:
    """Labels and sizes of all members, and what is no member; each member of an archive is read over to its end."""
    labels: list[str] = []
    sizes: list[int] = []
    problems: list[Problem] = []
    last: RawMember | None = None
    for item in _labelled(paths, limits):
        if last is not None:
            sizes.append(last.stream.tell() or last.size or 0)
            last = None
        if isinstance(item, Problem):
            problems.append(item)
        else:
            labels.append(item.path)
            last = item
    if last is not None:
        sizes.append(last.stream.tell() or last.size or 0)
    return labels, sizes, problems


def _limits(request: dict[str, Any]) -> Limits:
    limits = Limits(**request["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (limits.max_memory, limits.max_memory))
    return limits


def _numbered(paths: list[list[str]], limits: Limits) -> Iterator[tuple[int, RawMember]]:
    found = (item for item in _labelled(paths, limits) if isinstance(item, RawMember))
    yield from enumerate(found)


def _labelled(paths: list[list[str]], limits: Limits) -> Iterator[RawMember | Problem]:
    """Members and problems of all paths, each a path and the name that its labels begin with, if any."""
    for path, name, prefix in paths:
        for item in members(Path(path), limits, name):
            label = item.path if not prefix or (item.path == name and not Path(path).is_dir()) else prefix + item.path
            yield replace(item, path=redact_text(label))


def _sent(place: Place) -> dict[str, Any]:
    return {**asdict(place), "traps": sorted(place.traps)}


def _place(sent: dict[str, Any] | None) -> Place | None:
    return None if sent is None else Place(**{**sent, "traps": frozenset(sent["traps"])})


if __name__ == "__main__":
    main()

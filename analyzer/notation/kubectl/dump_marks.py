"""Container logs between the lines by which `kubectl cluster-info dump` parts them.

    ==== START logs for container C of pod NS/POD ====
    …
    ==== END logs for container C of pod NS/POD ====

Source: kubectl pkg/cmd/clusterinfo/clusterinfo_dump.go. `logs.txt` of a pod holds those of all its containers, init
containers first; written to standard output they stand between JSON documents. There are no logs of previous runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.notation.log_paths import LogOwner


class DumpPart(NamedTuple):
    """Lines `first` … of a text: the log of one container, or what stands around logs (`owner` is None).

    error  what kubectl wrote in the place of the log, if that is all there is
    """

    first: int
    text: str
    owner: LogOwner | None = None
    error: str | None = None


def is_dump(text: str) -> bool:
    """Whether a log of a cluster-info dump begins somewhere in the text."""
    return _OPENING in text


def dump_parts(text: str, first: int = 1) -> Iterator[DumpPart]:
    """Cut at the lines that part logs; those lines and empty parts are left out.

    A line inside a log that looks like the beginning of another one counts only if the log it stands in
    has no end of its own further down.
    """
    ends = {mark.owner: mark.begin for mark in _marks(text, "END")}
    begin, number, counted = 0, first, 0
    owner: LogOwner | None = None
    for mark in _marks(text):
        closes = owner is not None and mark.word == "END" and mark.owner == owner
        if not closes and (mark.word == "END" or (owner is not None and ends.get(owner, -1) > mark.begin)):
            continue
        number += text.count("\n", counted, begin)
        counted = begin
        yield from _part(text[begin : mark.begin], number, owner)
        owner = None if closes else mark.owner
        begin = mark.end
    number += text.count("\n", counted, begin)
    yield from _part(text[begin:], number, owner)


_OPENING = "==== START logs for container "
_NAME = "[a-z0-9][a-z0-9.-]{0,252}"
_MARK = re.compile(
    rf"^==== (?P<word>START|END) logs for container (?P<container>{_NAME}) "
    rf"of pod (?P<namespace>{_NAME})/(?P<pod>{_NAME}) ====\r?$",
    re.MULTILINE,
)
_ERROR = re.compile(r"\s*((?:Create log request error|Request log error): [^\r\n]{0,500})\s*")


class _Mark(NamedTuple):
    begin: int
    end: int
    word: str
    owner: LogOwner


def _marks(text: str, only: str = "") -> Iterator[_Mark]:
    at = text.find("==== ")
    while at >= 0:
        found = _MARK.match(text, at) if at == 0 or text[at - 1] == "\n" else None
        if found and (not only or found["word"] == only):
            owner = LogOwner(found["namespace"], found["pod"], container=found["container"], previous=False)
            yield _Mark(at, min(found.end() + 1, len(text)), found["word"], owner)
        at = text.find("==== ", at + 5)


def _part(text: str, first: int, owner: LogOwner | None) -> Iterator[DumpPart]:
    if text.strip():
        error = _ERROR.fullmatch(text) if owner is not None else None
        yield DumpPart(first, text, owner, error[1] if error else None)

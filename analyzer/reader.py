"""The parent's side of reading: starts workers, shares the members out, and goes on when one dies."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analyzer.bundle.limits import Limits
from analyzer.gathered import Frame, Gathered, Place, gather
from analyzer.model.errors import InputError
from analyzer.model.problem import Problem
from analyzer.model.source import Cite
from analyzer.reading_process import ReadingProcess

_MAX_DEATHS = 20
# Below this a second worker costs more than it brings: starting one takes as long as reading some MB.
_BYTES_A_WORKER = 16 * 1024 * 1024
_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading came: bytes and members, of how many."""

    bytes: int
    all_bytes: int
    members: int
    all_members: int


class Reader:
    """Reads one bundle with a few worker processes; the first is started at once, so that it warms up
    beside the parent and lists the bundle while rules are loaded.

    paths        what was given; labels begin with the path's name where there are several
    workers      how many at most; None decides by the size of the bundle
    unparsed     whether the lines that no parser understood are wanted
    names        what a path is called instead of its own name, if anything
    descriptors  open files that paths such as /dev/fd/5 mean
    progress     is told after each member
    """

    def __init__(
        self, paths: Iterable[Path], limits: Limits, *, workers: int | None = None, unparsed: bool = False,
        names: Iterable[str | None] = (), descriptors: tuple[int, ...] = (), progress: Callable[[Progress], None] | None = None,
    ) -> None:  # fmt: skip
        self._paths = _named(list(paths), list(names))
        self._limits, self._workers, self._unparsed = limits, workers, unparsed
        self._descriptors, self._progress = descriptors, progress
        self._deadline = time.monotonic() + limits.timeout
        self._stopped = threading.Event()
        self._listing: _Listing | None = None
        self._first = self._start()
        self._ask(self._first, {"op": "list"})

    def read(self, asked: tuple[str, ...]) -> Gathered:
        """Read the whole bundle; a member on which a worker dies becomes a Problem.

        Raises InputError if nothing of it can be opened.
        """
        self._listing = listing = self._listed()
        shares = listing.shares(self._worker_count(listing))
        work = _Work(listing, asked, self._progress)
        with ThreadPoolExecutor(len(shares)) as pool:
            list(pool.map(lambda item: self._read_share(work, *item), enumerate(shares)))
        return work.result(interrupted=self._stopped.is_set())

    def stop(self) -> None:
        """Read no further: what was read until now is what there is."""
        self._stopped.set()

    def quote(self, cites: list[Cite], members: list[str]) -> list[dict[str, Any] | None]:
        """The cited lines with their context, redacted; None for a place that is not there."""
        listing = self._listing or _Listing([], [], (), [])
        wanted = [(listing.numbers.get(members[cite.member], -1), cite.line, cite.path) for cite in cites]
        places = [(number, listing.places[number]) for number in sorted({one[0] for one in wanted}) if number >= 0]
        if not self._first.alive:
            self._first = self._start()
        self._ask(self._first, {"op": "quote", "cites": wanted, "places": places})
        answer = self._first.receive(None)
        return list(answer["quotes"]) if answer and answer["t"] == "quotes" else [None] * len(cites)

    def close(self) -> None:
        """End the workers."""
        self._first.close()

    def _start(self) -> ReadingProcess:
        return ReadingProcess(self._descriptors)

    def _ask(self, process: ReadingProcess, request: dict[str, Any]) -> None:
        process.send({"paths": self._paths, "limits": asdict(self._limits), **request})

    def _listed(self) -> _Listing:
        try:
            answer = self._first.receive(self._deadline - time.monotonic())
        except TimeoutError:
            raise InputError(
                f"could not be listed within {self._limits.timeout} s", remedy="unpack it, or raise --timeout"
            ) from None
        if answer is None:
            raise InputError("the reader died while listing its members", remedy="unpack it and give the folder")
        return _Listing(answer["members"], answer["places"], tuple(answer["layouts"]), answer["problems"])

    def _worker_count(self, listing: _Listing) -> int:
        if self._workers is not None:
            return max(1, min(self._workers, len(listing.labels) or 1))
        wanted = 1 + sum(listing.sizes) // _BYTES_A_WORKER
        return max(1, min(wanted, os.cpu_count() or 1, _MOST_WORKERS, len(listing.labels) or 1))

    def _read_share(self, work: _Work, index: int, share: list[int]) -> None:
        """Read some members with one worker, and with the next one where it dies."""
        process = self._first if index == 0 else self._start()
        for _ in range(_MAX_DEATHS):
            left = [number for number in share if not work.is_done(number)]
            if not left or self._stopped.is_set():
                break
            self._ask(process, work.request(left, unparsed=self._unparsed))
            if self._receive(process, work):
                break
            process.close()
            process = self._start()
        if index == 0:
            self._first = process
        else:
            process.close()
        for number in share:
            if not work.is_done(number):
                work.lose(number, *self._why_unread())

    def _why_unread(self) -> tuple[str, str, str | None]:
        if self._stopped.is_set():
            return "INTERRUPTED", "reading was interrupted before it", None
        if time.monotonic() >= self._deadline:
            return (
                "TIMEOUT",
                f"the run took longer than {self._limits.timeout} s; this was not read any more",
                "--timeout",
            )
        return "PARSER_CRASH", "too many members made the reader die; this one was not tried", None

    def _receive(self, process: ReadingProcess, work: _Work) -> bool:
        """Take frames until the worker is done; False if it died, or was ended at a member."""
        at: int | None = None
        begun = time.monotonic()
        while not self._stopped.is_set():
            try:
                frame = process.receive(min(0.2, max(self._deadline - time.monotonic(), 0.01)))
            except TimeoutError:
                if self._is_late(at, begun, work):
                    return self._lose(at, work)
                continue
            if frame is None:
                if at is not None:
                    work.lose(
                        at,
                        "PARSER_CRASH",
                        "the reader died on it; nothing of this member was read, the others were",
                        None,
                    )
                return False
            if frame["t"] == "done":
                return True
            if frame["t"] == "begin":
                at, begun = frame["number"], time.monotonic()
            elif frame["t"] == "member":
                work.take(frame)
                at = None
        process.close()
        return True

    def _is_late(self, at: int | None, begun: float, work: _Work) -> bool:
        now = time.monotonic()
        return now >= self._deadline or (
            at is not None and now - begun > 2 * self._limits.file_timeout + work.patience(at)
        )

    def _lose(self, at: int | None, work: _Work) -> bool:
        over = time.monotonic() >= self._deadline
        if at is not None and not over:
            detail = "the reader did not come to an end with it; nothing of this member was read, the others were"
            work.lose(at, "TIMEOUT", detail, "--file-timeout")
        return False


class _Listing:
    """Every member of the bundle by its number: label, size, place in a layout."""

    def __init__(
        self, members: list[tuple[str, int]], places: list[Place], layouts: tuple[str, ...], problems: list[dict[str, Any]]
    ) -> None:  # fmt: skip
        self.labels: list[str] = []
        self.numbers: dict[str, int] = {}
        self.sizes = [size for _, size in members]
        self.places, self.layouts = places, layouts
        self.problems = [Problem(**problem) for problem in problems]
        for number, (path, _) in enumerate(members):
            label, copies = path, 1
            while label in self.numbers:
                copies += 1
                label = f"{path}#{copies}"
            self.numbers[label] = number
            self.labels.append(label)

    def shares(self, workers: int) -> list[list[int]]:
        """The members for each worker, about as many bytes for each."""
        shares: list[list[int]] = [[] for _ in range(workers)]
        loads = [0] * workers
        for number in sorted(range(len(self.labels)), key=lambda number: (-self.sizes[number], number)):
            least = loads.index(min(loads))
            shares[least].append(number)
            loads[least] += self.sizes[number] + 1024
        return shares


class _Work:
    """What came back until now, from whichever worker."""

    def __init__(self, listing: _Listing, asked: tuple[str, ...], progress: Callable[[Progress], None] | None) -> None:
        self._listing, self._asked, self._progress = listing, asked, progress
        self._frames: dict[int, Frame] = {}
        self._lost: dict[int, Problem] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def request(self, share: list[int], *, unparsed: bool) -> dict[str, Any]:
        places = self._listing.places
        return {
            "op": "read", "asked": self._asked, "unparsed": unparsed,
            "share": [(number, places[number]) for number in share],
        }  # fmt: skip

    def is_done(self, number: int) -> bool:
        return number in self._frames or number in self._lost

    def patience(self, number: int) -> float:
        """Seconds that a member of this size may take, above what every member may."""
        return 10 + self._listing.sizes[number] / 1_000_000

    def take(self, frame: Frame) -> None:
        with self._lock:
            self._frames[frame["number"]] = frame
            self._bytes += frame["size"]
            if self._progress is not None:
                sizes = self._listing.sizes
                self._progress(Progress(self._bytes, sum(sizes), len(self._frames), len(sizes)))

    def lose(self, number: int, reason: str, detail: str, option: str | None) -> None:
        label, size = self._listing.labels[number], self._listing.sizes[number]
        self._lost[number] = Problem(label, reason, detail, bytes_read=0, option=option, bytes_unread=size)

    def result(self, *, interrupted: bool) -> Gathered:
        labels, places = self._listing.labels, self._listing.places
        frames = {labels[number]: frame for number, frame in self._frames.items()}
        lost = [self._lost[number] for number in sorted(self._lost)]
        gathered = gather(
            frames, [*self._listing.problems, *lost], {labels[number]: places[number] for number in self._frames}
        )
        seen = {*self._listing.layouts, *(frame["layout"] for frame in frames.values() if frame["layout"])}
        gathered.layouts = tuple(sorted(seen - {"loose"} or seen))
        gathered.delivered = sum(frame["size"] for frame in frames.values()) + sum(p.bytes_unread or 0 for p in lost)
        gathered.interrupted = interrupted
        return gathered


def _named(paths: list[Path], names: list[str | None]) -> list[tuple[str, str, str]]:
    """(path, name, prefix of labels) of each path; two of one name are told apart."""
    found: list[tuple[str, str, str]] = []
    used: dict[str, int] = {}
    for index, path in enumerate(paths):
        name = (names[index] if index < len(names) else None) or Path(os.path.abspath(path)).name or "bundle"  # noqa: PTH100  (resolving would follow links)
        used[name] = used.get(name, 0) + 1
        prefix = name if used[name] == 1 else f"{name}#{used[name]}"
        found.append((str(path), name, f"{prefix}/" if len(paths) > 1 else ""))
    return found

"""Messages of the kernel that are known by their wording, apart from OOM reports and allocation failures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzer.bundle.patterns import PatternSet
from analyzer.notation.cgroup_paths import cgroup_path
from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.parsers.kernel.message_kinds import MessageKind, kinds_of
from analyzer.tables.kernel_messages import KernelMessage


class MessageRows:
    """Takes the lines of a log; gives a row for each that says something known, or that a rule asks for.

    A row waits for the lines behind it, which may hold its columns or, where a line was wrapped, its end.
    """

    def __init__(self, asked: PatternSet | None) -> None:
        self._asked = asked
        self._waiting: list[_Waiting] = []
        self._record: KernelLine | None = None
        self._is_told = False

    @property
    def is_waiting(self) -> bool:
        """Whether the next lines matter even if they say nothing known."""
        return bool(self._waiting)

    def feed(self, line: KernelLine) -> Sequence[KernelMessage]:
        """Rows that are complete with this line, in order."""
        if len(line.message) > _LONGEST:
            line = line._replace(message=line.message[:_LONGEST])
        found = _known(line.message)
        before = self._record
        if found is None and before is not None and (line.continues or line.form == "raw"):
            line, found = self._joined(before, line)
        else:
            self._record = line
        self._is_told = found is not None or (self._is_told and self._record is not line)
        if self._waiting:
            self._follow(line, None if found is None else found[0])
        if found is not None:
            self._waiting.append(_Waiting(line, *found, _FOLLOWING if found[0].follow else 1))
        elif self._asked is not None and self._asked.matches(line.message):
            self._waiting.append(_Waiting(line, None, {}, 0))
        if not self._waiting or self._waiting[0].left > 0:
            return ()
        done = next((place for place, waiting in enumerate(self._waiting) if waiting.left > 0), len(self._waiting))
        ready, self._waiting = self._waiting[:done], self._waiting[done:]
        return [_row(waiting) for waiting in ready]

    def end(self) -> Iterator[KernelMessage]:
        """Rows that still waited."""
        waiting, self._waiting = self._waiting, []
        yield from map(_row, waiting)

    def _joined(self, before: KernelLine, line: KernelLine) -> tuple[KernelLine, _Found | None]:
        """A line that goes on where a record was wrapped: with or without the blank that stood there.

        Where no line has a prefix, only lines that say nothing alone are taken for halves of one.
        """
        if before.host != line.host or before.number == line.number or (self._is_told and not line.continues):
            self._record = line
            return line, None
        columns = len(self._waiting[-1].part) if self._is_told and self._waiting else -1
        self._record = before._replace(message=f"{before.message} {line.message.strip()}") if line.continues else line
        for glue in (" ", ""):
            message = f"{before.message.rstrip()}{glue}{line.message.strip()}"[:_LONGEST]
            found = _known(message)
            if found is not None and len(found[1]) > columns:
                if self._is_told and self._waiting:
                    self._waiting.pop()
                self._record = before._replace(message=message)
                return self._record, found
        return line, None

    def _follow(self, line: KernelLine, kind: MessageKind | None) -> None:
        for place, waiting in enumerate(self._waiting):
            # What continues a record may still make its row better.
            left = waiting.left - (not line.continues or len(self._waiting) > _FOLLOWING)
            part = waiting.part
            if waiting.kind is not None and waiting.kind is kind:
                left = 0
            elif waiting.kind is not None and not _is_other(waiting.line, line):
                part = _filled(waiting.kind, part, line.message)
            self._waiting[place] = waiting._replace(left=left, part=part)


_LONGEST = 2000  # characters that are kept; printk itself ends at 1024
_FOLLOWING = 12  # lines behind a message that are searched for its columns

_Found = tuple[MessageKind, dict[str, str]]


class _Waiting(NamedTuple):
    line: KernelLine
    kind: MessageKind | None
    part: dict[str, str]
    left: int


def _known(message: str) -> _Found | None:
    """The first kind that fits, and the columns that the message names."""
    for kind in kinds_of(message):
        if found := kind.pattern(message):
            return kind, {key: value for key, value in found.groupdict().items() if value}
    return None


def _is_other(first: KernelLine, line: KernelLine) -> bool:
    """Whether a line is another host's, or another task's where callers are printed."""
    return first.host != line.host or (first.caller is not None and first.caller != line.caller)


def _filled(kind: MessageKind, part: dict[str, str], message: str) -> dict[str, str]:
    for search in kind.follow:
        if found := search(message):
            new = {key: value for key, value in found.groupdict().items() if value}
            if "cpus" in new and "cpus" in part:
                new["cpus"] = f"{part['cpus']},{new['cpus']}"
                part = {**part, "cpus": new["cpus"]}
            part = {**new, **part}
    return part


def _row(waiting: _Waiting) -> KernelMessage:
    line, kind, part = waiting.line, waiting.kind, waiting.part
    path = cgroup_path(part["cgroup"]) if "cgroup" in part else None
    device = part.get("device") or part.get("disk") or part.get("unit")
    amount = part.get("amount") or part.get("seconds") or part.get("ms") or part.get("expedited")
    cpus = _cpus(part.get("cpus"))
    return KernelMessage(
        line=line.number,
        kind=kind.name if kind is not None else "rule",
        message=line.message.strip(),
        node=line.host,
        time=line.stamp.time,
        time_quality=line.stamp.quality,
        mono_s=line.mono_s,
        comm=part.get("comm"),
        pid=int(part["pid"]) if "pid" in part else None,
        device=device.rstrip(":.") if device else None,
        cgroup=path.text if path else None,
        pod_uid=path.pod_uid if path else None,
        container_id=path.container_id if path else None,
        amount=int(amount) if amount else None,
        stuck_s=_seconds(part),
        cpu=int(part["cpu"]) if "cpu" in part else cpus[0] if cpus else None,
        cpus=",".join(map(str, cpus)) if cpus else None,
        detail=(part.get("detail") or part.get("file") or "").strip() or None,
        boot=line.boot,
        echo=True if line.form == "npd" else None,
    )


def _seconds(part: dict[str, str]) -> float | None:
    if "seconds" in part:
        return float(part["seconds"])
    return int(part["ms"]) / 1000 if "ms" in part else None


def _cpus(text: str | None) -> list[int]:
    """`3 5`, `3-.... 5-....`, `3,5`: each once, in order."""
    numbers = (part.split("-")[0].strip(" .!,POB") for part in (text or "").replace(",", " ").split())
    return sorted({int(number) for number in numbers if number.isdecimal()})

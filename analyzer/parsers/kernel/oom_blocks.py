"""OOM reports in a kernel log: which lines belong to one run of the OOM killer.

A full report reads: invoked, CPU, call trace, usage and statistics of the cgroup or the machine's memory
dump, task table, `oom-kill:` (5.0 and later), decision (before 5.1), Killed process, lines of
memory.oom.group. Any of it can be missing: rate limits drop the head, excerpts begin and end anywhere.
Grammar: mm/oom_kill.c and mm/memcontrol.c of Linux 3.10, 4.19, 6.1 and 6.12, and real reports of 2.6.32
to 6.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.notation.kernel.prefixes import KernelLine
from analyzer.parsers.kernel.memory_dump import is_dump_line


class Part(NamedTuple):
    """One line of a report: what it is, the line, its groups."""

    kind: str
    line: KernelLine
    group: dict[str, str]


Block = list[Part]


def opens_report(text: str) -> bool:
    """Whether any line of a text of any length can begin a report."""
    return _OPENER(text) is not None


def mentions_oom(text: str) -> bool:
    """Cheap test whether a line can be the proof of an OOM kill."""
    return _PROOF(text) is not None


class OomBlocks:
    """Takes the lines of a log; gives the reports among them, each with the lines that say something, in order.

    Hosts are kept apart, since one journal can hold those of several, and so are tasks where the kernel prints
    who wrote a line. `took` tells whether the last line said something.
    """

    def __init__(self) -> None:
        self._open: dict[_Writer, Block] = {}
        self._idle = 0
        self.took = False

    @property
    def is_waiting(self) -> bool:
        """Whether a report may go on."""
        return bool(self._open)

    def feed(self, line: KernelLine) -> Iterator[Block]:
        """Reports that end with this line."""
        writer = (line.host, line.caller)
        block = self._open.get(writer, [])
        if block and _is_apart(block[-1].line, line):
            yield from _proven(self._open.pop(writer))
            block = []
        part = _part(line, is_inside=bool(block))
        self.took = part is not None
        if part is None:
            self._idle += 1
            if block and (longer := _joined(block[-1], line)):
                self._open[writer] = [*block[:-1], longer]
            elif self._idle > _LONGEST_TRACE:
                yield from self.end()
            return
        if len(self._open) > MOST_WRITERS:
            yield from self.end()
            block = []
        self._idle = 0
        cut = _cut(block, part)
        if cut is None:
            block.append(part) if block else self._open.__setitem__(writer, [part])
        elif cut >= 0:
            yield from _proven(block[:cut])
            self._open[writer] = [*block[cut:], part]

    def end(self) -> Iterator[Block]:
        """Reports that are open when the log ends."""
        blocks, self._open, self._idle = self._open, {}, 0
        for block in blocks.values():
            yield from _proven(block)


_Writer = tuple[str | None, str | None]

MOST_WRITERS = 64  # whose reports are open at one time
_LONGEST_TRACE = 400  # lines of traces and modules between two lines that say something
# One event's lines follow each other within milliseconds; a slow serial console stretches that.
_GAP_S = 10.0
_BOOT_S = -1.0
_LONGEST = 8192  # characters; printk cuts at 1024, joined fragments of paths can make it more

_PROOFS = frozenset(
    ("invoked", "legacy", "legacy-limit", "limit-reached", "summary", "decision", "kill", "group", "none")
)
_DONE = frozenset(("summary", "decision", "kill", "group", "none"))
_REPORT = frozenset(("legacy", "legacy-task", "limit-reached", "usage", "stats", "dump", "table"))
_DETAILS = frozenset(("cpu", "trace", "stat", "task", "legacy-limit"))

_PROOF = re.compile(
    r"invoked oom-killer|oom-kill:|[Kk]ill(?:ed)? process |killed as a result|memory\.oom\.group set"
    r"|Memory limit reached of cgroup|no killable processes"
).search
_OPENER = re.compile(
    r"invoked oom-killer|oom-kill:|[Kk]ill(?:ed)? process |killed as a result|memory\.oom\.group set"
    r"|Memory limit reached of cgroup|no killable processes|Task in /|Memory cgroup stats for"
    r"|: usage \d+kB, limit|Mem-Info:|\[ *pid *\]|page allocation failure|Node \d+ \w+ free:"
).search

_GRAMMAR = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "invoked",
            r"(?P<comm>.{1,64}?) invoked oom-killer:(?: gfp_mask=(?P<gfp>0x[0-9a-fA-F]+(?:\([^)]*\))?)"
            r"(?:,\s+nodemask=(?:\(null\)|[\d,-]*?))?(?:,\s+order=(?P<order>-?\d+))?)?",
        ),
        ("cpu", r"(?:CPU|Pid): .*?(?:Not tainted|Tainted:[ A-Z-]*) (?P<version>\d+\.\d\S*)"),
        ("trace", r"\s*(?:\[<[0-9a-f]+>\] )?\??\s*mem_cgroup_out_of_memory\+"),
        ("legacy", r"Task in (?P<task>/.*?) killed as a result of limit of (?P<memcg>/.*)"),
        ("legacy-task", r"Task in (?P<task>/.*)$"),
        ("legacy-limit", r"\s*killed as a result of limit of (?P<memcg>/.*)"),
        ("limit-reached", r"Memory limit reached of cgroup (?P<memcg>/.*)"),
        (
            "usage",
            r"(?P<what>memory|memory\+swap|swap|kmem): usage (?P<usage>\d+)kB, limit (?P<limit>\d+)kB,"
            r" failcnt (?P<failcnt>\d+)",
        ),
        # The path itself may hold colons: containerd's form `…slice:cri-containerd:<id>`.
        ("stats", r"Memory cgroup stats for (?P<memcg>/.*?):\s*(?P<values>cache:.*)?$"),
        ("stat", r"\s*(?P<key>[a-z][a-z0-9_]*) (?P<value>\d+)$"),
        ("table", r"\[\s*pid\s*\]\s+(?P<columns>uid .*)"),
        ("task", r"\[\s*(?P<pid>\d+)\]\s+(?P<values>\d+\s+\d+\s+.*)"),
        (
            "summary",
            r"oom-kill:constraint=(?:CONSTRAINT_)?(?P<constraint>[A-Z_]+),(?:.*?,oom_memcg=(?P<memcg>/.*?),task_memcg=)?"
            r"(?:.*?,(?P<is_global>global_oom)(?:,|$))?(?P<rest>.*)",
        ),
        (
            "kill",
            r"(?:(?P<scope>Memory cgroup out of memory|Out of memory(?: \([^)]{1,40}\))?): )?"
            r"(?P<verb>[Kk]ill(?:ed)?) process (?P<pid>\d+)(?:, UID \d+,)?"
            r" \((?P<comm>.{1,64}?)\)(?P<rest>(?:,? .*)?)$",
        ),
        ("group", r"Tasks in (?P<memcg>/.*) are going to be killed due to memory\.oom\.group set"),
        ("none", r"Out of memory and no killable processes"),
        ("failure", r".{1,64}?: page allocation failure[:.]"),
    )
)


def _part(line: KernelLine, *, is_inside: bool) -> Part | None:
    message = line.message
    if (not is_inside and _OPENER(message) is None) or len(message) > _LONGEST:
        return None
    if is_dump_line(message):
        return Part("dump", line, {})
    for kind, pattern in _GRAMMAR:
        if found := pattern.match(message):
            group = {key: value for key, value in found.groupdict().items() if value is not None}
            return Part(_kind_of_kill(group) if kind == "kill" else kind, line, group)
    return None


def _kind_of_kill(group: dict[str, str]) -> str:
    """`Kill process N` announces a kill (before 5.1), except where a process shares the victim's memory."""
    if group["verb"].lower() == "killed":
        return "kill"
    return "sharing" if "sharing same memory" in group["rest"] else "decision"


def _is_apart(before: KernelLine, after: KernelLine) -> bool:
    """Whether two lines are too far from each other in time, or of different boots."""
    if before.mono_s is not None and after.mono_s is not None:
        return not _BOOT_S <= after.mono_s - before.mono_s <= _GAP_S
    return seconds_apart(before, after) > _GAP_S


def seconds_apart(before: KernelLine, after: KernelLine) -> float:
    """Between the wall times of two lines, either way round; 0 where one has none."""
    if before.stamp.time is None or after.stamp.time is None:
        return 0.0
    apart = abs((after.stamp.time - before.stamp.time).total_seconds())
    # Without a year, 31 December and 1 January are a second apart.
    return min(apart, abs(_YEAR_S - apart)) if before.stamp.quality == "no_year" else apart


_YEAR_S = 366 * 86400.0  # 1972, in which times without year lie


def _cut(block: Block, part: Part) -> int | None:
    """Where in `block` a new report begins that `part` belongs to.

    None: `part` continues `block`. Negative: it belongs to neither.
    """
    kinds = {known.kind for known in block}
    is_done = bool(kinds & _DONE)
    kind = part.kind
    if kind == "invoked" or ("failure" in kinds and kind in _PROOFS):
        return len(block)
    if kind == "failure":
        # Inside an unfinished report it comes from another CPU; behind one its dump is not the report's.
        return -1 if "invoked" in kinds and not is_done else len(block)
    if kind in _REPORT:
        return len(block) if is_done else None
    if kind in _DETAILS:
        return -1 if is_done or not block else None
    return _cut_of_kill(block, part, kinds)


def _cut_of_kill(block: Block, part: Part, kinds: set[str]) -> int | None:
    if part.kind == "summary":
        return len(block) if kinds & {"summary", "kill", "group"} else None
    if part.kind == "decision":
        return len(block) if kinds & {"decision", "kill"} else None
    if part.kind == "group" and "group" in kinds:
        # The victim is printed ahead of this line: the last kill was the first of a new event.
        return max(place for place, known in enumerate(block) if known.kind in ("kill", "group"))
    if part.kind == "kill" and "group" not in kinds:
        pids = {known.group["pid"] for known in block if known.kind == "kill"}
        # Rate limits can drop the next event's head, not its kill: another victim is another event.
        return len(block) if pids and part.group["pid"] not in pids else None
    return None


def _joined(last: Part, line: KernelLine) -> Part | None:
    """`last` with a fragment of it that stands on a line of its own: wrapped, or printed in pieces."""
    fragment = line.message.strip()
    if last.kind == "summary":
        is_whole = _SUMMARY_END.search(last.line.message) is not None
        is_fragment = " " not in fragment or _SUMMARY_KEY.search(fragment) is not None
    elif last.kind == "kill":
        is_whole = "file-rss:" in last.line.message
        is_fragment = _KILL_FIELD.match(fragment) is not None
        fragment = " " + fragment
    else:
        return None
    if is_whole or not is_fragment or not fragment:
        return None
    joined = _part(last.line._replace(message=last.line.message + fragment), is_inside=True)
    return joined if joined is not None and joined.kind == last.kind else None


_SUMMARY_END = re.compile(r",uid=\d+$")
_SUMMARY_KEY = re.compile(r"(?:cpuset|mems_allowed|oom_memcg|task_memcg|task|pid|uid)=|global_oom")
_KILL_FIELD = re.compile(r"(?:total-vm|anon-rss|file-rss):\d+kB")


def _proven(block: Block) -> Iterator[Block]:
    """A block is a report only if one of its lines can come from nothing but the OOM killer."""
    if any(part.kind in _PROOFS for part in block):
        yield block

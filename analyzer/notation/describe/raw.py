"""Texts of others inside `kubectl describe`: where they end, whatever they imitate.

Messages keep their newlines, so they can look like labels, containers or whole objects. What kubectl prints
behind them is known, and decides: a termination message ends at `Exit Code:`, `Started:`, `Finished:` above
`Last State:` or `Ready:`, a pod's message at `IP:` above `IPs:` or what follows it, a volume's at `Source:` above `Type:`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from analyzer.notation.describe.text import Line

# The kubelet cuts termination messages at 4096 bytes; tabs in them are printed as several blanks.
_MAX_TERMINATION = 6_000
_MAX_MESSAGE = 32_000
# kubectl up to 1.15 prints no `IPs:`.
_BEHIND_IP = ("IPs", "Controlled By", "NominatedNodeName", "Init Containers", "Containers")


def masked(lines: list[Line]) -> list[Line]:
    """The lines, those inside a message without label and indentation; unchanged where none is found.

    A message whose end is not in the text, as in excerpts, stays as it is.
    """
    starts = [
        (index, before)
        for index, line in enumerate(lines)
        if (line.label == "Message" and line.indent in (0, 6)) or (line.label == "Description" and line.indent == 0)
        if (before := _label_before(lines, index)) in _TEXTS
    ]
    if not starts:
        return lines
    ends = _Ends(lines)
    out = lines
    reached = 0
    for start, before in starts:
        end = ends.of(start, before) if start >= reached else None
        if end is None:
            continue
        if end > start + 1:
            out = list(lines) if out is lines else out
            out[start + 1 : end] = [line.masked() for line in lines[start + 1 : end]]
        reached = end
    return out


class _Ends:
    """Where the messages of a text end; all possible ends are looked up once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._sizes = [0, *accumulate(line.indent + len(line.text) + 1 for line in lines)]
        self._tails: dict[Callable[[Sequence[Line], int], bool], list[int]] = {}

    def of(self, start: int, before: str) -> int | None:
        """Where the message that begins on this line ends (exclusive); None if its end is not near enough."""
        is_tail, most = _TEXTS[before]
        if is_tail not in self._tails:
            self._tails[is_tail] = [index for index in range(len(self._lines)) if is_tail(self._lines, index)]
        tails = self._tails[is_tail]
        place = bisect_right(tails, start)
        if place == len(tails) or self._sizes[tails[place]] - self._sizes[start + 1] > most:
            return None
        return tails[place]


def _is_termination_tail(lines: Sequence[Line], index: int) -> bool:
    if not _has(lines, index, 6, "Exit Code"):
        return False
    index += 2 if _has(lines, index + 1, 6, "Signal") else 1
    if not (_has(lines, index, 6, "Started") and _has(lines, index + 1, 6, "Finished")):
        return False
    return _has(lines, index + 2, 4, "Last State") or _has(lines, index + 2, 4, "Ready")


def _is_pod_tail(lines: Sequence[Line], index: int) -> bool:
    if _has(lines, index, 0, "SeccompProfile"):
        index += 2 if _has(lines, index + 1, 0, "LocalhostProfile") else 1
    return _has(lines, index, 0, "IP") and any(_has(lines, index + 1, 0, label) for label in _BEHIND_IP)


def _is_volume_tail(lines: Sequence[Line], index: int) -> bool:
    return _has(lines, index, 0, "Source") and _has(lines, index + 1, 4, "Type")


def _is_description_tail(lines: Sequence[Line], index: int) -> bool:
    return _has(lines, index, 0, "Annotations")


# By the label above the text on its level: which kind of text it is tells where it ends, and how long it may be.
_TEXTS: dict[str, tuple[Callable[[Sequence[Line], int], bool], int]] = {
    **dict.fromkeys(("State", "Last State", "Reason of a state"), (_is_termination_tail, _MAX_TERMINATION)),
    **dict.fromkeys(("Status", "Termination Grace Period", "Reason"), (_is_pod_tail, _MAX_MESSAGE)),
    **dict.fromkeys(("Node Affinity", "Capacity"), (_is_volume_tail, _MAX_MESSAGE)),
    "PreemptionPolicy": (_is_description_tail, _MAX_MESSAGE),
    "GlobalDefault": (_is_description_tail, _MAX_MESSAGE),
}
_MAX_BEFORE = 60


def _label_before(lines: Sequence[Line], index: int) -> str:
    """The label that stands before this line: that of a state, or the one before it at the left edge."""
    indent = lines[index].indent
    for line in reversed(lines[max(0, index - _MAX_BEFORE) : index]):
        if line.indent == indent and line.label:
            return "Reason of a state" if indent == 6 and line.label == "Reason" else line.label
        if indent == 6 and line.indent == 4:
            return line.label or ""
        if line.text and line.indent < indent:
            return ""
    return ""


def _has(lines: Sequence[Line], index: int, indent: int, label: str) -> bool:
    return index < len(lines) and lines[index].indent == indent and lines[index].label == label

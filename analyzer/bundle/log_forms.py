"""Whether a text is a log, of what, and where it may be that nothing else is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.bundle.stretch import Stretch
from analyzer.bundle.transcript import Part
from analyzer.notation.kernel.lines import looks_like_kernel
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.service_lines import looks_like_service

LOG_TESTS = {"kernel-log": looks_like_kernel, "service-log": looks_like_service}
_SAMPLE = 400_000


def log_or_text(path: str, part: Part, sample: Sequence[str]) -> Iterator[Stretch]:
    """The logs that a text is, else an application's log or text; `sample` are lines of it."""
    text, first, context = part.text, part.first, part.context
    claimed = False
    for role in LOG_TESTS:
        if holds(role, text, sample):
            claimed = True
            yield Stretch(role, text, first, context)
    if not claimed:
        yield Stretch("container-log" if is_log(path, sample) else "text", text, first, context)


def sample_of(text: str) -> str:
    """The beginning, the middle and the end of a large text, in whole lines."""
    if len(text) <= 3 * _SAMPLE:
        return text
    places = (len(text) // 2, len(text) - _SAMPLE)
    later = (text[place : place + _SAMPLE].partition("\n")[2] for place in places)
    return "\n".join((text[:_SAMPLE], *later))


_MANY = 200
_FOREIGN_TO_LOGS = re.compile(
    r"^[> \t`*]{0,8}(?:NAMESPACE|NAME|LAST ?SEEN|POD)[ \t]+[A-Z]|^[> \t`*]{0,8}(?:Events|Name):|^ {4}(?:State|Last State):",
    re.M,
)


def is_nothing_but_log(text: str, lines: Sequence[str]) -> bool:
    """Whether it is not worth while to look at each line for tables and descriptions."""
    if len(lines) < _MANY or _FOREIGN_TO_LOGS.search(text):
        return False
    filled = [line for line in lines[:: max(1, len(lines) // 100)] if line.strip()]
    logged = sum(_is_log_line(line) for line in filled)
    return logged * 10 >= len(filled) * 8


def _is_log_line(line: str) -> bool:
    return leading_stamp(line)[0].time is not None or any(test(line) for test in LOG_TESTS.values())


_SOME = 1000
# What lines hold that the tests of a whole line may find, wherever they stand in a large text.
_HINTS = {
    "kernel-log": (" kernel: ", "oom-killer", "Out of memory", "blocked for more than", "page allocation failure"),
    "service-log": ("kubelet[", "containerd[", "dockerd[", "crio[", "systemd[", " level=", ".go:"),
}


def holds(role: str, text: str, lines: Sequence[str]) -> bool:
    """Whether lines of a log are among these; of many lines not each is asked."""
    test = LOG_TESTS[role]
    if len(lines) <= 2 * _SOME:
        return any(map(test, lines))
    step = max(1, len(lines) // _SOME)
    if any(map(test, lines[:_SOME])) or any(map(test, lines[::step])):
        return True
    return any(test(line) for hint in _HINTS[role] for line in _lines_with(text, hint))


def _lines_with(text: str, hint: str) -> Iterator[str]:
    """The first few lines that hold a hint."""
    at = text.find(hint)
    for _ in range(20):
        if at < 0:
            return
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[text.rfind("\n", 0, at) + 1 : end]
        at = text.find(hint, end)


LOG_NAME = re.compile(
    r"(?:^|[/_.-])(?:logs?|stdout|stderr|previous|output|console|trace)(?:[/_.-]|$)|\.log(?:\.|$)", re.I
)
_TRACE = re.compile(
    r"^Traceback \(most recent call last\)|^[ \t]+at [\w.$<>]+\(|^panic: |^goroutine \d+ \[|Exception in thread", re.M
)


def is_log(path: str, lines: Sequence[str]) -> bool:
    """Whether text that nothing else claims is an application's log."""
    if LOG_NAME.search(path) or _TRACE.search("\n".join(lines[:2000])):
        return True
    filled = [line for line in lines[:200] if line.strip()]
    stamped = sum(leading_stamp(line)[0].time is not None for line in filled)
    return len(filled) >= 3 and stamped * 2 >= len(filled)

"""What a member is, by its content: cut into pieces, each with its role.

A name decides only for the files of /proc and of a cgroup, which may hold a single number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.notation import describe, kubectl_tables
from analyzer.notation.cgroup_files import is_cgroup_file
from analyzer.notation.kernel_lines import looks_like_kernel
from analyzer.notation.log_times import leading_stamp
from analyzer.notation.proc_files import is_date_output, proc_role
from analyzer.notation.service_lines import looks_like_service

OBJECTS = ("json", "yaml", "describe")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `first` … of a member with one role; for objects the role is their form."""

    role: str
    text: str
    first: int
    context: dict[str, str] = field(default_factory=dict)


def stretches(path: str, text: str) -> Iterator[Stretch]:
    """Cut the text of a member into stretches; a line can be in several of them.

    A syslog holds kernel and kubelet lines, so it is both a kernel-log and a service-log.
    """
    if is_cgroup_file(path):
        yield Stretch(_cgroup_role(path), text, 1, {"file": path})
        return
    for segment in _segments(text):
        if _is_error(segment.text):
            yield Stretch("error-text", segment.text, segment.first, segment.context)
        else:
            yield from _roles(path, segment)


_ERROR = re.compile(
    r"^(?:Error from server|error: |Error: |Unable to connect to the server|The connection to the server|"
    r"unable to retrieve container logs|failed to try resolving symlinks|Defaulted container|No resources found|"
    r"E\d{4} .*memcache\.go|\s*$)"
)
_COMMAND = re.compile(
    r"^(?:(?P<prompt>[^\s$#>]{0,300}(?:\s[^\s$#>]{1,80})?)\s?[$#>]{1,3}\s+|->\s+)?"
    r"(?:sudo\s+)?(?P<command>(?:kubectl|oc|k|cat|c?at|dmesg|journalctl|crictl|date|grep|tail|head)\s+\S.*|date|dmesg)$"
)
_FILE_HEAD = re.compile(r"^==> (?P<file>\S.*?) <==$")
_CAT = re.compile(r"^c?at\s+(?P<file>[/\w]\S*)\s*$")
_WORKING_FOLDER = re.compile(r"/[^\s:\]]+$")
_NAMESPACE = re.compile(r"(?:^|\s)(?:-n|--namespace)[ =]([a-z0-9][a-z0-9-]*)")
# a bracket alone may open a kernel's time stamp or a shell's prompt
_JSON_START = re.compile(r'\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{"\]]|$)|"[A-Za-z]+":\s*[\[{])')
_YAML_MARK = re.compile(
    r"^(?:- )?(?:apiVersion|kind|items|metadata|spec|status|containerStatuses|lastState):(?:\s|$)", re.M
)


def _is_error(text: str) -> bool:
    """Whether nothing but messages of kubectl stands where its output belongs."""
    return len(text) < 4000 and all(_ERROR.match(line) for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class _Segment:
    text: str
    first: int
    context: dict[str, str]


def _segments(text: str) -> Iterator[_Segment]:
    start, first = 0, 1
    context: dict[str, str] = {}
    if _JSON_START.match(text):
        yield _Segment(text, 1, {})
        return
    number, position = 1, 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        found = _opening(text[position:end].rstrip("\r"))
        if found is not None:
            if text[start:position].strip():
                yield _Segment(text[start:position], first, context)
            start, first, context = end + 1, number + 1, found
        position, number = end + 1, number + 1
    if text[start:].strip():
        yield _Segment(text[start:], first, context)


def _opening(line: str) -> dict[str, str] | None:
    """The context that a prompt line or a `tail` head opens; None for any other line."""
    if len(line) > 500 or not line.strip():
        return None
    if head := _FILE_HEAD.match(line):
        return {"file": head["file"]}
    found = _COMMAND.match(line)
    if not found:
        return None
    command = found["command"]
    context = {"command": command}
    if cat := _CAT.match(command):
        folder = _WORKING_FOLDER.search(found["prompt"] or "")
        context["file"] = cat["file"]
        if folder is not None and not cat["file"].startswith("/"):
            context["file"] = f"{folder[0]}/{cat['file']}"
    if namespace := _NAMESPACE.search(command):
        context["namespace"] = namespace[1]
    return context


def _roles(path: str, segment: _Segment) -> Iterator[Stretch]:
    text, first, context = segment.text, segment.first, segment.context
    file = context.get("file", "")
    if file and is_cgroup_file(file):
        yield Stretch(_cgroup_role(file), text, first, context)
        return
    form = _document_form(text)
    if form and not _is_journal(text):
        yield Stretch(form, text, first, context)
        return
    lines = text.split("\n")
    if role := proc_role(lines[:200]):
        yield Stretch(role, text, first, {"file": file or path, **context})
        return
    if len(lines) <= 5 and any(is_date_output(line) for line in lines):
        yield Stretch("date", text, first, context)
        return
    yield from _text_roles(path, segment, lines)


def _cgroup_role(path: str) -> str:
    return "pressure" if path.endswith(".pressure") else "cgroup-file"


def _document_form(text: str) -> str | None:
    head = text[:4000]
    start = next((line for line in head.split("\n") if line.strip() and not line.startswith(("```", "~~~"))), "")
    if _JSON_START.match(start) and not _json_lines(head) and not _is_tool_header(head):
        return "json"
    marks = {mark.strip("- :\n") for mark in _YAML_MARK.findall(text[:200_000])}
    begins = bool(_YAML_MARK.match(start))
    return "yaml" if begins or "apiVersion" in marks or "items" in marks or len(marks) >= 2 else None


def _json_lines(head: str) -> bool:
    lines = [line for line in head.split("\n")[:-1] if line.strip()]
    return (
        len(lines) > 1
        and all(line.startswith("{") and line.rstrip().endswith("}") for line in lines[:5])
        and ('"kind":' not in lines[0])
    )


def _is_tool_header(head: str) -> bool:
    """A tool may put one-line JSON headers and `stdout:` before the text that kubectl printed."""
    return bool(re.search(r"^\{.*\}\s*\n(?:\{.*\}\s*\n)*stdout:", head, re.M))


def _is_journal(text: str) -> bool:
    return '"__REALTIME_TIMESTAMP"' in text[:20_000]


def _text_roles(path: str, segment: _Segment, lines: list[str]) -> Iterator[Stretch]:
    text, first, context = segment.text, segment.first, segment.context
    sample = lines if len(lines) <= 20_000 else [*lines[:10_000], *lines[-10_000:]]
    claimed = False
    for role, test in (("kernel-log", looks_like_kernel), ("service-log", looks_like_service)):
        if any(test(line) for line in sample):
            claimed = True
            yield Stretch(role, text, first, context)
    if claimed and not any(describe.is_describe_start(line) for line in sample):
        return
    for stretch in _kubectl(text, first, sample, context):
        claimed = True
        yield stretch
    if not claimed:
        yield Stretch("container-log" if _is_log(path, lines) else "text", text, first, context)


def _kubectl(text: str, first: int, lines: list[str], context: dict[str, str]) -> Iterator[Stretch]:
    sections = list(describe.events_sections(text, first))
    if any(describe.is_describe_line(line) for line in lines):
        yield Stretch("describe", text, first, context)
    rows = text.split("\n")
    taken: set[int] = set()
    for start, end, about in sections:
        taken.update(range(start, end + 1))
        yield Stretch("event-table", "\n".join(rows[start - first : end - first + 1]), start, {**context, **about})
    rest = "\n".join("" if first + index in taken else line for index, line in enumerate(rows))
    for role in _tables(row for index, row in enumerate(rows) if first + index not in taken):
        yield Stretch(role, rest, first, context)


def _tables(lines: Iterator[str]) -> list[str]:
    found: set[str] = set()
    for line in lines:
        if kind := kubectl_tables.table_kind(line):
            found.add(kind)
        elif kubectl_tables.is_event_row(line):
            found.add("event-table")
        elif kubectl_tables.is_pod_row(line):
            found.add("pod-table")
    return sorted(found)


_LOG_NAME = re.compile(
    r"(?:^|[/_.-])(?:logs?|stdout|stderr|previous|output|console|trace)(?:[/_.-]|$)|\.log(?:\.|$)", re.I
)
_TRACE = re.compile(
    r"^Traceback \(most recent call last\)|^\s+at [\w.$<>]+\(|^panic: |^goroutine \d+ \[|Exception in thread", re.M
)


def _is_log(path: str, lines: list[str]) -> bool:
    """Whether text that nothing else claims is an application's log."""
    if _LOG_NAME.search(path) or _TRACE.search("\n".join(lines[:2000])):
        return True
    filled = [line for line in lines[:200] if line.strip()]
    stamped = sum(leading_stamp(line)[0].time is not None for line in filled)
    return len(filled) >= 3 and stamped * 2 >= len(filled)

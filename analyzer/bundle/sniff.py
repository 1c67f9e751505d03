"""What a member is, by its content: cut into stretches, each with its role.

A name decides only for the files of /proc and of a cgroup, which may hold a single number; the arrangement of a
collector (`Place`) decides where it is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.bundle.document_forms import document_form, sections, starts_as_json
from analyzer.bundle.layout import Place
from analyzer.bundle.log_forms import LOG_NAME, LOG_TESTS, holds, is_log, is_nothing_but_log, log_or_text, sample_of
from analyzer.bundle.path_values import by_file, cgroup_role
from analyzer.bundle.regions import regions
from analyzer.bundle.stretch import Stretch
from analyzer.bundle.transcript import Part, parts
from analyzer.notation.cgroup_files import is_cgroup_file
from analyzer.notation.describe import document as describe
from analyzer.notation.kubectl import tables as kubectl_tables
from analyzer.notation.kubectl.dump_marks import dump_parts, is_dump
from analyzer.notation.kubectl.tool_messages import is_error_text, is_message_text, tool_message
from analyzer.notation.node_outputs import node_role
from analyzer.notation.pasted import plain_lines, undecorated
from analyzer.notation.proc_files import is_date_output

OBJECTS = ("json", "yaml", "describe")


def stretches(path: str, text: str, place: Place | None = None) -> Iterator[Stretch]:
    """Cut the text of a member into stretches; a line can be in several of them.

    A syslog holds kernel and kubelet lines, so it is both a kernel-log and a service-log. Lines in no
    stretch are what surrounds outputs: prompts, fences, headings.
    """
    known = dict(place.context) if place is not None else {}
    file = known.get("file", path)
    if is_cgroup_file(file):
        yield Stretch(cgroup_role(file), text, 1, {**known, "file": file})
        return
    if is_dump(text):
        yield from _of_dump(path, text, known)
        return
    role = place.role if place is not None else None
    if role is not None and not is_error_text(text, of_log=role == "container-log"):
        yield from _placed(path, role, text, known)
        return
    if starts_as_json(text):
        yield from _roles(path, Part(text, 1, known))
        return
    for part in parts(undecorated(text)):
        yield from _roles(path, Part(part.text, part.first, {**known, **part.context}))


def _of_dump(path: str, text: str, known: dict[str, str]) -> Iterator[Stretch]:
    """The logs of a cluster-info dump, each with its owner, and the documents between them."""
    for part in dump_parts(text):
        if part.owner is None:
            yield from _roles(path, Part(part.text, part.first, known))
            continue
        owner = {key: value for key, value in part.owner._asdict().items() if isinstance(value, str)}
        role = "error-text" if part.error else "container-log"
        yield Stretch(role, part.text, part.first, {**known, **owner, "previous": "false"})


_LOGS_COMMAND = re.compile(r"(?:kubectl|oc|k|crictl|docker|podman|nerdctl)\s(?:.*\s)?logs\s")
_VERSION = re.compile(r"\s*(?:Client|Server) Version: ")
_LARGE = 2_000_000
_HEAD = 4000
_OF_API = re.compile(r'"(?:apiVersion|creationTimestamp)"\s*:')


def _placed(path: str, role: str, text: str, known: dict[str, str]) -> Iterator[Stretch]:
    """A member whose role its place tells; a journal or syslog may hold lines of both kinds."""
    if role in OBJECTS:
        yield from _roles(path, Part(text, 1, known))
        return
    yield Stretch(role, text, 1, known)
    if role in LOG_TESTS:
        some = sample_of(text).split("\n")
        for other in LOG_TESTS:
            if other != role and holds(other, text, some):
                yield Stretch(other, text, 1, known)


# `systemctl status` ends with the last lines of the unit's journal.
_WITH_LOG = frozenset(("unit-status",))


def _roles(path: str, part: Part) -> Iterator[Stretch]:
    """The stretches of a part that one command printed, or that has no command."""
    text, first, context = part.text, part.first, part.context
    file, command = context.get("file", ""), context.get("command", "")
    of_log = LOG_NAME.search(path) is not None or _LOGS_COMMAND.match(command) is not None
    if file and is_cgroup_file(file):
        yield Stretch(cgroup_role(file), text, first, context)
    elif files := by_file(part):
        yield from files
    elif is_error_text(text, of_log=of_log):
        yield Stretch("error-text", text, first, context)
    elif _VERSION.match(text) and is_message_text(text):
        yield Stretch("cluster-version", text, first, context)
        yield Stretch("notice", text, first, context)
    elif not of_log and is_message_text(text):
        yield Stretch("notice", text, first, context)
    elif _LOGS_COMMAND.match(command):
        yield Stretch("container-log", text, first, context)
    elif (
        starts_as_json(text)
        and not _OF_API.search(text, 0, _HEAD)
        and (role := node_role(text[:_HEAD].split("\n"), file or path, command or None))
    ):
        yield Stretch(role, text, first, context)
    elif len(text) > _LARGE:
        yield from _of_large(path, part)
    else:
        yield from _of_small(path, part)


def _of_large(path: str, part: Part) -> Iterator[Stretch]:
    """What is too large to look at each line: an object, a table, or a log."""
    some = sample_of(part.text)
    if form := document_form(some):
        yield Stretch(form, part.text, part.first, part.context)
        return
    head = some[:4000].split("\n")
    if any(kubectl_tables.table_kind(line) or describe.is_describe_start(line) for line in head):
        yield from _of_regions(path, part)
    elif role := node_role(head, part.context.get("file") or path, part.context.get("command")):
        yield Stretch(role, part.text, part.first, part.context)
    else:
        yield from log_or_text(path, part, some.split("\n"))


def _of_small(path: str, part: Part) -> Iterator[Stretch]:
    form = document_form(part.text)
    if form is None:
        yield from _of_lines(path, part)
        return
    for section in sections(part.text, form):
        first = part.first + part.text.count("\n", 0, section.begin)
        found = Part(part.text[section.begin : section.end], first, part.context)
        if section.form is not None:
            yield Stretch(section.form, found.text, first, part.context)
        else:
            yield from _of_lines(path, found)


def _of_lines(path: str, part: Part) -> Iterator[Stretch]:
    lines = part.text.split("\n")
    file = part.context.get("file") or path
    role = _node_output(lines, file, part.context.get("command"))
    # `Name:` of /proc/<pid>/status looks like a description
    if role is None or (role != "process-status" and _holds_kubectl(part.text, lines)):
        yield from _of_regions(path, part)
        return
    for start, end, found in _outputs(lines, role):
        text = part.text if (start, end) == (0, len(lines)) else "\n".join(lines[start:end])
        yield Stretch(found, text, part.first + start, {"file": file, **part.context})
    if role in _WITH_LOG:
        yield from (found for found in log_or_text(path, part, lines) if found.role in LOG_TESTS)


def _holds_kubectl(text: str, lines: Sequence[str]) -> bool:
    """Whether tables or descriptions stand beside what a node printed."""
    if _OF_KUBECTL.search(text) is None:
        return False
    return any(kubectl_tables.table_kind(line) or describe.is_describe_start(line) for line in lines)


def _outputs(lines: Sequence[str], role: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, role): the outputs of two commands may follow each other; some hold empty lines of their own."""
    begin = 0
    if role in _ONE_PARAGRAPH and len(lines) < _MANY_LINES:
        for start, end in _paragraphs(lines):
            other = _node_output(lines[start:end], "", None) if start else None
            if other not in (None, role, "node-text"):
                yield begin, start, role
                begin, role = start, other or role
    yield begin, len(lines), role


_MANY_LINES = 2000
_OF_KUBECTL = re.compile(r"^[> \t`*]{0,8}(?:(?:NAMESPACE|NAME|LAST ?SEEN|POD)[ \t]+[A-Z]|Name:)", re.M)
# fmt: off
_ONE_PARAGRAPH = frozenset((
    "meminfo", "vmstat", "buddyinfo", "pressure", "proc-stat", "loadavg", "uptime", "date", "free", "swaps", "df",
    "mounts", "uname", "sysctl", "vmstat-samples", "lsblk", "ps", "os-release", "kernel-version", "findmnt",
))
# fmt: on


def _node_output(lines: Sequence[str], file: str, command: str | None) -> str | None:
    if len(lines) <= 5 and any(is_date_output(line) for line in lines):
        return "date"
    return node_role(lines, file, command)


def _of_regions(path: str, part: Part) -> Iterator[Stretch]:
    lines = part.text.split("\n")
    if is_nothing_but_log(part.text, lines):
        yield from log_or_text(path, part, lines)
        return
    for start, end, joined in _joined_lines(part.text, lines):
        found = Part("\n".join(lines[start:end]), part.first + start, part.context)
        yield from _of_joined(path, found) if joined else _cut(path, found, lines[start:end])


def _cut(path: str, part: Part, lines: list[str]) -> Iterator[Stretch]:
    for region in regions(lines, part.context.get("command")):
        first, inside = part.first + region.start, lines[region.start : region.end]
        found = Part("\n".join(inside), first, {**part.context, **region.about})
        if region.role == "rest":
            yield from _rest(path, found, inside)
        else:
            yield Stretch(region.role, found.text, first, found.context)


def _joined_lines(text: str, lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, joined): lines that hold several, with `<br/>` for line ends, are parts of their own."""
    begin = 0
    if "<br" in text or "<BR" in text:
        for index, line in enumerate(lines):
            if len(plain_lines(line)) > 2:
                if begin < index:
                    yield begin, index, False
                yield index, index + 1, True
                begin = index + 1
    if begin < len(lines):
        yield begin, len(lines), False


def _of_joined(path: str, part: Part) -> Iterator[Stretch]:
    """One line that holds several: parsers take it apart, and every row of it cites that line."""
    inner = plain_lines(part.text)
    form = document_form("\n".join(inner))
    if form is not None:
        yield Stretch(form, "\n".join(inner), part.first, part.context)
        return
    roles = {found.role: found.context for found in _cut(path, Part("\n".join(inner), 1, part.context), inner)}
    for role, context in roles.items():
        yield Stretch(role, part.text, part.first, context)


def _rest(path: str, part: Part, lines: list[str]) -> Iterator[Stretch]:
    """What is no table and no description: logs, messages of tools, outputs of nodes, text."""
    if is_log(path, lines):
        yield from log_or_text(path, part, lines)
        return
    for start, end, role in _messages(lines):
        found = Part("\n".join(lines[start:end]), part.first + start, part.context)
        if role is not None:
            yield Stretch(role, found.text, found.first, found.context)
        else:
            yield from _unnamed(path, found, lines[start:end])


def _messages(lines: Sequence[str]) -> Iterator[tuple[int, int, str | None]]:
    """(start, end, role) of runs of messages, and of what stands between them (None)."""
    start, role = 0, None
    for index, line in enumerate(lines):
        kind = tool_message(line)
        now = None if kind is None else "error-text" if kind == "error" else "notice"
        if now != role and (line.strip() or role is not None):
            if any(text.strip() for text in lines[start:index]):
                yield start, index, role
            start, role = index, now
    if any(text.strip() for text in lines[start:]):
        yield start, len(lines), role


def _unnamed(path: str, part: Part, lines: list[str]) -> Iterator[Stretch]:
    """A whole by its form; else its paragraphs, as long as they have one."""
    claimed = [found for found in log_or_text(path, part, lines) if found.role != "text"]
    if claimed:
        yield from claimed
        return
    for start, end in _paragraphs(lines):
        text = "\n".join(lines[start:end])
        role = document_form(text) or _node_output(lines[start:end], "", None) or "text"
        yield Stretch(role, text, part.first + start, part.context)


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, line in enumerate(lines):
        if line.strip() and start is None:
            start = index
        elif not line.strip() and start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(lines)

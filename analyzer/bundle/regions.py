"""A text without prompts, cut at what it holds: tables, rows without a header, descriptions, messages of tools.

Whoever pastes several outputs one after another leaves no mark between them, so each kind has to be told by
its own grammar where it begins and where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.notation.describe import document as describe
from analyzer.notation.kernel.lines import looks_like_kernel
from analyzer.notation.kubectl import commands as kubectl_commands
from analyzer.notation.kubectl import tables as kubectl_tables
from analyzer.notation.kubectl.tables import Header
from analyzer.notation.kubectl.tool_messages import tool_message
from analyzer.notation.service_lines import looks_like_service


@dataclass(frozen=True, slots=True)
class Region:
    """Lines [start, end) of a list.

    role   pod-table, node-table, event-table, object-table, describe, error-text, notice, or rest
    about  whose events a section holds
    """

    role: str
    start: int
    end: int
    about: dict[str, str] = field(default_factory=dict)


def regions(lines: Sequence[str], command: str | None = None) -> Iterator[Region]:
    """The regions of the lines in order; those of a description overlap with its section of events."""
    listed = kubectl_commands.subject(command).get("kind") if "custom-columns" in (command or "") else None
    rest = 0
    for start, end, role in _tables(lines, listed):
        yield from _without_tables(lines, rest, start)
        yield Region(role, start, end)
        rest = end
    yield from _without_tables(lines, rest, len(lines))


def is_spaced(lines: Sequence[str]) -> bool:
    """Whether somebody's editor put an empty line between all lines."""
    empty = [not line or line.isspace() for line in lines]
    while empty and empty[-1]:
        empty.pop()
    pairs = len(empty) // 2
    return pairs >= 3 and sum(empty[1::2]) >= 0.9 * pairs and sum(empty[0::2]) <= 0.1 * pairs


_Found = tuple[int, int, str]


def _tables(lines: Sequence[str], listed: str | None) -> Iterator[_Found]:
    """(start, end, role) of each table with a header; `listed` is the kind that has columns of free names."""
    spaced = is_spaced(lines)
    custom = listed is not None
    in_message = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if "Message:" in line or "Exit Code:" in line:
            # kubectl prints a termination message before the exit code: a table in it is that container's text.
            in_message = line.startswith("      Message:")
        head = None if in_message else kubectl_tables.header(line)
        if head is None and custom and line.strip():
            head, custom = kubectl_tables.custom_header(line), False
        if head is None:
            index += 1
            continue
        end = _end_of_table(lines, index + 1, head, spaced=spaced)
        yield index, end, kubectl_tables.table_role(head.kind or (listed if listed != "Node" else None))
        index = end


def _end_of_table(lines: Sequence[str], index: int, head: Header, *, spaced: bool) -> int:
    """Where the rows below a header end: at an empty line, another header, a message, or what is no row."""
    rest = kubectl_tables.wrapped_header(lines[index]) if index < len(lines) else None
    if rest is not None:
        return _end_of_wrapped(lines, index + 1, head, rest)
    end = index
    is_row = _ROWS.get(head.kind or "")
    while index < len(lines):
        line = lines[index]
        if is_row and is_row(line):
            end = index + 1
        elif not line or line.isspace():
            following = lines[index + 1] if index + 1 < len(lines) else ""
            if not (spaced and head.cells(following)) and not (is_row and is_row(following)):
                break
        elif kubectl_tables.header(line) is not None or tool_message(line):
            break
        elif head.cells(line) is None or _is_foreign(line, kubectl_tables.table_role(head.kind)):
            if head.kind != "Event" or not continues_event(line):
                break
            end = index + 1
        else:
            end = index + 1
        index += 1
    return end


def _end_of_wrapped(lines: Sequence[str], index: int, head: Header, rest: Header) -> int:
    """A terminal wrapped the header and each row at the same column."""
    while index + 1 < len(lines) and head.cells(lines[index]) and rest.cells(lines[index + 1]):
        index += 2
    return index


_ROWS: dict[str, Callable[[str], bool]] = {
    "Pod": kubectl_tables.is_pod_row,
    "Node": kubectl_tables.is_node_row,
    "Event": kubectl_tables.is_event_row,
}


def _is_foreign(line: str, role: str) -> bool:
    """Whether a line with as many cells still belongs to something else."""
    if _row_role(line) not in (None, role):
        return True
    return describe.is_describe_start(line) or line.startswith(("---", "apiVersion:", "Events:"))


def continues_event(line: str) -> bool:
    """Whether a line can go on with the message of the event above it."""
    if not line.strip() or kubectl_tables.is_event_header(line) or line.lstrip().startswith("----"):
        return False
    if kubectl_tables.table_kind(line) or kubectl_tables.is_pod_row(line) or kubectl_tables.is_node_row(line):
        return False
    if describe.is_describe_line(line) or describe.is_describe_start(line) or tool_message(line) == "error":
        return False
    return not looks_like_service(line) and not _PREFIXED_KERNEL(line)


_PREFIXED_KERNEL = re.compile(r"\[ *\d{1,8}\.\d{6}\] |[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ kernel: ").match


def _without_tables(lines: Sequence[str], start: int, end: int) -> Iterator[Region]:
    """Descriptions with their events, and what is left."""
    if not any(lines[index].strip() for index in range(start, end)):
        return
    part = lines[start:end]
    if not any(map(describe.is_describe_line, part)):
        yield from _rows_and_rest(lines, start, end)
        return
    begin = start
    for cut in [*_cuts(part, start), end]:
        yield from _described(lines, begin, cut)
        begin = cut


def _cuts(part: Sequence[str], shift: int) -> list[int]:
    """Where something else begins below the events of a description, or logs begin or end below an empty line."""
    cuts = []
    logs: bool | None = None
    for index, line in enumerate(part):
        if not line.strip() or (index and part[index - 1].strip()):
            continue
        now = _is_log_line(line)
        if logs is not None and now != logs:
            cuts.append(index + shift)
        logs = now
    return cuts


def _is_log_line(line: str) -> bool:
    return not describe.is_describe_line(line) and (looks_like_kernel(line) or looks_like_service(line))


def _described(lines: Sequence[str], start: int, end: int) -> Iterator[Region]:
    """Descriptions and sections of events; what follows a section up to the next description is its own."""
    if _is_log_line(_first_filled(lines, start, end)):
        yield from _rows_and_rest(lines, start, end)
        return
    begin = start
    sections = list(describe.events_sections("\n".join(lines[start:end]), start))
    for first, last, about in sections:
        if first < begin:
            continue
        stop = _end_of_events(lines, first, min(last + 1, end))
        yield Region("event-table", first, stop, about)
        following = _first_filled(lines, stop, end)
        if following and not describe.is_describe_line(following):
            yield Region("describe", begin, stop)
            begin = next((at for at in range(stop, end) if describe.is_describe_line(lines[at])), end)
            yield from _rows_and_rest(lines, stop, begin)
    if begin < end:
        yield Region("describe", begin, end)
    if not sections:
        yield from (region for region in _rows_and_rest(lines, start, end) if region.role == "event-table")


def _first_filled(lines: Sequence[str], start: int, end: int) -> str:
    return next((lines[index] for index in range(start, end) if lines[index].strip()), "")


def _end_of_events(lines: Sequence[str], start: int, end: int) -> int:
    """The end of a section of events: an empty line ends it unless a further row follows."""
    last = start + 1
    more = 0
    for index in range(start + 1, end):
        line = lines[index]
        if not line.strip():
            continue
        if (
            kubectl_tables.is_event_row(line)
            or kubectl_tables.is_event_header(line)
            or line.lstrip().startswith("----")
        ):
            last, more = index + 1, 0
        elif lines[index - 1].strip() and continues_event(line) and more < _MOST_CONTINUED:
            last, more = index + 1, more + 1
        else:
            break
    return last


_MOST_CONTINUED = 20


def _rows_and_rest(lines: Sequence[str], start: int, end: int) -> Iterator[Region]:
    """Rows whose header is lost, messages of tools, and the rest."""
    rest, index = start, start
    while index < end:
        role = _row_role(lines[index])
        if role is None:
            index += 1
            continue
        stop = _end_of_rows(lines, index, end, role)
        if any(lines[at].strip() for at in range(rest, index)):
            yield Region("rest", rest, index)
        yield Region(role, index, stop)
        rest = index = stop
    if any(lines[at].strip() for at in range(rest, end)):
        yield Region("rest", rest, end)


def _row_role(line: str) -> str | None:
    if not line or line.isspace():
        return None
    if kubectl_tables.is_event_row(line) or kubectl_tables.is_event_header(line) or line.strip() == "Events:":
        return "event-table"
    if kubectl_tables.is_pod_row(line):
        return "pod-table"
    return "node-table" if kubectl_tables.is_node_row(line) else None


def _end_of_rows(lines: Sequence[str], start: int, end: int, role: str) -> int:
    if role == "event-table":
        return _end_of_events(lines, start, end)
    last = start + 1
    for index in range(start + 1, end):
        if not lines[index].strip():
            continue
        if _row_role(lines[index]) != role:
            break
        last = index + 1
    return last

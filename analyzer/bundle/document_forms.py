"""Whether a text is JSON or YAML, and where it stops being so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.notation.kubectl import tables as kubectl_tables

# a bracket alone may open a kernel's time stamp or a shell's prompt
_JSON_START = re.compile(r'\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{"\]]|$)|"[A-Za-z]+":\s*[\[{])')
_YAML_MARK = re.compile(
    r"^(?:- )?(?:apiVersion|kind|items|metadata|spec|status|containerStatuses|lastState):(?:\s|$)", re.M
)
_YAML_IN_BRACES = re.compile(r"\s*[\[{][\s\[{]*(?:apiVersion|kind|items|metadata):\s")
_TABLE_LINE = re.compile(r"^(?:NAMESPACE|NAME|LAST SEEN)[ \t]", re.M)
_SEPARATOR = re.compile(r"^---[ \t]*$", re.M)
# util-linux 2.38 and later
_DMESG_JSON = re.compile(r'\s*\{\s*"dmesg": ?\[')


class Section(NamedTuple):
    """Characters [begin, end) of a text, of one form (json, yaml) or of none."""

    form: str | None
    begin: int
    end: int


def document_form(text: str) -> str | None:
    """json or yaml, if that is what a text is; a journal's JSON is a log."""
    head = text[:4000]
    if is_journal(text):
        return None
    start = next((line for line in head.split("\n") if line.strip() and not line.startswith(("```", "~~~"))), "")
    if _JSON_START.match(start) and not _json_lines(head) and not is_tool_header(head):
        return "json"
    if _YAML_IN_BRACES.match(start):
        return "yaml"
    marks = {mark.strip("- :\n") for mark in _YAML_MARK.findall(text[:200_000])}
    begins = bool(_YAML_MARK.match(start))
    return "yaml" if begins or "apiVersion" in marks or "items" in marks or len(marks) >= 2 else None


def starts_as_json(text: str) -> bool:
    """Whether a text begins as JSON that is not a tool's header in front of an output."""
    return _JSON_START.match(text) is not None and not is_tool_header(text[:4000])


def sections(text: str, form: str) -> Iterator[Section]:
    """A text of a form, cut where tables or other text follow its documents."""
    separated = form == "yaml" and _SEPARATOR.search(text) is not None
    if not separated and _TABLE_LINE.search(text) is None:
        yield Section(form, 0, len(text))
        return
    open_section: Section | None = None
    for section in _pieces(text):
        if open_section is not None and open_section.form == section.form:
            open_section = Section(section.form, open_section.begin, section.end)
            continue
        if open_section is not None:
            yield open_section
        open_section = section
    if open_section is not None:
        yield open_section


def is_tool_header(head: str) -> bool:
    """A tool may put one-line JSON headers and `stdout:` before the text that kubectl printed."""
    return bool(re.search(r"^\{.*\}\s*\n(?:\{.*\}\s*\n)*stdout:", head, re.M))


def is_journal(text: str) -> bool:
    """Whether these are records of `journalctl -o json` or `dmesg --json`."""
    return '"__REALTIME_TIMESTAMP"' in text[:20_000] or _DMESG_JSON.match(text) is not None


def _pieces(text: str) -> Iterator[Section]:
    """The parts between separators; one that goes over into a table is two."""
    begin = 0
    for found in [*_SEPARATOR.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[begin:end].strip():
            yield from _piece(text, begin, end)
        begin = found.end() if found else end


def _piece(text: str, begin: int, end: int) -> Iterator[Section]:
    for line in _TABLE_LINE.finditer(text, begin, end):
        stop = text.find("\n", line.start())
        if kubectl_tables.header(text[line.start() : stop if stop >= 0 else end]) is not None:
            if text[begin : line.start()].strip():
                yield Section(document_form(text[begin : line.start()]), begin, line.start())
            yield Section(None, line.start(), end)
            return
    yield Section(document_form(text[begin:end]), begin, end)


def _json_lines(head: str) -> bool:
    lines = [line for line in head.split("\n")[:-1] if line.strip()]
    return (
        len(lines) > 1
        and all(line.startswith("{") and line.rstrip().endswith("}") for line in lines[:5])
        and ('"kind":' not in lines[0])
    )

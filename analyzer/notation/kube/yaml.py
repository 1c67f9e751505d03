"""API objects in YAML: documents, lists as kubectl prints them, cut files and excerpts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml as pyyaml

from analyzer.model.kube_object import KubeObject
from analyzer.model.problem import Problem
from analyzer.notation import object_path, yaml
from analyzer.notation.kube import json as kube_json
from analyzer.notation.kube import kind as kube_kind
from analyzer.notation.unreadable import UnreadableError

_ITEMS_KEY = re.compile(r"^items:[ \t]*(?:#[^\n]*)?\r?\n", re.MULTILINE)
_FIRST_ITEM = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- ")
# Braces are YAML, too: `{kind: Pod, …}`. JSON has its keys in quotes.
_JSON = re.compile(r"\s*[\[{][\s\[{]*(?:[\"\]}]|\Z)")
_OBJECT_KEY = re.compile(r"[- ] (?:apiVersion|kind|metadata|event|verb):")
_KIND = re.compile(r"^kind:[ \t]*[\"']?([A-Za-z]+)", re.MULTILINE)
_API_VERSION = re.compile(r"^apiVersion:", re.MULTILINE)
_MANAGED = re.compile(r"^( +)managedFields:[ \t]*\r?\n(?:\1[- ][^\n]*\n)*", re.MULTILINE)
_APPLIED = re.compile(
    r"^( +)kubectl\.kubernetes\.io/last-applied-configuration:[^\n]*\n(?:\1 [^\n]*\n|[ ]*\r?\n)*",
    re.MULTILINE,
)
_OBJECT_KEYS = {"kind", "apiVersion", "metadata", "spec", "status", "event", "items"}


class _Items(NamedTuple):
    kind: str | None
    cut: bool
    items: list[tuple[int, str]]  # line from 1 in the document, text with the dash blanked


def objects(text: str, first_line: int) -> Iterator[KubeObject | Problem]:
    """The objects of `text`, whose first line is line `first_line` of its member.

    Of a text that ends in the middle, the complete objects come first, then what is there of the one
    that is cut, then a Problem. Problems have no path: the caller knows the member.
    """
    for doc_line, document in yaml.documents(text):
        line = first_line + doc_line - 1
        if _JSON.match(document):
            yield from kube_json.objects(document, line)
            continue
        found = _items(document)
        if found is None:
            yield from _object(document, line, None)
            continue
        for number, (item_line, item) in enumerate(found.items, start=1):
            cut = found.cut and number == len(found.items)
            yield from _object(item, line + item_line - 1, found.kind, cut=cut)


def locate(text: str, first_line: int, object_line: int, path: str) -> tuple[int, int | None] | None:
    """(line, column from 1) of the value at `path` of the object that starts on `object_line`.

    For a mapping or list that begins below its key the key's place counts. Where the path is absent,
    its nearest ancestor counts; None if the line is not in the text.
    """
    lines = text.splitlines(keepends=True)
    start = object_line - first_line
    if not 0 <= start < len(lines):
        return None
    node = _compose(_region(lines, start))
    if _is_item(lines[start]) and _is_excerpt(node):
        node = _compose(_document(lines, start))
    mark = _find(node, object_path.parts(path))
    return (object_line + mark.line, mark.column + 1) if mark else (object_line, None)


def _items(document: str) -> _Items | None:
    """The items of a list, each with its line; None if the document is no list in block style."""
    key = _ITEMS_KEY.search(document)
    first = _FIRST_ITEM.match(document, key.end() if key else 0)
    if first is None:
        return None
    if key is None and not _OBJECT_KEY.match(document, first.end() - 2):
        return None
    indent = len(first[1])
    begin = first.end() - 2 - indent
    end = _first(rf"^ {{0,{indent}}}[^\s#-]", document, begin)
    starts = [found.start() for found in re.compile(rf"^ {{{indent}}}- ", re.MULTILINE).finditer(document, begin, end)]
    around = document[: key.start() if key else 0] + document[end:]
    kind = _KIND.search(around)
    items = []
    line, counted = 1, 0
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        line += document.count("\n", counted, start)
        counted = start
        items.append((line, " " * (indent + 1) + document[start + indent + 1 : stop]))
    # kubectl sorts keys, so the kind follows the items: without it the list was not printed to its end.
    cut = kind is None and _API_VERSION.search(around) is not None
    return _Items(kube_kind.item_kind(kind[1]) if kind else None, cut, items)


def _first(pattern: str, text: str, position: int) -> int:
    found = re.compile(pattern, re.MULTILINE).search(text, position)
    return found.start() if found else len(text)


def _object(text: str, line: int, kind: str | None, *, cut: bool = False) -> Iterator[KubeObject | Problem]:
    line += text[: len(text) - len(text.lstrip())].count("\n")
    text = text.lstrip("\r\n")
    if cut and not text.endswith("\n"):
        text = text[: text.rfind("\n") + 1]
    problem = _truncated(line) if cut else None
    try:
        value = yaml.load(_slim(text))
    except UnreadableError as refused:
        if refused.reason.startswith("LIMIT"):
            yield Problem("", refused.reason, f"YAML from line {line}: {refused.detail}", line=line)
            return
        value, problem = _readable_part(text, line)
    yield from _typed(value, line, kind)
    if problem is not None:
        yield problem


def _typed(value: Any, line: int, kind: str | None) -> Iterator[KubeObject]:
    found = kube_kind.list_items(value)
    typed = kube_kind.typed(value, kind)
    if found is None or (isinstance(value, list) and typed is not None):
        if typed is not None and typed[1].keys() - {"apiVersion", "kind"}:
            yield KubeObject(*typed, line, "yaml")
        return
    for index, item in enumerate(found[1]):
        inner = kube_kind.typed(item, found[0]) if isinstance(item, dict) else None
        if inner is not None:
            at = object_path.join(*(["items"] if isinstance(value, dict) else []), index)
            yield KubeObject(*inner, line, "yaml", at)


def _slim(text: str) -> str:
    """Without what is big and never read: half of a typical list is managedFields."""
    if "managedFields:" in text:
        text = _MANAGED.sub("", text)
    if "last-applied-configuration:" in text:
        text = _APPLIED.sub("", text)
    return text


def _truncated(line: int) -> Problem:
    return Problem("", "TRUNCATED", f"the YAML that starts at line {line} does not end", line=line)


def _readable_part(text: str, line: int) -> tuple[Any, Problem]:
    """What parses of a text up to its first fault, and the fault."""
    lines = text.splitlines(keepends=True)
    fault = len(lines)
    detail = ""
    value = None
    try:
        yaml.load(text)
    except UnreadableError as refused:
        fault, detail = refused.line or len(lines), refused.detail
    for end in (fault - 1, fault - 2, len(lines) - 1, len(lines) - 2):
        if value is None and 0 < end < len(lines):
            value = _loaded("".join(lines[:end]))
    if fault >= len(lines) - 1:
        return value, _truncated(line)
    where = line + fault - 1
    return value, Problem("", "SYNTAX", f"YAML is broken at line {where}: {detail}", line=where)


def _loaded(text: str) -> Any:
    try:
        value = yaml.load(text)
    except UnreadableError:
        return None
    return value if isinstance(value, (dict, list)) else None


def _is_item(line: str) -> bool:
    return line.lstrip(" ").startswith("- ")


def _region(lines: list[str], start: int) -> str:
    """The text of the object that starts on a line: an item of a list, or a document."""
    if not _is_item(lines[start]):
        return _document(lines, start)
    indent = len(lines[start]) - len(lines[start].lstrip(" "))
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        end += 1
    return lines[start].replace("-", " ", 1) + "".join(lines[start + 1 : end])


def _document(lines: list[str], start: int) -> str:
    end = start + 1
    while end < len(lines) and lines[end].rstrip() != "---" and not lines[end].startswith("--- "):
        end += 1
    return "".join(lines[start:end])


def _compose(text: str) -> pyyaml.Node | None:
    try:
        return yaml.compose(text)
    except UnreadableError as refused:
        lines = text.splitlines(keepends=True)
        fault = refused.line or len(lines)
        for end in (fault - 1, fault - 2, len(lines) - 1):
            try:
                return yaml.compose("".join(lines[: max(end, 0)]))
            except UnreadableError:
                continue
        return None


def _is_excerpt(node: pyyaml.Node | None) -> bool:
    return not isinstance(node, pyyaml.MappingNode) or not _OBJECT_KEYS & {str(key.value) for key, _ in node.value}


def _find(node: pyyaml.Node | None, parts: list[str | int]) -> Any:
    """The mark of the value that the parts lead to, as far as they exist."""
    mark = None
    for key, part in enumerate(parts):
        step = _step(node, part)
        if step is None and mark is None:
            step = _entry(node, parts[key:], part)
            if step is None:
                continue
        if step is None:
            break
        mark, node = step
    return mark


def _entry(node: pyyaml.Node | None, _rest: list[str | int], part: str | int) -> tuple[Any, pyyaml.Node] | None:
    """The first step inside a watch envelope; in an excerpt leading parts are passed over."""
    envelope = _step(node, "event")
    return _step(envelope[1], part) if envelope else None


def _step(node: pyyaml.Node | None, part: str | int) -> tuple[Any, pyyaml.Node] | None:
    if isinstance(node, pyyaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark, node.value[part]
    if not isinstance(node, pyyaml.MappingNode):
        return None
    for key, value in reversed(node.value):
        if key.value == part:
            below = value.start_mark.line > key.start_mark.line or value.start_mark.index == value.end_mark.index
            return (key if below else value).start_mark, value
    return None

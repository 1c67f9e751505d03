"""YAML with limits: scalars as in YAML 1.2, timestamps stay strings, unknown tags are ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml as pyyaml

from analyzer.notation.unreadable import UnreadableError

try:
    import fast_yaml
except ImportError:  # a platform without the wheel: the slower parser reads the same
    fast_yaml = None  # type: ignore[assignment]

MAX_DEPTH = 100
MAX_ALIASES = 100
MAX_CHARACTERS = 64 * 2**20

_MAX_ALIAS_BYTES = 2**20
# One scalar, or comments in a row: the fast parser holds a hundred times as much while it looks for their end.
_MAX_SCALAR = 2 * 2**20
# The slow parser compares each directive with all before it.
_MAX_DIRECTIVES = 100
# PyYAML reads 1.5 MB/s: a document above this is not tried again after the fast parser refused it.
_MAX_SLOW = 8 * 2**20

_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
# A redactor's placeholder in the place of a value reads as an alias and costs the rest of the file.
_STARS = re.compile(r"^([ \t-]*(?:[^\s#:][^\n:]*:[ \t]+)?)(\*{2,}[^\s'\"]*)[ \t\r]*$", re.MULTILINE)


def documents(text: str) -> Iterator[tuple[int, str]]:
    """(line where it starts, text) of each document; lines count from 1 in `text`.

    The `---` line belongs to no document. Documents without content are left out.
    """
    start = 0
    line = 1
    for marker in _MARKER.finditer(text):
        yield from _document(text[start : marker.start()], line)
        line += text.count("\n", start, marker.start())
        start = marker.end()
    yield from _document(text[start:], line)


def load(text: str) -> Any:
    """The first document of `text` as dicts, lists, str, int, float, bool and None.

    Of a key that is there twice, the last counts. Raises UnreadableError for wrong syntax and for text
    above a limit (depth 100, 64 MiB, an expansion of aliases).
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError("LIMIT_DOCUMENT", f"a YAML document of {len(text)} characters")
    try:
        return _load(text)
    except UnreadableError as refused:
        quoted = _STARS.sub(r"\1'\2'", text) if refused.reason == "SYNTAX" and "**" in text else text
        if quoted == text:
            raise
        return _load(quoted)


def load_slowly(text: str) -> Any:
    """The same as `load`, by the fallback parser."""
    _scan(text)
    try:
        return pyyaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader with fewer types
    except pyyaml.YAMLError as error:
        raise _unreadable(error) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError("SYNTAX", str(error)) from None


def compose(text: str) -> pyyaml.Node | None:
    """The node tree of the first document, whose marks know line and column (both from 0)."""
    _scan(text)
    try:
        return pyyaml.compose(text, Loader=_Loader)
    except pyyaml.YAMLError as error:
        raise _unreadable(error) from None


def _document(text: str, line: int) -> Iterator[tuple[int, str]]:
    if text.strip():
        yield line, text


def _load(text: str) -> Any:
    if fast_yaml is None:
        return load_slowly(text)
    try:
        return fast_yaml.safe_load(
            text, max_depth=MAX_DEPTH, max_alias_bytes=_MAX_ALIAS_BYTES, max_scan_ahead=_MAX_SCALAR
        )
    except (ValueError, RecursionError) as error:
        if "limit exceeded" in str(error):
            raise _above_a_limit(str(error)) from None
        if len(text) > _MAX_SLOW:
            raise UnreadableError("SYNTAX", str(error)) from None
        return load_slowly(text)


def _above_a_limit(error: str) -> UnreadableError:
    if "lookahead" in error:
        what = f"one value or comment of more than {_MAX_SCALAR} characters"
        return UnreadableError("LIMIT_DOCUMENT", what)
    return UnreadableError("LIMIT_DEPTH", "YAML nested too deeply, or aliases that expand too far")


def _scan(text: str) -> None:
    """Refuse what the C parser would die of (it overflows the stack near 24,000 levels)."""
    if text.startswith("%") and text.count("\n%") > _MAX_DIRECTIVES:
        raise UnreadableError("SYNTAX", f"more than {_MAX_DIRECTIVES} directives", 1)
    depth = aliases = 0
    try:
        for event in pyyaml.parse(text, Loader=_Loader):
            if isinstance(event, pyyaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, pyyaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, pyyaml.AliasEvent):
                aliases += 1
            elif isinstance(event, pyyaml.DocumentEndEvent):
                return
            if depth > MAX_DEPTH or aliases > MAX_ALIASES:
                raise UnreadableError("LIMIT_DEPTH", "YAML nested too deeply, or too many aliases")
    except pyyaml.YAMLError as error:
        raise _unreadable(error) from None


def _unreadable(error: pyyaml.YAMLError) -> UnreadableError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    return UnreadableError("SYNTAX", str(getattr(error, "problem", None) or error), line)


# A safe loader whose scalars are those of YAML 1.2, and which knows no merge keys.
_Loader: Any = type("_Loader", (getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader),), {"yaml_implicit_resolvers": {}})


def _any_tag(loader: Any, _suffix: str, node: pyyaml.Node) -> Any:
    if isinstance(node, pyyaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, pyyaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


def _integer(loader: Any, node: pyyaml.Node) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0x", "0o") else int(text)


def _prepare() -> None:
    """Give the loader the core schema of YAML 1.2, which the fast parser follows."""
    tag = "tag:yaml.org,2002:"
    for name, pattern, first in (
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
        (
            "float",
            r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
            "-+0123456789.",
        ),
    ):
        _Loader.add_implicit_resolver(tag + name, re.compile(pattern), list(first))
    _Loader.add_constructor(tag + "int", _integer)
    for name in ("timestamp", "binary", "omap", "pairs", "set", "merge", "value"):
        _Loader.add_constructor(tag + name, lambda loader, node: _any_tag(loader, "", node))
    _Loader.add_multi_constructor("", _any_tag)


_prepare()

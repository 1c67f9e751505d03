"""Files of rule packs as plain maps, lists and scalars that know their lines.

The C loader of PyYAML builds nodes only, and they become nothing but plain values here: no tags, no aliases, no key
twice. A file is bounded in size and in brackets before it is parsed, and it is a regular file of its pack: a link
or a pipe is none.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import yaml

from analyzer.model.errors import RuleError
from analyzer.model.source import SourceLine

_MAX_FILE = 256 * 1024
# The C parser dies at some 24,000 nested brackets; no rule needs a twentieth of that.
_MAX_BRACKETS = 4000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def plain(path: Path, *, label: str, tests: bool = True) -> Any:
    """The values of a YAML file; each map keeps the lines of its keys under the empty key.

    Without `tests` the last key of a rule is not parsed. RuleError names `label` and the line.
    """
    data = _content(path, label)
    if data.count(b"[") + data.count(b"{") > _MAX_BRACKETS:
        raise RuleError(
            f"more than {_MAX_BRACKETS} brackets", at=SourceLine(label), remedy="split it into several rules"
        )
    try:
        node = _LOADER(data if tests else _without_tests(data)).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(
            f"no YAML: {error.problem}", at=SourceLine(label, line), remedy="check the indentation"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise RuleError(f"no YAML: {error}", at=SourceLine(label), remedy="save it as UTF-8 text") from error
    return _Plain(label).value(node)


def _content(path: Path, label: str) -> bytes:
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise RuleError("is no regular file", at=SourceLine(label), remedy="copy the file into the pack")
        if found.st_size > _MAX_FILE:
            raise RuleError(
                f"larger than {_MAX_FILE} bytes", at=SourceLine(label), remedy="split it into several rules"
            )
        return path.read_bytes()
    except OSError as error:
        raise RuleError(
            f"cannot be read: {error.strerror}", at=SourceLine(label), remedy="check its permissions"
        ) from error


def _without_tests(data: bytes) -> bytes:
    """The file up to its tests, which are most of it and no run needs, if they come last as they should."""
    head, found, rest = data.partition(b"\ntests:\n")
    return head if found and not re.search(rb"^[^\s#]", rest, re.M) else data


class _Plain:
    """YAML nodes as plain values; each map keeps its keys' lines under the empty key."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._seen: set[int] = set()

    def value(self, node: yaml.Node | None) -> Any:
        if node is None:
            raise RuleError("is empty", at=SourceLine(self._label), remedy="see docs/write-a-rule.md")
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            raise RuleError("an alias is not allowed", at=SourceLine(self._label, line), remedy="write the value out")
        self._seen.add(id(node))
        if isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and node.tag not in _PLAIN_NODES:
            raise RuleError(f"the tag {node.tag} is not allowed", at=SourceLine(self._label, line), remedy="remove it")
        if isinstance(node, yaml.MappingNode):
            return self._map(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        return _scalar(node, self._label, line)

    def _map(self, node: yaml.MappingNode) -> dict[str, Any]:
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in found:
                raise RuleError(f"the key '{name}' stands twice", at=SourceLine(self._label, line), remedy="keep one")
            found[name], lines[name] = self.value(value), line
        found[""] = lines
        return found


_JSON_SCALARS = {"null": None, "~": None, "": None, "true": True, "false": False}


def _scalar(node: yaml.Node, label: str, line: int) -> Any:
    text = str(node.value)
    if node.tag not in ("tag:yaml.org,2002:str", *(f"tag:yaml.org,2002:{kind}" for kind in _PLAIN_TAGS)):
        raise RuleError(f"the tag {node.tag} is not allowed", at=SourceLine(label, line), remedy="remove it")
    if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"', "|", ">"):
        return text
    if text in _JSON_SCALARS:
        return _JSON_SCALARS[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


_PLAIN_NODES = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_PLAIN_TAGS = ("null", "bool", "int", "float", "timestamp")

"""Reading rule files: strict keys, every error with file and line.

Rules are data. The C loader of PyYAML builds nothing but maps, lists and scalars here, and the file's
own size bounds the work; nothing in a rule is a path, code or a template.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from analyzer.engine.rule_parts import Reader
from analyzer.model.errors import RuleError
from analyzer.model.rule import Rule
from analyzer.model.source import SourceLine

_MAX_FILE = 256 * 1024
# The C parser dies at some 24,000 nested brackets; no rule needs a twentieth of that.
_MAX_BRACKETS = 4000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_rules(folders: Iterable[Path], *, tests: bool = False) -> tuple[Rule, ...]:
    """The rules below the folders by id; a later folder replaces rules of the same id.

    Tests are left out unless they are asked for. Raises RuleError for the first file that is wrong.
    """
    rules: dict[str, Rule] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.yaml")):
            rule = load_rule(path, label=f"rules/{path.parent.name}/{path.name}", tests=tests)
            rules[rule.id] = rule
    _check_links(rules)
    return tuple(rules[name] for name in sorted(rules))


def load_rule(path: Path, *, label: str, tests: bool = False) -> Rule:
    """One rule file; `label` is the path that errors name."""
    data = path.read_bytes()
    if len(data) > _MAX_FILE:
        raise RuleError(f"larger than {_MAX_FILE} bytes", at=SourceLine(label), remedy="split it into several rules")
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
    expected = f"{path.parent.name}.{path.stem}"
    return Reader(label, expected, tests=tests).rule(_Plain(label).value(node))


def digest(folders: Iterable[Path]) -> str:
    """A hash of all rule files, for the report."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*/*.yaml")):
            total.update(f"{path.parent.name}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


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


_PLAIN_TAGS = ("null", "bool", "int", "float", "timestamp")


def _check_links(rules: dict[str, Rule]) -> None:
    for rule in rules.values():
        for link in (*rule.explains, *rule.repeats):
            if link.finding not in rules:
                close = difflib.get_close_matches(link.finding, rules, 1)
                hint = f"did you mean '{close[0]}'?" if close else "no rule has this id"
                line = rule.lines.get("explains", 0)
                raise RuleError(
                    f"explains the unknown rule '{link.finding}'", at=SourceLine(rule.at.path, line), remedy=hint
                )
